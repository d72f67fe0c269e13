/* SPDX-License-Identifier: GPL-2.0-only */
/* Decapsulation: the outer header is taken off (RFC 2473 section 3.3). */
#ifndef _FAMA_DECAP_H
#define _FAMA_DECAP_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/gro_cells.h>

/**
 * fama_decap() - take the outer header off and receive the inner packet
 * @dev: the tunnel device; the inner packet appears on it and is counted there
 * @gro: queue of the device that merges packets
 * @skb: a packet that the role has accepted; consumed.  Its network header is
 *	the outer one and skb->data points at the inner one
 *
 * Context: softirq.
 */
void fama_decap(struct net_device *dev, struct gro_cells *gro,
		struct sk_buff *skb);

#endif /* _FAMA_DECAP_H */
