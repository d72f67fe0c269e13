/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tunnel device of a role.
 *
 * A role has one device in each namespace, whatever the number of its peers.
 * What the stack sends through the device is encapsulated to the peer that the
 * role names for each packet; what a peer sends through the tunnel is received
 * on the device.
 */
#ifndef _FAMA_TUNNEL_H
#define _FAMA_TUNNEL_H

#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>
#include <net/rtnetlink.h>

#include <fama/encap.h>
#include <fama/rtnl.h>

/*
 * The routing tables of the roles.  That of the mobile node has one route, the
 * default route through its device; that of the access router is empty.  The
 * numbers are arbitrary, but above 255.
 */
#define FAMA_TABLE_DAR	64250
#define FAMA_TABLE_MN	64251

/**
 * enum fama_tunnel_verdict - what a role decides about a packet
 * @FAMA_TUNNEL_PASS: encapsulate it, or accept it
 * @FAMA_TUNNEL_DROP: the role has dropped it, with fama_drop(), and counted why
 * @FAMA_TUNNEL_STOLEN: the role keeps the packet (transmission only)
 * @FAMA_TUNNEL_NOT_MINE: the packet is for another tunnel (reception only)
 */
enum fama_tunnel_verdict {
	FAMA_TUNNEL_PASS,
	FAMA_TUNNEL_DROP,
	FAMA_TUNNEL_STOLEN,
	FAMA_TUNNEL_NOT_MINE,
};

/**
 * struct fama_tunnel_stats - the counters of a role, for ethtool
 * @count: their number
 * @name: name of a counter, shorter than %ETH_GSTRING_LEN.  Context: any
 * @read: value of a counter.  Context: process, RTNL
 */
struct fama_tunnel_stats {
	unsigned int count;
	const char *(*name)(unsigned int stat);
	u64 (*read)(const struct net_device *dev, unsigned int stat);
};

/**
 * struct fama_tunnel_ops - how a role uses its device
 * @kind: kind of device, for rtnetlink and ethtool
 * @link: operations of rtnetlink; fama_tunnel_register_kind() fills them in
 * @stats: the counters of the role
 * @removed: somebody deletes the device by rtnetlink.  The role must arrange to
 *	end in a work item, which calls fama_tunnel_destroy().  Context: RTNL
 * @forwards: this node is a router: only fama_steer_into() leads packets into the
 *	device, and fama_steer_here() out of it.  Otherwise the role has rules that
 *	lead packets to its table, which has a route into the device
 * @sysfs: attributes of the device, or NULL
 * @tx: name the peer to which a packet is sent.  Context: BH off, RCU read side
 * @rx: decide whether a packet may enter, and count it.  The network header of
 *	@skb is the outer one, skb->data points at the inner one, and both are
 *	linear.  The role asks the XFRM policies about a packet of its own, with
 *	xfrm6_policy_check().  Context: softirq, RCU read side
 * @sent: can this device have sent a packet with these two headers?  They are
 *	quoted by an ICMPv6 error.  Context: softirq, RCU read side
 */
struct fama_tunnel_ops {
	const char *kind;
	struct rtnl_link_ops link;
	struct fama_tunnel_stats stats;
	void (*removed)(struct net_device *dev);
	bool forwards;
	const struct attribute_group *sysfs;
	enum fama_tunnel_verdict (*tx)(struct net_device *dev,
				       struct sk_buff *skb,
				       struct fama_encap_peer *peer);
	enum fama_tunnel_verdict (*rx)(struct net_device *dev,
				       struct sk_buff *skb);
	bool (*sent)(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner);
};

/**
 * fama_tunnel_register_kind() - make the kind of device known to rtnetlink
 * @ops: operations of the role; @kind and @link are used
 *
 * "ip link" shows the kind, and deletes devices of it.  It cannot make one: the
 * role does.
 *
 * Context: process.
 * Return: 0, -EEXIST: another module has a kind of this name.
 */
int fama_tunnel_register_kind(struct fama_tunnel_ops *ops);

/* The opposite.  No device of the kind exists any more.  Context: process. */
void fama_tunnel_unregister_kind(struct fama_tunnel_ops *ops);

/**
 * fama_tunnel_create() - create a device that is up and receives packets
 * @net: namespace
 * @name: name of the device
 * @table: the role's routing table, mostly %FAMA_TABLE_DAR or %FAMA_TABLE_MN
 * @ops: operations of the role
 *
 * The device has MTU 1460 and no link-local address, and it cannot be moved to
 * another namespace.  It may be deleted by rtnetlink at any time, but it stays
 * valid until fama_tunnel_destroy().
 *
 * Context: process.  The caller does not hold the RTNL.
 * Return: the device, or ERR_PTR: -EEXIST when the name is taken, -EBUSY when somebody
 * else has the route that the role needs in its table, -ENOMEM.
 */
struct net_device *fama_tunnel_create(struct net *net, const char *name,
				      u32 table,
				      const struct fama_tunnel_ops *ops);

/* Has the device been deleted by rtnetlink?  Context: any. */
bool fama_tunnel_removed(const struct net_device *dev);

/**
 * fama_tunnel_destroy() - stop to receive packets and remove the device
 * @dev: the device; it may have been deleted by rtnetlink already
 *
 * Context: process.  The caller does not hold the RTNL.
 */
void fama_tunnel_destroy(struct net_device *dev);

/**
 * fama_tunnel_route() - describe the route of one address through the device
 * @dev: the device
 * @dst: the address
 *
 * The next hop is a gateway that does not exist, the same for all addresses.  The
 * caller adds table and metric.
 */
struct fama_rtnl_route fama_tunnel_route(const struct net_device *dev,
					 const struct in6_addr *dst);

/**
 * fama_tunnel_restore() - add the route of the role's table again
 * @dev: the device of a role that does not set @forwards
 *
 * It may have been flushed, or have gone with the device while that was down.
 *
 * Context: process, without the RTNL.
 * Return: 0, -EEXIST: it is there, or another negative error of rtnetlink.
 */
int fama_tunnel_restore(struct net_device *dev);

/**
 * fama_tunnel_works() - does the stack send and receive by the device?
 * @dev: the device
 *
 * It does not while the administrator has it down, or has disabled IPv6 on it.
 *
 * Context: RCU read side.
 */
static inline bool fama_tunnel_works(const struct net_device *dev)
{
	const struct inet6_dev *idev = __in6_dev_get(dev);

	return netif_running(dev) && idev && !READ_ONCE(idev->cnf.disable_ipv6);
}

#endif /* _FAMA_TUNNEL_H */
