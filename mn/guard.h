/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the node has set in the system is there, and packets of an address that is away
 * leave through the tunnel, or not at all.
 *
 * Rules and routes lead packets to the tunnel.  Somebody may remove these and the
 * addresses, take the device down or disable IPv6 on it; a program may bind its socket to
 * a link.  Then the stack would send the packets in clear, by the default route of a
 * network that knows nothing of their source.  So a hook looks at what the node sends, and
 * leads into the tunnel what would go elsewhere.  What rtnetlink reports as removed is put
 * right again, at a rate that pace.h bounds.  Another hook looks at what the node
 * forwards: nobody else uses its addresses.  Only the administrator may say that they do,
 * by rules that translate addresses (NAT66): a third hook leads what has become a packet
 * of such an address into the tunnel.
 */
#ifndef _MN_GUARD_H
#define _MN_GUARD_H

struct fama_watch_event;
struct mn_net;

/* Initialize the work of a new namespace.  Nothing runs yet. */
void mn_guard_init(struct mn_net *mn);

/* The tunnel device exists.  Context: process, mn->lock.  Return: 0 or an error. */
int mn_guard_start(struct mn_net *mn);

/* Packets are not looked at any more.  Context: process, mn->lock. */
void mn_guard_stop(struct mn_net *mn);

/* The work does not run any more.  Context: process, without mn->lock. */
void mn_guard_flush(struct mn_net *mn);

/* rtnetlink has reported a change of addresses, routes or rules.  Context: mn->lock. */
void mn_guard_event(struct mn_net *mn, const struct fama_watch_event *ev);

/* Addresses, rules and routes may be missing.  Context: any. */
void mn_guard_check(struct mn_net *mn);

#endif /* _MN_GUARD_H */
