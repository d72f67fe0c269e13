/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_LINK_H
#define FAMA_MN_LINK_H

#include "common/args.h"

int mn_link(struct args *a);

#endif
