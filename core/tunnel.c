// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/export.h>
#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/jhash.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/dst_metadata.h>
#include <net/gro_cells.h>
#include <net/inet_ecn.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ip6_tunnel.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "core.h"
#include "route.h"

#define TUNNEL_MTU	(ETH_DATA_LEN - sizeof(struct ipv6hdr))

/* Before ip6_tunnel, which has 1: what is ours is known exactly, the rest passed. */
#define TUNNEL_PRIORITY	0

/**
 * struct fama_tunnel - private part of the device
 * @list: in fama_net.tunnels
 * @dev: the device
 * @ops: the role's; constant
 * @gro: lets what was decapsulated be merged
 * @steer: the route into the device
 * @here: the route of what is for our end, and which address that is
 */
struct fama_tunnel {
	struct list_head list;
	struct net_device *dev;
	const struct fama_tunnel_ops *ops;
	struct gro_cells gro;
	struct route steer;
	struct route here;
};

/* Too big for the path: tell the sender, as a router does (RFC 2473 7.1). */
static bool tunnel_fits(struct sk_buff *skb, const struct dst_entry *dst)
{
	u32 mtu;

	if (skb->len <= IPV6_MIN_MTU)
		return true;
	mtu = max_t(u32, dst_mtu(dst) - sizeof(struct ipv6hdr), IPV6_MIN_MTU);
	if (skb->len <= mtu)
		return true;
	skb_dst_update_pmtu_no_confirm(skb, mtu);
	if (skb_is_gso(skb))
		return true;
	icmpv6_ndo_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	return false;
}

/*
 * The outer flow label is made of the flow inside (RFC 6438), for those who
 * balance the load.  Mostly that has a label itself; else its ports count.
 */
static void tunnel_hash(struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	__be32 label = ip6_flowlabel(ip6h);
	u32 hash;

	if (skb->l4_hash || skb->sw_hash)
		return;
	if (!label) {
		skb_get_hash(skb);
		return;
	}
	hash = jhash_3words(ipv6_addr_hash(&ip6h->saddr),
			    ipv6_addr_hash(&ip6h->daddr),
			    (__force u32)label, 0);
	__skb_set_sw_hash(skb, hash ?: 1, true);
}

static void tunnel_push(struct net *net, struct sk_buff *skb,
			const struct fama_tunnel_peer *peer, u8 hop_limit)
{
	u8 dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
	struct flowi6 fl6 = {};	/* there is a hash already */
	struct ipv6hdr *ip6h;

	dsfield = INET_ECN_encapsulate(dsfield, dsfield);
	skb_set_inner_ipproto(skb, IPPROTO_IPV6);
	skb_push(skb, sizeof(*ip6h));
	skb_reset_network_header(skb);
	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, dsfield,
		     ip6_make_flowlabel(net, skb, 0, true, &fl6));
	ip6h->hop_limit = hop_limit;
	ip6h->nexthdr = IPPROTO_IPV6;
	ip6h->saddr = peer->src;
	ip6h->daddr = peer->dst;
}

struct dst_entry *fama_tunnel_route(struct net_device *dev,
				    const struct fama_tunnel_peer *peer)
{
	struct flowi6 fl6 = {
		.flowi6_proto = IPPROTO_IPV6,
		.saddr = peer->src,
		.daddr = peer->dst,
	};
	struct dst_entry *dst;

	dst = ip6_route_output(dev_net(dev), NULL, &fl6);
	if (!dst->error && dst->dev != dev)
		return dst;
	if (dst->error)
		DEV_STATS_INC(dev, tx_carrier_errors);
	else
		DEV_STATS_INC(dev, collisions);
	dst_release(dst);
	return NULL;
}
EXPORT_SYMBOL_GPL(fama_tunnel_route);

void fama_tunnel_xmit(struct net_device *dev, struct sk_buff *skb,
		      const struct fama_tunnel_peer *peer)
{
	struct dst_entry *dst = peer->route;

	if (!dst)
		dst = fama_tunnel_route(dev, peer);
	if (!dst || !tunnel_fits(skb, dst))
		goto drop;

	skb_scrub_packet(skb, false);
	tunnel_hash(skb);
	if (skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) +
			      sizeof(struct ipv6hdr) + dst->header_len) ||
	    iptunnel_handle_offloads(skb, SKB_GSO_IPXIP6))
		goto drop;
	/* What is larger than the path and got here may be cut (RFC 2473 7.1) */
	skb->ignore_df = 1;
	if (peer->route)
		skb_dst_set_noref(skb, dst);
	else
		skb_dst_set(skb, dst);
	tunnel_push(dev_net(dev), skb, peer, ip6_dst_hoplimit(dst));
	ip6tunnel_xmit(NULL, skb, dev, 0);
	return;

