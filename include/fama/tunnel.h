/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tunnel device of a role and IPv6-in-IPv6 encapsulation (RFC 2473).
 *
 * One device per role and namespace, whatever the number of peers: what is
 * sent through it is encapsulated to the peer that the role names for the
 * packet, what is received from a peer appears on it.
 */
#ifndef _FAMA_TUNNEL_H
#define _FAMA_TUNNEL_H

#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

/* Table of each role's default route; any number above 255 would do. */
#define FAMA_TABLE_DAR	64250
#define FAMA_TABLE_MN	64251

/**
 * struct fama_tunnel_peer - the two ends of the outer header
 * @src: our end
 * @dst: the peer's end
 * @route: how packets with this header leave, of fama_tunnel_route() and still
 *	valid, or NULL: it is looked up for each
 */
struct fama_tunnel_peer {
	struct in6_addr src;
	struct in6_addr dst;
	struct dst_entry *route;
};

/**
 * enum fama_tunnel_verdict - what a role says of a packet
 * @FAMA_TUNNEL_PASS: encapsulate, or accept
 * @FAMA_TUNNEL_DROP: drop; the role has counted why
 * @FAMA_TUNNEL_STOLEN: the role keeps the packet (transmission only)
 * @FAMA_TUNNEL_NOT_MINE: not of this role (reception only)
 */
enum fama_tunnel_verdict {
	FAMA_TUNNEL_PASS,
	FAMA_TUNNEL_DROP,
	FAMA_TUNNEL_STOLEN,
	FAMA_TUNNEL_NOT_MINE,
};

/**
 * struct fama_tunnel_ops - how a role uses its device
 * @name: kind of device, for ethtool
 * @table: routing table that holds the device's default route, %FAMA_TABLE_DAR
 *	or %FAMA_TABLE_MN: rules and fama_tunnel_steer() lead there
 * @forwards: what leaves the tunnel goes on to somewhere else, most of it:
 *	fama_tunnel_here() knows routes
 * @sysfs: attributes of the device, or NULL
 * @tx: name the peer for a packet.  softirq or BH off, RCU read side
 * @rx: may a packet in, and count it.  softirq, RCU read side; both headers
 *	are linear, nothing has been pulled.  @len: octets of the inner packet
 * @sent: could an outer and an inner header be of a packet that this device
 *	sent: an ICMPv6 error quotes them.  softirq, RCU read side
 */
struct fama_tunnel_ops {
	const char *name;
	u32 table;
	bool forwards;
	const struct attribute_group *sysfs;
	enum fama_tunnel_verdict (*tx)(struct net_device *dev,
				       struct sk_buff *skb,
				       struct fama_tunnel_peer *peer);
	enum fama_tunnel_verdict (*rx)(struct net_device *dev,
				       const struct ipv6hdr *outer,
				       const struct ipv6hdr *inner,
				       unsigned int len);
	bool (*sent)(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner);
};

/**
 * fama_tunnel_create() - make the device, up and receiving
 * @net: namespace
 * @name: its name, taken as it is
 * @ops: the role's
 *
 * MTU 1460, no link-local address, cannot leave its namespace.
 * Context: process, RTNL not held.
 * Return: the device or ERR_PTR (-EEXIST: the name is taken).
 */
struct net_device *fama_tunnel_create(struct net *net, const char *name,
				      const struct fama_tunnel_ops *ops);

/* Stop receiving and remove.  Process context, RTNL not held. */
void fama_tunnel_destroy(struct net_device *dev);

/**
 * fama_tunnel_steer() - route a packet into the device
 * @dev: the device
 * @skb: the packet; its route, if it has one, goes
 *
 * For hooks: a preset dst is honoured by the stack, so forwarding, hop limit,
 * Packet Too Big and filters still apply.  There is no reference to it:
 * skb_dst_force() takes one for packets that outlive the RCU read side.
 *
 * Context: RCU read side.
 * Return: false: there is no such route, the packet is as it was.
 */
bool fama_tunnel_steer(struct net_device *dev, struct sk_buff *skb);

/**
 * fama_tunnel_here() - route a packet to our end of the tunnel
 * @dev: the device, whose role forwards
 * @skb: a packet that may be for it, in PRE_ROUTING
 *
 * As those before that came out of the tunnel, as long as that route holds: the
 * stack need not look for it.  Filters on input see the packet all the same.
 *
 * Return: the packet has a route now.  Context: softirq.
 */
bool fama_tunnel_here(struct net_device *dev, struct sk_buff *skb);

/**
 * fama_tunnel_route() - how packets to a peer leave
 * @dev: the device
 * @peer: both ends
 *
 * Return: a dst with a reference, or NULL: there is none, or only through @dev.
 */
struct dst_entry *fama_tunnel_route(struct net_device *dev,
				    const struct fama_tunnel_peer *peer);

/**
 * fama_tunnel_xmit() - encapsulate and send
 * @dev: the device; counts the packet
 * @skb: inner packet, consumed
 * @peer: ends of the outer header
 *
 * What ndo_start_xmit does after ops->tx; also for packets that a role had
 * stolen.  Context: BH off, RCU read side.
 */
void fama_tunnel_xmit(struct net_device *dev, struct sk_buff *skb,
		      const struct fama_tunnel_peer *peer);

#endif /* _FAMA_TUNNEL_H */
