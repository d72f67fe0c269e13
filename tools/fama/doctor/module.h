/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_MODULE_H
#define FAMA_DOCTOR_MODULE_H

#include "patient.h"

/* Is the module loaded, of the version of this command, and enabled? */
void module_look(struct patient *p);

#endif
