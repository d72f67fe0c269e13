/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RECORD_H
#define FAMA_RECORD_H

#include "common/args.h"

int record(struct args *a);

#endif