drop:
	DEV_STATS_INC(dev, tx_errors);
	if (!peer->route)
		dst_release(dst);
	kfree_skb(skb);
}
EXPORT_SYMBOL_GPL(fama_tunnel_xmit);

static netdev_tx_t tunnel_start_xmit(struct sk_buff *skb,
				     struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);
	enum fama_tunnel_verdict verdict = FAMA_TUNNEL_DROP;
	struct fama_tunnel_peer peer;

	rcu_read_lock();
	if (skb->protocol == htons(ETH_P_IPV6) &&
	    pskb_may_pull(skb, sizeof(struct ipv6hdr)))
		verdict = t->ops->tx(dev, skb, &peer);
	if (verdict == FAMA_TUNNEL_PASS) {
		fama_tunnel_xmit(dev, skb, &peer);
	} else if (verdict == FAMA_TUNNEL_DROP) {
		DEV_STATS_INC(dev, tx_dropped);
		kfree_skb(skb);
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

/* The packet was accepted: make it one received on the device. */
static void tunnel_receive(struct fama_tunnel *t, struct sk_buff *skb)
{
	struct net_device *dev = t->dev;
	unsigned int outer;

	outer = skb_network_header(skb) - skb->head;
	if (iptunnel_pull_header(skb, 0, htons(ETH_P_IPV6), false))
		goto drop;
	skb->dev = dev;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	if (!pskb_may_pull(skb, sizeof(struct ipv6hdr)))
		goto drop;
	memset(skb->cb, 0, sizeof(struct inet6_skb_parm));
	__skb_tunnel_rx(skb, dev, dev_net(dev));
	if (IP6_ECN_decapsulate((struct ipv6hdr *)(skb->head + outer),
				skb) > 1) {
		DEV_STATS_INC(dev, rx_frame_errors);
		goto drop;
	}
	dev_sw_netstats_rx_add(dev, skb->len);
	gro_cells_receive(&t->gro, skb);
	return;

drop:
	DEV_STATS_INC(dev, rx_errors);
	kfree_skb(skb);
}

/* Rules may send the next packet elsewhere, by whatever it is. */
static bool tunnel_has_rules(const struct net *net)
{
#ifdef CONFIG_IPV6_MULTIPLE_TABLES
	return net->ipv6.fib6_has_custom_rules;
#else
	return false;
#endif
}

/* The stack routed this packet to us: the next one to this address as well. */
static void tunnel_remember(struct fama_tunnel *t, const struct sk_buff *skb,
			    const struct in6_addr *end)
{
	if (!tunnel_has_rules(dev_net(t->dev)) && !route_get(&t->here, NULL))
		route_set(&t->here, skb_dst(skb), end);
}

bool fama_tunnel_here(struct net_device *dev, struct sk_buff *skb)
{
	struct fama_tunnel *t = netdev_priv(dev);
	struct dst_entry *dst;

	if (skb_dst(skb) || tunnel_has_rules(dev_net(dev)))
		return false;
	dst = route_get(&t->here, &ipv6_hdr(skb)->daddr);
	if (!dst)
		return false;
	skb_dst_set_noref(skb, dst);
	return true;
}
EXPORT_SYMBOL_GPL(fama_tunnel_here);

/* Called by tunnel6 in softirq, RCU read side; 0 takes the packet. */
static int tunnel_rcv(struct sk_buff *skb)
{
	const struct ipv6hdr *inner = (const struct ipv6hdr *)skb->data;
	struct fama_net *fn = fama_net(dev_net(skb->dev));
	struct fama_tunnel *t;

	list_for_each_entry_rcu(t, &fn->tunnels, list) {
		switch (t->ops->rx(t->dev, ipv6_hdr(skb), inner, skb->len)) {
		case FAMA_TUNNEL_PASS:
			if (t->ops->forwards)
				tunnel_remember(t, skb, &ipv6_hdr(skb)->daddr);
			tunnel_receive(t, skb);
			return 0;
		case FAMA_TUNNEL_NOT_MINE:
			continue;
		default:
			DEV_STATS_INC(t->dev, rx_dropped);
			kfree_skb(skb);
			return 0;
		}
	}
	return -ENOENT;
}

/* Which error to pass on to the sender of the inner packet (RFC 2473 8). */
static bool tunnel_translate_error(u8 *type, u8 *code, u32 *info, int offset,
				   unsigned int inner_len)
{
	switch (*type) {
	case ICMPV6_PKT_TOOBIG:
		*info = max_t(u32, *info - offset, IPV6_MIN_MTU);
		return inner_len > *info;
	case ICMPV6_DEST_UNREACH:
	case ICMPV6_TIME_EXCEED:
		*type = ICMPV6_DEST_UNREACH;
		*code = ICMPV6_ADDR_UNREACH;
		*info = 0;
		return true;
	default:
		return false;
	}
}

static void tunnel_relay_error(struct fama_tunnel *t, struct sk_buff *skb,
			       u8 type, u8 code, int offset, u32 info)
{
	const struct ipv6hdr *inner;
	struct sk_buff *clone;

	inner = (const struct ipv6hdr *)(skb->data + offset);
	if (!tunnel_translate_error(&type, &code, &info, offset,
				    ntohs(inner->payload_len) +
				    sizeof(*inner)))
		return;
	clone = skb_clone(skb, GFP_ATOMIC);
	if (!clone)
		return;
	memset(IP6CB(clone), 0, sizeof(*IP6CB(clone)));
	skb_dst_drop(clone);
	skb_pull(clone, offset);
	skb_reset_network_header(clone);
	clone->dev = t->dev;
	icmpv6_send(clone, type, code, info);
	kfree_skb(clone);
}

/* An ICMPv6 error about a packet we sent; @offset: of the inner header. */
static int tunnel_err(struct sk_buff *skb, struct inet6_skb_parm *opt,
		      u8 type, u8 code, int offset, __be32 info)
{
	struct net *net = dev_net(skb->dev);
	struct fama_net *fn = fama_net(net);
	const struct ipv6hdr *outer, *inner;
	struct fama_tunnel *t;

	if (list_empty(&fn->tunnels) ||
	    !pskb_may_pull(skb, offset + sizeof(*inner)))
		return -ENOENT;
	outer = (const struct ipv6hdr *)skb->data;
	inner = (const struct ipv6hdr *)(skb->data + offset);
	list_for_each_entry_rcu(t, &fn->tunnels, list) {
		if (!t->ops->sent(t->dev, outer, inner))
			continue;
		if (type == ICMPV6_PKT_TOOBIG)
			ip6_update_pmtu(skb, net, info, 0, 0,
					sock_net_uid(net, NULL));
		tunnel_relay_error(t, skb, type, code, offset, ntohl(info));
		return 0;
	}
	return -ENOENT;
}

static struct xfrm6_tunnel tunnel_handler = {
	.handler = tunnel_rcv,
	.err_handler = tunnel_err,
	.priority = TUNNEL_PRIORITY,
};

int fama_tunnel_init(void)
{
	return xfrm6_tunnel_register(&tunnel_handler, AF_INET6);
}

void fama_tunnel_exit(void)
{
	xfrm6_tunnel_deregister(&tunnel_handler, AF_INET6);
}

static int tunnel_dev_init(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);
	int err;

	err = fama_netdev_alloc_tstats(dev);
	if (err)
		return err;
	err = gro_cells_init(&t->gro, dev);
	if (err)
		fama_netdev_free_tstats(dev);
	return err;
}

