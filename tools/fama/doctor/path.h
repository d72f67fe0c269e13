/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_PATH_H
#define FAMA_DOCTOR_PATH_H

#include "patient.h"

/* Is there room for a packet of 1280 octets in a tunnel, on the devices and on the paths? */
void path_look_mtu(struct patient *p);

/* Does what is sent into the tunnels of a node have an answer? */
void path_look_answers(struct patient *p);

#endif
