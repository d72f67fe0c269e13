/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_LISTEN_H
#define FAMA_DOCTOR_LISTEN_H

#include "patient.h"

/* What routers say on the links of the role: only if the user allows to ask them and to wait. */
void listen_look(struct patient *p);

#endif
