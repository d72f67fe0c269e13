/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_CONFIG_SAVE_H
#define FAMA_CONFIG_SAVE_H

#include "common/args.h"

/* fama save [ROLE] */
int save(struct args *a);

#endif
