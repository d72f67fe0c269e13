/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_SAVE_H
#define FAMA_SAVE_H

#include "args.h"

/* fama save [ROLE] */
int save(struct args *a);

#endif
