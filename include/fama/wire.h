/* SPDX-License-Identifier: GPL-2.0-only */
/* What a packet of the stack is on the wire, where GSO and GRO have no part. */
#ifndef _FAMA_WIRE_H
#define _FAMA_WIRE_H

#include <linux/skbuff.h>

/**
 * struct fama_wire - packets on the wire
 * @packets: their number
 * @octets: their octets, from the IPv6 header of each to its end
 */
struct fama_wire {
	unsigned int packets;
	unsigned int octets;
};

/**
 * fama_wire_of_gso() - the packets that GSO makes, or GRO merged
 * @skb: a GSO packet; skb->data points at an IPv6 header
 *
 * In front of a header of an upper layer that is not known (neither TCP nor UDP, in
 * any number of IPv6 tunnels) the last packet is taken for as long as the others.
 *
 * Context: any.
 */
struct fama_wire fama_wire_of_gso(const struct sk_buff *skb);

/* The packets that one of the stack is on the wire; as fama_wire_of_gso(). */
static inline struct fama_wire fama_wire(const struct sk_buff *skb)
{
	if (skb_is_gso(skb))
		return fama_wire_of_gso(skb);
	return (struct fama_wire){ .packets = 1, .octets = skb->len };
}

#endif /* _FAMA_WIRE_H */
