/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_SETTINGS_H
#define FAMA_DOCTOR_SETTINGS_H

#include "patient.h"

/* IPv6 and its devices: are they on? */
void settings_look_devices(struct patient *p);

/* Does the router forward? */
void settings_look_forwarding(struct patient *p);

#endif
