/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets of nodes that are not delivered: each has a counter, an event, and a
 * tracepoint.
 */
#ifndef _DAR_LOST_H
#define _DAR_LOST_H

#include <linux/skbuff.h>

#include "../state/dar.h"

/**
 * dar_lost_note() - count a packet that is not delivered, and report it
 * @dn: the namespace
 * @skb: the packet
 * @home: home address of the node
 * @why: counter
 *
 * The caller drops the packet.  The number of events in a second is limited.
 *
 * Context: any up to softirq.
 */
void dar_lost_note(struct dar_net *dn, const struct sk_buff *skb,
		   const struct in6_addr *home, enum dar_stat why);

/* The same, and free the packet, which @home may point into. */
void dar_lost(struct dar_net *dn, struct sk_buff *skb,
	      const struct in6_addr *home, enum dar_stat why);

/**
 * dar_lost_unreachable() - the same, for a packet to a node
 * @dn: the namespace
 * @skb: the packet, which came from a device or was given to one
 * @why: counter
 *
 * The source of the packet is told by an ICMPv6 Destination Unreachable (RFC 2473
 * section 8).
 */
void dar_lost_unreachable(struct dar_net *dn, struct sk_buff *skb,
			  enum dar_stat why);

#endif /* _DAR_LOST_H */
