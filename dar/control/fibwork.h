/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bindings are mirrored into the routing table.
 *
 * The binding cache is the truth, and packets are steered by a hook that asks it.  But
 * other parts of the kernel ask the routing table (FIB) where an address is: filters
 * of the reverse path, flowtables, bridges.  So each binding of an anchor that wants
 * it gets a route of 128 bits into the tunnel device.  A work item makes the routes,
 * through rtnetlink, one at a time: nobody waits for it, and the RTNL is never held for
 * more than one route.
 */
#ifndef _DAR_FIBWORK_H
#define _DAR_FIBWORK_H

#include "../state/dar.h"

void dar_fibwork_init(struct dar_net *dn);

/**
 * dar_fibwork_begin() - mirror bindings from now on
 * @dn: the namespace
 * @extack: gets an error message; may be NULL
 *
 * Does nothing if it has begun already.  If routes change too fast to be watched, a
 * warning says so.
 * Context: process; holds dar_net.lock, but not the RTNL.
 * Return: 0, -ENOMEM.
 */
int dar_fibwork_begin(struct dar_net *dn, struct netlink_ext_ack *extack);

/* Remove all routes.  Does nothing if it has not begun.  Context: process. */
void dar_fibwork_stop(struct dar_net *dn);

/* An address is bound, or its care-of address has changed: see dar_bcache_init(). */
void dar_fibwork_bound(struct dar_bcache *bc, struct dar_binding *b);

/* The policy of an anchor may have changed.  Context: process; may take long. */
void dar_fibwork_update(struct dar_net *dn);

#endif /* _DAR_FIBWORK_H */
