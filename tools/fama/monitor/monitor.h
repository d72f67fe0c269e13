/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MONITOR_H
#define FAMA_MONITOR_H

#include "common/args.h"

int monitor(struct args *a);

#endif
