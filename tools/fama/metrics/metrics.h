/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_METRICS_H
#define FAMA_METRICS_H

#include "common/args.h"

int metrics(struct args *a);

#endif
