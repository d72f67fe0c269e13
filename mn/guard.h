/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets of an address that is away leave through the tunnel, or not at all.
 *
 * Rules and routes lead them there.  Somebody may remove these, take the device down or
 * disable IPv6 on it, and the stack would send the packets in clear, by the default route
 * of a network that knows nothing of their source.  So a hook looks at what the node
 * sends; what is missing is put in order again, at once, and each second until it is.
 * Another one looks at what the node forwards: nobody else uses its addresses.
 */
#ifndef _MN_GUARD_H
#define _MN_GUARD_H

struct mn_net;

/* Initialize the work of a new namespace.  Nothing runs yet. */
void mn_guard_init(struct mn_net *mn);

/* The tunnel device exists.  Context: process, mn->lock.  Return: 0 or an error. */
int mn_guard_start(struct mn_net *mn);

/* Packets are not looked at any more.  Context: process, mn->lock. */
void mn_guard_stop(struct mn_net *mn);

/* The work does not run any more.  Context: process, without mn->lock. */
void mn_guard_flush(struct mn_net *mn);

/* Addresses, rules and the route may be missing.  Context: any. */
void mn_guard_check(struct mn_net *mn);

#endif /* _MN_GUARD_H */
