/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_ANCHOR_H
#define FAMA_MN_ANCHOR_H

#include "common/args.h"

int mn_anchor(struct args *a);

#endif
