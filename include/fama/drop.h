/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of packets that are not delivered. */
#ifndef _FAMA_DROP_H
#define _FAMA_DROP_H

#include <linux/skbuff.h>
#include <net/dropreason.h>
#include <net/net_namespace.h>

/**
 * fama_drop_trace() - tell those who trace that a packet is dropped
 * @net: namespace
 * @skb: the packet
 * @why: name of the counter, of the role or of the device
 * @reason: the nearest of the kernel's reasons
 *
 * The caller drops the packet.  Context: any.
 */
void fama_drop_trace(const struct net *net, const struct sk_buff *skb,
		     const char *why, enum skb_drop_reason reason);

/* The same, and free the packet.  Context: any. */
void fama_drop(const struct net *net, struct sk_buff *skb, const char *why,
	       enum skb_drop_reason reason);

#endif /* _FAMA_DROP_H */
