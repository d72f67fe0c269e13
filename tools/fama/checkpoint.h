/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_CHECKPOINT_H
#define FAMA_CHECKPOINT_H

#include "args.h"

int checkpoint_make(struct args *a);
int checkpoint_resume(struct args *a);

#endif
