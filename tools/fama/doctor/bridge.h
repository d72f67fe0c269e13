/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_BRIDGE_H
#define FAMA_DOCTOR_BRIDGE_H

#include "patient.h"

/* Does an access device that is a bridge tell the router who asks for nodes that are away? */
void bridge_look(struct patient *p);

#endif
