/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Errors with status 1: a home address is not bound (RFC 6275 section
 * 9.3.3).  They prove nothing to the node that receives them.
 */
#ifndef _DAR_BE_H
#define _DAR_BE_H

#include "../state/dar.h"

/**
 * dar_be_revoke() - tell a node that its binding has ended
 * @dn: the namespace
 * @view: copy of the binding as it was
 *
 * If the care-of address is not proven, the credit must pay for the message.
 *
 * Context: any up to softirq.
 */
void dar_be_revoke(struct dar_net *dn, const struct dar_binding_view *view);

/**
 * dar_be_answer() - answer a packet with a Binding Error, which is never larger
 * @dn: the namespace
 * @home: the home address that is not bound
 * @src: our address
 * @dst: source of the packet
 *
 * Nothing is sent if an address is unusable or the rate limit is reached.
 *
 * Context: any up to softirq.
 */
void dar_be_answer(struct dar_net *dn, const struct in6_addr *home,
		   const struct in6_addr *src, const struct in6_addr *dst);

#endif /* _DAR_BE_H */
