/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RUN_H
#define FAMA_RUN_H

#include "common/args.h"

int run(struct args *a);

#endif
