/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_DRAIN_H
#define FAMA_DAR_DRAIN_H

#include "common/args.h"

int drain(struct args *a);

#endif
