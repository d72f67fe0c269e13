/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_WAIT_H
#define FAMA_MN_WAIT_H

#include "common/args.h"

int mn_wait(struct args *a);

#endif
