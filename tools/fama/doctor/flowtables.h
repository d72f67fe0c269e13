/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_FLOWTABLES_H
#define FAMA_DOCTOR_FLOWTABLES_H

#include "patient.h"

/* Do flowtables of nftables, or br_netfilter, keep flows on the access link of a node that left? */
void flowtables_look(struct patient *p);

#endif
