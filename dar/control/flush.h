/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Removal of bindings, and of remembered entries, by an administrator.
 *
 * Both functions return -ENOTCONN if the role is not enabled, -EBUSY if it is being
 * disabled or is frozen, and -ENOENT if there is no entry of @home; @extack gets an error
 * message and may be NULL.
 */
#ifndef _DAR_FLUSH_H
#define _DAR_FLUSH_H

#include "../state/dar.h"

/* End the binding of @home, or all if it is NULL; nodes get a Binding Error. */
int dar_flush_bindings(struct dar_net *dn, const struct in6_addr *home,
		       struct netlink_ext_ack *extack);

/* Forget the entry of @home, or all if it is NULL, unless it is a binding. */
int dar_flush_memory(struct dar_net *dn, const struct in6_addr *home,
		     struct netlink_ext_ack *extack);

#endif /* _DAR_FLUSH_H */
