/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MNANCHOR_H
#define FAMA_MNANCHOR_H

#include "args.h"

int mn_anchor(struct args *a);

#endif
