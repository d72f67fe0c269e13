/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_CONFIG_RESTORE_H
#define FAMA_CONFIG_RESTORE_H

#include "common/args.h"

/* fama restore FILE */
int restore(struct args *a);

#endif
