// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/netdevice.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include <fama/steer.h>

#include "route.h"
#include "steer.h"
#include "tunnel.h"

/* The table of the role has one route, which serves every packet. */
static struct dst_entry *steer_find(struct net *net, u32 id,
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

bool fama_steer_into(struct net_device *dev, struct sk_buff *skb)
{
	struct fama_tunnel *t = netdev_priv(dev);
	struct dst_entry *dst;

	dst = fama_route_get(&t->steer, NULL);
	if (!dst) {
		dst = steer_find(dev_net(dev), t->ops->table, skb);
		if (!dst)
			return false;
		fama_route_set(&t->steer, dst, &in6addr_any);
		/* RCU keeps the route until the end of this read side. */
		dst_release(dst);
	}
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, dst);
	return true;
}
EXPORT_SYMBOL_GPL(fama_steer_into);

/* A routing rule may send two packets to one address different ways. */
static bool steer_has_rules(const struct net *net)
{
#ifdef CONFIG_IPV6_MULTIPLE_TABLES
	return net->ipv6.fib6_has_custom_rules;
#else
	return false;
#endif
}

void fama_steer_remember(struct fama_tunnel *t, const struct sk_buff *skb)
{
	if (t->ops->forwards && !steer_has_rules(dev_net(t->dev)) &&
	    !fama_route_get(&t->here, NULL))
		fama_route_set(&t->here, skb_dst(skb), &ipv6_hdr(skb)->daddr);
}

bool fama_steer_here(struct net_device *dev, struct sk_buff *skb)
{
	struct fama_tunnel *t = netdev_priv(dev);
	struct dst_entry *dst;

	if (skb_dst(skb) || steer_has_rules(dev_net(dev)))
		return false;
	dst = fama_route_get(&t->here, &ipv6_hdr(skb)->daddr);
	if (!dst)
		return false;
	skb_dst_set_noref(skb, dst);
	return true;
}
EXPORT_SYMBOL_GPL(fama_steer_here);
