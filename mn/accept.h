/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What access routers send is accepted before the filters of the administrator.
 *
 * A stateful firewall lets in what belongs to something that this node has begun.  An
 * access router sends without being asked: the first packet of somebody who connects to a
 * former address, or an error after a restart.  No rule could know which routers the node
 * has.  So a hook takes a tunnelled packet if its outer source is the access router of its
 * inner destination, and a Mobility Header if it comes from the access router of an address
 * of ours.  Nobody else's packets get by a filter; what is in the tunnel meets the filters
 * on the tunnel device, as any other packet does.
 */
#ifndef _MN_ACCEPT_H
#define _MN_ACCEPT_H

struct net;

/* The role is able to receive.  Context: process.  Return: 0 or an error. */
int mn_accept_start(struct net *net);

/* All packets go through the filters again.  Context: process. */
void mn_accept_stop(struct net *net);

#endif /* _MN_ACCEPT_H */
