// SPDX-License-Identifier: GPL-2.0-only
/*
 * Neighbor Discovery on the access links for addresses that are bound (RFC
 * 6275 section 10.4.1).  There is no state for any of them: solicitations are
 * looked up in the binding cache, and the device receives all multicasts.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv6.h>
#include <net/addrconf.h>
#include <net/ndisc.h>

#include "dar.h"

/* Beyond it, who asks has to ask again, as after any loss. */
#define PROXY_RATE	1000	/* answers in a second */

static bool proxy_listens(const struct dar_policy *policy)
{
	return policy && (policy->proxy || policy->dad);
}

int dar_proxy_watch(struct net_device *dev, const struct dar_policy *before,
		    const struct dar_policy *after)
{
	ASSERT_RTNL();

	if (proxy_listens(before) == proxy_listens(after))
		return 0;
	return dev_set_allmulti(dev, proxy_listens(after) ? 1 : -1);
}

/* Is an address of this link, and do we answer for those that are bound. */
static bool proxy_serves(const struct dar_net *dn, const struct in6_addr *addr,
			 const struct net_device *dev)
{
	const struct dar_anchor *a = dar_prefix_find(dn, addr);

	return a && a->policy.proxy && a->ifindex == dev->ifindex;
}

/* Not a router's; overrides what neighbours know of the node itself. */
static void proxy_advertise(struct dar_net *dn, struct net_device *dev,
			    const struct in6_addr *to,
			    const struct in6_addr *home, bool solicited)
{
	local_bh_disable();
	ndisc_send_na(dev, to, home, false, solicited, true, true);
	local_bh_enable();
	dar_stats_inc(dn, DAR_STAT_TX_NA);
}

/* RFC 4861 section 7.2.3: so that the answer need not ask in turn. */
static void proxy_learn(struct net_device *dev, const struct in6_addr *src,
			const struct dar_nd *nd)
{
	struct neighbour *n;

	if (!nd->lladdr || nd->lladdr_len + 2 !=
	    ndisc_opt_addr_space(dev, NDISC_NEIGHBOUR_SOLICITATION))
		return;
	n = __neigh_lookup(&nd_tbl, src, dev, 1);
	if (!n)
		return;
	neigh_update(n, nd->lladdr + ndisc_addr_option_pad(dev->type),
		     NUD_STALE, NEIGH_UPDATE_F_WEAK_OVERRIDE |
		     NEIGH_UPDATE_F_OVERRIDE, 0);
	neigh_release(n);
}

static bool proxy_answer(struct dar_net *dn, struct net_device *dev,
			 const struct in6_addr *src, const struct dar_nd *nd)
{
	if (nd->advert || !proxy_serves(dn, &nd->target, dev) ||
	    !dar_is_bound(dn, &nd->target))
		return false;
	if (dar_pace_take(&dn->proxy, ktime_get_ns(), PROXY_RATE)) {
		dar_stats_inc(dn, DAR_STAT_NA_LIMITED);
		return true;
	}
	if (nd->probe) {
		proxy_advertise(dn, dev, &in6addr_linklocal_allnodes,
				&nd->target, false);
	} else {
		proxy_learn(dev, src, nd);
		proxy_advertise(dn, dev, src, &nd->target, true);
	}
	return true;
}

/* @skb: at its IPv6 header.  What is not valid is left to others. */
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
	dar_detect_hear(dn, skb->dev, &nd);
	return proxy_answer(dn, skb->dev, &ipv6_hdr(skb)->saddr, &nd);
}

void dar_proxy_begin(struct dar_net *dn, const struct in6_addr *home)
{
	const struct dar_anchor *a;
	struct net_device *dev;

	rcu_read_lock();
	a = dar_prefix_find(dn, home);
	dev = a && a->policy.proxy ? dev_get_by_index_rcu(dn->net, a->ifindex) :
				     NULL;
	if (dev)
		proxy_advertise(dn, dev, &in6addr_linklocal_allnodes, home,
				false);
	rcu_read_unlock();
}
