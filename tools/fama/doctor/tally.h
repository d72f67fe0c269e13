/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_TALLY_H
#define FAMA_DOCTOR_TALLY_H

#include "patient.h"

/* Do counters of the role tell what nothing else does? */
void tally_look(struct patient *p);

#endif
