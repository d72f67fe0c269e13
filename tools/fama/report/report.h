/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_REPORT_H
#define FAMA_REPORT_H

#include "common/args.h"

int report(struct args *a);

#endif
