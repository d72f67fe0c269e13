/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_CONFIG_H
#define FAMA_DOCTOR_CONFIG_H

#include "patient.h"

/* Has the kernel what the modules need, as far as it tells? */
void config_look(struct patient *p);

#endif