static void tunnel_dev_uninit(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);

	gro_cells_destroy(&t->gro);
	route_clear(&t->here);
	route_clear(&t->steer);
}

/*
 * No link-local address: nobody is asked on this link, and without one the
 * stack cannot send a Redirect for what comes in and goes out through it.
 */
static int tunnel_dev_open(struct net_device *dev)
{
	struct inet6_dev *idev = __in6_dev_get(dev);

	if (idev)
		idev->cnf.addr_gen_mode = IN6_ADDR_GEN_MODE_NONE;
	return 0;
}

static const struct net_device_ops tunnel_dev_ops = {
	.ndo_init = tunnel_dev_init,
	.ndo_uninit = tunnel_dev_uninit,
	.ndo_open = tunnel_dev_open,
	.ndo_start_xmit = tunnel_start_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
};

static void tunnel_get_drvinfo(struct net_device *dev,
			       struct ethtool_drvinfo *info)
{
	struct fama_tunnel *t = netdev_priv(dev);

	strscpy(info->driver, t->ops->name, sizeof(info->driver));
}

static const struct ethtool_ops tunnel_ethtool_ops = {
	.get_drvinfo = tunnel_get_drvinfo,
	.get_link = ethtool_op_get_link,
};

static void tunnel_dev_free(struct net_device *dev)
{
	fama_netdev_free_tstats(dev);
}

