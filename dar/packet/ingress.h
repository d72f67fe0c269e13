/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What comes in by the access links: Neighbor Discovery, and the packets by which a
 * node at home is heard and earns credit.  A hook of the device itself sees them, so that packets
 * between other links cost nothing.
 */
#ifndef _DAR_INGRESS_H
#define _DAR_INGRESS_H

#include "../state/dar.h"

/* Let the access links of a namespace be watched as long as they have a device. */
void dar_ingress_init(struct dar_net *dn);

#endif /* _DAR_INGRESS_H */
