/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Multicast Router Discovery (RFC 4286): switches and bridges with MLD snooping learn
 * where the router is, and send it all multicasts.
 *
 * The router has to hear Neighbor Solicitations for bound addresses.  A node that has
 * moved remains a member of its solicited-node group at its old port for minutes, so
 * that snooping keeps these solicitations from all others.  To join the group of each
 * bound address (RFC 4861 section 7.2.8) costs memory, RTNL and a list search for
 * each, and reports of all of them to each query; this costs one small packet per link
 * in 20 s, whatever is bound.  It also works for a bridge of the router itself.
 */
#ifndef _DAR_MRD_H
#define _DAR_MRD_H

#include "../state/dar.h"

void dar_mrd_init(struct dar_net *dn);

/* There is a new access link: advertise soon, some times.  Context: any. */
void dar_mrd_kick(struct dar_net *dn);

/* The caller has removed all access links. */
void dar_mrd_stop(struct dar_net *dn);

#endif /* _DAR_MRD_H */
