/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MNLINK_H
#define FAMA_MNLINK_H

#include "args.h"

int mn_link(struct args *a);

#endif
