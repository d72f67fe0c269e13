/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before maintenance: no further binding begins, and nodes are asked to end theirs.
 */
#ifndef _DAR_DRAIN_H
#define _DAR_DRAIN_H

#include "../state/dar.h"

/**
 * dar_drain() - begin to drain the router, or end that
 * @dn: the namespace
 * @drain: which of these
 * @extack: gets an error message; may be NULL
 *
 * A first Binding Update is refused (130).  Nodes that are bound get a Binding Refresh
 * Request, 1000 in a second; the answer to the Binding Update that follows, and to every
 * other one, has status 1 (RFC 6275 section 6.1.8): the prefix of the home address ends.
 *
 * Context: process; takes long with many bindings, and holds no lock meanwhile.
 * Return: 0; -ENOTCONN, -EBUSY: see dar_net_lock().
 */
int dar_drain(struct dar_net *dn, bool drain, struct netlink_ext_ack *extack);

#endif /* _DAR_DRAIN_H */
