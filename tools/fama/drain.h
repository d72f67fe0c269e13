/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DRAIN_H
#define FAMA_DRAIN_H

#include "args.h"

int drain(struct args *a);

#endif
