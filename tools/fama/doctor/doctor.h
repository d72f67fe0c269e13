/* SPDX-License-Identifier: GPL-2.0-only */
/* fama doctor [dar|mn] [listen SECONDS] */
#ifndef FAMA_DOCTOR_H
#define FAMA_DOCTOR_H

#include "common/args.h"

int doctor(struct args *a);

#endif
