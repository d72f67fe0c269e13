/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_FILTERS_H
#define FAMA_DOCTOR_FILTERS_H

#include "patient.h"

/* Do rules of nftables drop what the role sends or receives? */
void filters_look(struct patient *p);

#endif
