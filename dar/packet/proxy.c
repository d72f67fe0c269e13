// SPDX-License-Identifier: GPL-2.0-only
/*
 * No state is kept about bound addresses here: the target of a solicitation is
 * looked up in the binding cache, and the device receives all multicasts.
 */
#include <linux/icmpv6.h>
#include <linux/ktime.h>
#include <linux/netfilter_ipv6.h>
#include <net/addrconf.h>
#include <net/ipv6.h>

#include "../kernel/link.h"
#include "../state/anchor.h"
#include "../state/home.h"
#include "proxy.h"

/* If there are more, some neighbours have to solicit again, as after a loss. */
#define PROXY_RATE	1000	/* answers in a second */

/* Do we answer for the bound addresses of this prefix and link? */
static bool proxy_serves(struct dar_net *dn, const struct in6_addr *addr,
			 const struct net_device *dev)
{
	const struct dar_anchor *a = dar_anchor_find(dn, addr);

	return a && a->policy.proxy && dar_anchor_ifindex(a) == dev->ifindex;
}

static void proxy_advertise(struct dar_net *dn, struct net_device *dev,
			    const struct in6_addr *to,
			    const struct in6_addr *home, bool solicited)
{
	dar_link_advertise(dev, to, home, solicited);
	dar_stat_inc(dn->mib, DAR_STAT_TX_NA);
}

static bool proxy_answer(struct dar_net *dn, struct net_device *dev,
			 const struct in6_addr *src, const struct dar_nd *nd)
{
	if (nd->advert || !proxy_serves(dn, &nd->target, dev) ||
	    !dar_home_bound(dn, &nd->target))
		return false;
	if (dar_pace_take(&dn->proxy, ktime_get_ns(), PROXY_RATE)) {
		dar_stat_inc(dn->mib, DAR_STAT_NA_LIMITED);
		return true;
	}
	if (nd->probe) {
		proxy_advertise(dn, dev, &in6addr_linklocal_allnodes,
				&nd->target, false);
	} else {
		dar_link_learn(dev, src, nd);
		proxy_advertise(dn, dev, src, &nd->target, true);
	}
	return true;
}

/* Return: false: it is no valid Neighbor Discovery message that we need. */
static bool proxy_parse(struct sk_buff *skb, struct dar_nd *nd)
{
	const unsigned int off = sizeof(struct ipv6hdr);
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	if (ip6h->nexthdr != IPPROTO_ICMPV6 || ip6h->hop_limit != 255 ||
	    nf_ip6_checksum(skb, NF_INET_PRE_ROUTING, off, IPPROTO_ICMPV6) ||
	    skb_linearize(skb))
		return false;
	ip6h = ipv6_hdr(skb);
	return dar_nd_parse(&ip6h->saddr, &ip6h->daddr, skb->data + off,
			    skb->len - off, nd);
}

bool dar_proxy_rx(struct dar_net *dn, struct sk_buff *skb)
{
	struct dar_nd nd;

	if (!proxy_parse(skb, &nd))
		return false;
	dar_probes_hear(&dn->probes, skb->dev->ifindex, &nd);
	return proxy_answer(dn, skb->dev, &ipv6_hdr(skb)->saddr, &nd);
}

void dar_proxy_begin(struct dar_net *dn, const struct in6_addr *home)
{
	const struct dar_anchor *a;
	struct net_device *dev;

	rcu_read_lock();
	a = dar_anchor_find(dn, home);
	dev = a && a->policy.proxy ?
	      dev_get_by_index_rcu(dn->net, dar_anchor_ifindex(a)) : NULL;
	if (dev)
		proxy_advertise(dn, dev, &in6addr_linklocal_allnodes, home,
				false);
	rcu_read_unlock();
}
