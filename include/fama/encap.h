/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Encapsulation: an outer IPv6 header is put in front of an IPv6 packet (RFC
 * 2473 section 3.1), which then travels to the other end of the tunnel.
 */
#ifndef _FAMA_ENCAP_H
#define _FAMA_ENCAP_H

#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/dst.h>

/**
 * struct fama_encap_peer - the two ends of the outer header
 * @src: address of this end
 * @dst: address of the other end
 * @route: the route to the other end, from fama_encap_route() and still valid;
 *	or NULL: the route is looked up for each packet
 */
struct fama_encap_peer {
	struct in6_addr src;
	struct in6_addr dst;
	struct dst_entry *route;
};

/**
 * fama_encap_route() - look up the route to the other end of a tunnel
 * @dev: the tunnel device, which counts why there is none
 * @peer: both ends; @route is not looked at
 * @cookie: result, with which dst_check() tells whether the route is still valid
 *
 * XFRM policies for the outer packet apply.
 *
 * Context: any.
 * Return: the route with a reference, or NULL: no route exists, or only one
 * through @dev itself; or the policies forbid the packet, or cannot be met now.
 */
struct dst_entry *fama_encap_route(struct net_device *dev,
				   const struct fama_encap_peer *peer,
				   u32 *cookie);

/**
 * fama_encap_xmit() - encapsulate a packet and send it
 * @dev: the tunnel device, which counts the packet
 * @skb: the inner packet; consumed
 * @peer: both ends of the outer header
 *
 * A packet that is too big for the path is dropped, and its source gets a
 * Packet Too Big (RFC 2473 section 7.1).  For packets that the device transmits,
 * and for those that a role has kept back (%FAMA_TUNNEL_STOLEN).
 *
 * Context: BH off, RCU read side.
 * Return: true: the packet has left this node, as far as the stack can tell.
 */
bool fama_encap_xmit(struct net_device *dev, struct sk_buff *skb,
		     const struct fama_encap_peer *peer);

#endif /* _FAMA_ENCAP_H */
