/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_ANCHORS_H
#define FAMA_DOCTOR_ANCHORS_H

#include "patient.h"

/* Does every anchor of the router serve its nodes? */
void anchors_look(struct patient *p);

/* Does it take note of those who come to its links? */
void anchors_look_guests(struct patient *p);

/* Does the router accept bindings, and does it know its nodes again after a crash? */
void anchors_look_router(struct patient *p);

#endif