static void tunnel_dev_setup(struct net_device *dev)
{
	dev->netdev_ops = &tunnel_dev_ops;
	dev->ethtool_ops = &tunnel_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->priv_destructor = tunnel_dev_free;

	dev->type = ARPHRD_NONE;
	dev->flags = IFF_NOARP;
	dev->addr_len = 0;
	dev->hard_header_len = 0;
	dev->needed_headroom = LL_MAX_HEADER + sizeof(struct ipv6hdr);
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->mtu = TUNNEL_MTU;
	dev->min_mtu = IPV6_MIN_MTU;
	dev->max_mtu = IP6_MAX_MTU - sizeof(struct ipv6hdr);

	dev->features |= NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HIGHDMA |
			 NETIF_F_HW_CSUM | NETIF_F_GSO_SOFTWARE;
	dev->hw_features |= dev->features;
	fama_netdev_set_lltx(dev);
	fama_netdev_set_tstats(dev);
	fama_netdev_set_netns_immutable(dev);
	netif_keep_dst(dev);
}

/*
 * The role's table: everything goes through the device.  One neighbour for all
 * destinations, else the stack would make one per home address.
 */
static int tunnel_add_route(struct net_device *dev, u32 table)
{
	struct fama_rtnl_route route = {
		.gateway = { .s6_addr = { 0xfe, 0x80, [15] = 1 } },
		.ifindex = dev->ifindex,
		.table = table,
		.metric = 1024,
	};
	struct socket *rtnl;
	int err;

	rtnl = fama_rtnl_open(dev_net(dev));
	if (IS_ERR(rtnl))
		return PTR_ERR(rtnl);
	err = fama_rtnl_route_set(rtnl, &route);
	fama_rtnl_close(rtnl);
	return err;
}

static int tunnel_register(struct net_device *dev)
{
	int err;

	rtnl_lock();
	err = register_netdevice(dev);
	if (!err) {
		netif_carrier_on(dev);
		err = dev_open(dev, NULL);
		if (err)
			unregister_netdevice(dev);
	} else {
		free_netdev(dev);
	}
	rtnl_unlock();
	return err;
}

struct net_device *fama_tunnel_create(struct net *net, const char *name,
				      const struct fama_tunnel_ops *ops)
{
	struct fama_net *fn = fama_net(net);
	struct net_device *dev;
	struct fama_tunnel *t;
	int err;

	dev = alloc_netdev(sizeof(*t), name, NET_NAME_USER, tunnel_dev_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_net_set(dev, net);
	t = netdev_priv(dev);
	t->dev = dev;
	t->ops = ops;
	dev->sysfs_groups[0] = ops->sysfs;
	err = tunnel_register(dev);
	if (err)
		return ERR_PTR(err);
	err = tunnel_add_route(dev, ops->table);
	if (err) {
		unregister_netdev(dev);
		return ERR_PTR(err);
	}
	mutex_lock(&fn->lock);
	list_add_tail_rcu(&t->list, &fn->tunnels);
	mutex_unlock(&fn->lock);
	return dev;
}
EXPORT_SYMBOL_GPL(fama_tunnel_create);

void fama_tunnel_destroy(struct net_device *dev)
{
	struct fama_net *fn = fama_net(dev_net(dev));
	struct fama_tunnel *t = netdev_priv(dev);

	mutex_lock(&fn->lock);
	list_del_rcu(&t->list);
	mutex_unlock(&fn->lock);
	synchronize_net();
	unregister_netdev(dev);
}
EXPORT_SYMBOL_GPL(fama_tunnel_destroy);

/* There is one route in the table of the role, for everything. */
static struct dst_entry *tunnel_find_dst(struct net *net, u32 id,
					 const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct flowi6 fl6 = {
		.flowi6_iif = LOOPBACK_IFINDEX,
		.daddr = ip6h->daddr,
		.saddr = ip6h->saddr,
	};
	struct fib6_table *table = fib6_get_table(net, id);
	struct rt6_info *rt;

	if (!table)
		return NULL;
	rt = ip6_pol_route(net, table, 0, &fl6, skb, 0);
	if (!rt->dst.error)
		return &rt->dst;
	dst_release(&rt->dst);
	return NULL;
}

bool fama_tunnel_steer(struct net_device *dev, struct sk_buff *skb)
{
	struct fama_tunnel *t = netdev_priv(dev);
	struct dst_entry *dst;

	dst = route_get(&t->steer, NULL);
	if (!dst) {
		dst = tunnel_find_dst(dev_net(dev), t->ops->table, skb);
		if (!dst)
			return false;
		route_set(&t->steer, dst, &in6addr_any);
		dst_release(dst);	/* lives on this RCU read side */
	}
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, dst);
	return true;
}
EXPORT_SYMBOL_GPL(fama_tunnel_steer);
