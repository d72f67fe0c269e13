/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RESTORE_H
#define FAMA_RESTORE_H

#include "args.h"

/* fama restore FILE */
int restore(struct args *a);

#endif
