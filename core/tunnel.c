// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/export.h>
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/gro_cells.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include <fama/drop.h>
#include <fama/encap.h>
#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "devroute.h"
#include "ethtool.h"
#include "netns.h"
#include "route.h"
#include "tunnel.h"

#define TUNNEL_MTU	(ETH_DATA_LEN - sizeof(struct ipv6hdr))

static netdev_tx_t tunnel_start_xmit(struct sk_buff *skb,
				     struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);
	enum fama_tunnel_verdict verdict = FAMA_TUNNEL_DROP;
	struct fama_encap_peer peer;

	rcu_read_lock();
	if (skb->protocol == htons(ETH_P_IPV6) &&
	    pskb_may_pull(skb, sizeof(struct ipv6hdr)))
		verdict = t->ops->tx(dev, skb, &peer);
	else
		fama_drop(dev_net(dev), skb, "tx_dropped",
			  SKB_DROP_REASON_UNHANDLED_PROTO);
	if (verdict == FAMA_TUNNEL_PASS)
		fama_encap_xmit(dev, skb, &peer);
	else if (verdict == FAMA_TUNNEL_DROP)
		DEV_STATS_INC(dev, tx_dropped);
	rcu_read_unlock();
	return NETDEV_TX_OK;
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
	fama_devroute_free(t->into);
}

/*
 * The device gets no link-local address.  Nobody is asked for anything on this
 * link, and without such an address the stack cannot send a Redirect for a
 * packet that comes in through the device and leaves through it.  No neighbour of this
 * link is a router, whatever comes out of the tunnel says.
 */
static int tunnel_dev_open(struct net_device *dev)
{
	struct inet6_dev *idev = __in6_dev_get(dev);

	if (!idev)
		return 0;
	WRITE_ONCE(idev->cnf.addr_gen_mode, IN6_ADDR_GEN_MODE_NONE);
	WRITE_ONCE(idev->cnf.accept_ra, 0);
	WRITE_ONCE(idev->cnf.accept_redirects, 0);
	return 0;
}

static const struct net_device_ops tunnel_dev_ops = {
	.ndo_init = tunnel_dev_init,
	.ndo_uninit = tunnel_dev_uninit,
	.ndo_open = tunnel_dev_open,
	.ndo_start_xmit = tunnel_start_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
};

/*
 * ORDER: hooks of the role remember routes as long as the role has a reference to
 * the device.
 */
static void tunnel_dev_free(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);

	fama_route_clear(&t->here);
	fama_netdev_free_tstats(dev);
}

static void tunnel_dev_setup(struct net_device *dev)
{
	dev->netdev_ops = &tunnel_dev_ops;
	dev->ethtool_ops = &fama_ethtool_ops;
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

/* The role's table gets one route, the default route through the device. */
static int tunnel_add_route(struct net_device *dev, u32 table)
{
	const struct fama_rtnl_route route = fama_devroute_default(dev, table);
	struct socket *rtnl;
	int err;

	rtnl = fama_rtnl_open(dev_net(dev));
	if (IS_ERR(rtnl))
		return PTR_ERR(rtnl);
	err = fama_rtnl_route_add(rtnl, &route);
	fama_rtnl_close(rtnl);
	return err;
}

int fama_tunnel_restore(struct net_device *dev)
{
	const struct fama_tunnel *t = netdev_priv(dev);

	return tunnel_add_route(dev, t->table);
}
EXPORT_SYMBOL_GPL(fama_tunnel_restore);

/*
 * From now on no packet is received, and nobody else deletes the device.  Readers of
 * the list are waited for when the device is unregistered.
 */
static void tunnel_unlink(struct fama_tunnel *t)
{
	ASSERT_RTNL();

	WRITE_ONCE(t->removed, true);
	list_del_rcu(&t->list);
}

/* A role makes its device, and "ip link" neither makes nor changes one. */
static int tunnel_link_validate(struct nlattr *tb[], struct nlattr *data[],
				struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "a role makes this device: see the command fama");
	return -EOPNOTSUPP;
}

static void tunnel_link_delete(struct net_device *dev, struct list_head *head)
{
	struct fama_tunnel *t = netdev_priv(dev);

	if (!t->removed) {
		tunnel_unlink(t);
		t->ops->removed(dev);
	}
	unregister_netdevice_queue(dev, head);
}

int fama_tunnel_register_kind(struct fama_tunnel_ops *ops)
{
	ops->link.kind = ops->kind;
	ops->link.validate = tunnel_link_validate;
	ops->link.dellink = tunnel_link_delete;
	return rtnl_link_register(&ops->link);
}
EXPORT_SYMBOL_GPL(fama_tunnel_register_kind);

void fama_tunnel_unregister_kind(struct fama_tunnel_ops *ops)
{
	rtnl_link_unregister(&ops->link);
}
EXPORT_SYMBOL_GPL(fama_tunnel_unregister_kind);

/*
 * How packets get into the device.  Whoever has deleted the device meanwhile waits for
 * the route, which therefore must not stay.
 */
static int tunnel_add_way(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);
	struct dst_entry *dst;

	dst = fama_devroute_new(dev, t->table);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	rtnl_lock();
	if (!t->removed)
		swap(t->into, dst);
	rtnl_unlock();
	fama_devroute_free(dst);
	if (!t->into)
		return -ENODEV;
	return t->ops->forwards ? 0 : tunnel_add_route(dev, t->table);
}

static int tunnel_register(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);
	int err;

	ASSERT_RTNL();

	err = register_netdevice(dev);
	if (err) {
		free_netdev(dev);
		return err;
	}
	netif_carrier_on(dev);
	err = dev_open(dev, NULL);
	if (err) {
		unregister_netdevice(dev);
		return err;
	}
	netdev_hold(dev, &t->ref, GFP_KERNEL);
	list_add_tail_rcu(&t->list, &fama_netns(dev_net(dev))->tunnels);
	return 0;
}

struct net_device *fama_tunnel_create(struct net *net, const char *name,
				      u32 table,
				      const struct fama_tunnel_ops *ops)
{
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
	t->table = table;
	dev->rtnl_link_ops = &ops->link;
	dev->sysfs_groups[0] = ops->sysfs;
	rtnl_lock();
	err = tunnel_register(dev);
	rtnl_unlock();
	if (err)
		return ERR_PTR(err);
	err = tunnel_add_way(dev);
	if (err) {
		fama_tunnel_destroy(dev);
		return ERR_PTR(err == -EEXIST ? -EBUSY : err);
	}
	return dev;
}
EXPORT_SYMBOL_GPL(fama_tunnel_create);

struct fama_rtnl_route fama_tunnel_route(const struct net_device *dev,
					 const struct in6_addr *dst)
{
	return fama_devroute_host(dev, dst);
}
EXPORT_SYMBOL_GPL(fama_tunnel_route);

bool fama_tunnel_removed(const struct net_device *dev)
{
	const struct fama_tunnel *t = netdev_priv(dev);

	return READ_ONCE(t->removed);
}
EXPORT_SYMBOL_GPL(fama_tunnel_removed);

void fama_tunnel_destroy(struct net_device *dev)
{
	struct fama_tunnel *t = netdev_priv(dev);

	rtnl_lock();
	if (!t->removed) {
		tunnel_unlink(t);
		unregister_netdevice(dev);
	}
	/* ORDER: whoever deletes the device waits for this before it is freed. */
	netdev_put(dev, &t->ref);
	rtnl_unlock();
}
EXPORT_SYMBOL_GPL(fama_tunnel_destroy);
