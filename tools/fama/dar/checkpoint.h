/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_CHECKPOINT_H
#define FAMA_DAR_CHECKPOINT_H

#include "common/args.h"

int checkpoint_make(struct args *a);
int checkpoint_resume(struct args *a);

#endif
