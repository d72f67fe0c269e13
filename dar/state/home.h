/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about a home address that anchors and binding cache answer together.
 */
#ifndef _DAR_HOME_H
#define _DAR_HOME_H

#include <linux/in6.h>

#include "dar.h"
#include "tally.h"

/* Is it bound, and anchored?  Context: RCU read side. */
bool dar_home_bound(struct dar_net *dn, const struct in6_addr *addr);

/**
 * dar_home_find_bh() - find the entry of the destination of a packet
 * @dn: the namespace
 * @addr: the destination
 *
 * Context: RCU read side, BH off; see dar_bcache_find_bh().
 * Return: the entry, bound or remembered, if the address is anchored; otherwise NULL.
 */
struct dar_binding *dar_home_find_bh(struct dar_net *dn,
				     const struct in6_addr *addr);

/**
 * dar_home_remembered() - find the entry of a node that is at home
 * @dn: the namespace
 * @addr: an address
 * @ifindex: the link on which it was seen
 *
 * Context: RCU read side.
 * Return: the entry, if the address is not bound, is remembered, and is anchored on
 * this link; otherwise NULL.
 */
struct dar_binding *dar_home_remembered(struct dar_net *dn,
					const struct in6_addr *addr,
					int ifindex);

/* Return: index of the access link of an address, 0: there is none.  RCU read side. */
int dar_home_link(struct dar_net *dn, const struct in6_addr *addr);

/**
 * dar_home_router() - which address of ours speaks to the node of a binding
 * @dn: the namespace
 * @view: the binding
 * @addr: gets the address
 *
 * The one that the node has sent its Binding Update to; if we do not have it any more,
 * another one in the prefix.
 * Context: any.
 * Return: false: there is none.
 */
bool dar_home_router(struct dar_net *dn, const struct dar_binding_view *view,
		     struct in6_addr *addr);

/* Is it anchored?  Context: any. */
bool dar_home_anchored(struct dar_net *dn, const struct in6_addr *home);

/* Is the node of a home address known, bound or not?  Context: any. */
bool dar_home_known(struct dar_net *dn, const struct in6_addr *home);

/**
 * dar_home_forget_time() - how long to protect an address against replay
 * @dn: the namespace
 * @home: the address
 *
 * Context: any.
 * Return: boot time in ns when its prefix ceases to be valid, or %DAR_NEVER.
 */
u64 dar_home_forget_time(struct dar_net *dn, const struct in6_addr *home);

/* Count something about a home address at its anchor, if it has one.  Context: any. */
void dar_home_count(struct dar_net *dn, const struct in6_addr *home,
		    enum dar_tally_count what);

#endif /* _DAR_HOME_H */
