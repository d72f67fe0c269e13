/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MNWAIT_H
#define FAMA_MNWAIT_H

#include "args.h"

int mn_wait(struct args *a);

#endif
