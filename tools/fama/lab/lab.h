/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_LAB_LAB_H
#define FAMA_LAB_LAB_H

#include "common/args.h"

int lab(struct args *a);

#endif
