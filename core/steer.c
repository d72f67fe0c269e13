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

bool fama_steer_into(struct net_device *dev, struct sk_buff *skb)
{
	struct fama_tunnel *t = netdev_priv(dev);

	/* ORDER: before the route is freed, the device is down for a grace period. */
	if (unlikely(!fama_tunnel_works(dev)))
		return false;
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, t->into);
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

/* A lookup without a source address finds routes of this device only. */
bool fama_steer_out(struct net_device *dev, struct sk_buff *skb, int ifindex)
{
	struct flowi6 fl6 = {
		.daddr = ipv6_hdr(skb)->daddr,
		.flowi6_oif = ifindex,
		.flowi6_mark = skb->mark,
	};
	struct net *net = dev_net(dev);
	struct dst_entry *dst = ip6_route_output(net, NULL, &fl6);

	if (dst->error) {
		dst_release(dst);
		return false;
	}
	skb_dst_drop(skb);
	skb_dst_set(skb, dst);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	dst_output(net, skb->sk, skb);
	return true;
}
EXPORT_SYMBOL_GPL(fama_steer_out);
