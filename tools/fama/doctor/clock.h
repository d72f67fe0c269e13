/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_CLOCK_H
#define FAMA_DOCTOR_CLOCK_H

#include "patient.h"

/* Is the clock right, as tokens that outlive a crash want it? */
void clock_look(struct patient *p);

#endif
