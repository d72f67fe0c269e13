// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/export.h>
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/gro_cells.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include <fama/encap.h>
#include <fama/rtnl.h>
#include <fama/tunnel.h>

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
	if (verdict == FAMA_TUNNEL_PASS) {
		fama_encap_xmit(dev, skb, &peer);
	} else if (verdict == FAMA_TUNNEL_DROP) {
		DEV_STATS_INC(dev, tx_dropped);
		kfree_skb(skb);
	}
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
	fama_route_clear(&t->here);
	fama_route_clear(&t->steer);
}

/*
 * The device gets no link-local address.  Nobody is asked for anything on this
 * link, and without such an address the stack cannot send a Redirect for a
 * packet that comes in through the device and leaves through it.
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
 * The role's table gets one route, the default route through the device.  Its
 * gateway does not exist: it makes one neighbour entry serve all destinations,
 * where the stack would otherwise make one for each home address.
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
	struct fama_netns *fn = fama_netns(net);
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
	struct fama_netns *fn = fama_netns(dev_net(dev));
	struct fama_tunnel *t = netdev_priv(dev);

	mutex_lock(&fn->lock);
	list_del_rcu(&t->list);
	mutex_unlock(&fn->lock);
	synchronize_net();
	unregister_netdev(dev);
}
EXPORT_SYMBOL_GPL(fama_tunnel_destroy);
