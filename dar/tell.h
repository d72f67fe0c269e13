/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the router tells nodes unasked: that a binding is about to end, or that
 * there is none (RFC 6275 sections 9.5.5 and 9.3.3).  Neither proves anything.
 */
#ifndef _DAR_TELL_H
#define _DAR_TELL_H

#include "dar.h"

/* Binding Refresh Request to the care-of address of a binding.  Any context. */
void dar_tell_refresh(struct dar_net *dn, const struct dar_binding_view *view);

/**
 * dar_tell_unbound() - Binding Error 1, always
 * @dn: the namespace
 * @home: the address that is not bound
 * @src: our address that its node knows
 * @dst: where the node is
 *
 * Context: any.
 */
void dar_tell_unbound(struct dar_net *dn, const struct in6_addr *home,
		      const struct in6_addr *src, const struct in6_addr *dst);

/* The same in answer to a packet from @dst: only to one node, and not often. */
void dar_tell_stranger(struct dar_net *dn, const struct in6_addr *home,
		       const struct in6_addr *src, const struct in6_addr *dst);

/*
 * A packet came with a Home Address option that no Mobility Header follows;
 * softirq, RCU read side.  Return: it is not acceptable (RFC 6275 section
 * 9.3.1), to be dropped.
 */
bool dar_tell_stray(struct net *net, const struct fama_mhio_rx *rx);

#endif /* _DAR_TELL_H */
