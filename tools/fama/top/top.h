/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_TOP_H
#define FAMA_TOP_H

#include "common/args.h"

int top(struct args *a);

#endif
