/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_SECRETS_H
#define FAMA_DOCTOR_SECRETS_H

#include "patient.h"

/* Can others read files with keys and secrets, where the documents put them? */
void secrets_look(struct patient *p);

#endif
