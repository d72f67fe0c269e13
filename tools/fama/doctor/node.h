/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_NODE_H
#define FAMA_DOCTOR_NODE_H

#include "patient.h"

/* Has the node an interface, with a carrier, that hears a router? */
void node_look_links(struct patient *p);

/* Do access routers anchor its addresses? */
void node_look_addresses(struct patient *p);

/* Does it go on, and does somebody fight it? */
void node_look_state(struct patient *p);

#endif
