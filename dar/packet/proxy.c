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
#include "../state/limit.h"
#include "proxy.h"

/* If there are more, some neighbours have to solicit again, as after a loss. */
#define PROXY_RATE		1000	/* answers on one link in a second */
/* A neighbour that does not hear an announcement solicits when it misses the node. */
#define PROXY_MULTICASTS	100	/* announcements on one link in a second */

#define PROXY_REPEATS		2	/* MAX_NEIGHBOR_ADVERTISEMENT - 1 */

/* Return: the anchor for whose bound addresses we answer on this link, or NULL. */
static struct dar_anchor *proxy_anchor(struct dar_net *dn,
				       const struct in6_addr *addr,
				       const struct net_device *dev)
{
	struct dar_anchor *a = dar_anchor_find(dn, addr);

	return a && a->policy.proxy && dar_anchor_ifindex(a) == dev->ifindex ? a : NULL;
}

/* Each link has limits of its own, and so has the defence of addresses. */
static bool proxy_may_answer(struct dar_net *dn, struct dar_anchor *a,
			     const struct dar_nd *nd)
{
	if (nd->probe)
		return dar_limit_defence(dn, &a->access->defences, &nd->target);
	return !dar_pace_take(&a->access->answers, ktime_get_ns(), PROXY_RATE);
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
	struct dar_anchor *a;

	if (nd->advert)
		return false;
	a = proxy_anchor(dn, &nd->target, dev);
	if (!a || !dar_home_bound(dn, &nd->target))
		return false;
	if (!proxy_may_answer(dn, a, nd)) {
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

/* Cut off what follows the packet in its frame.  Return: 0, or it is too short. */
static int proxy_trim(struct sk_buff *skb)
{
	unsigned int len = sizeof(struct ipv6hdr) +
			   ntohs(ipv6_hdr(skb)->payload_len);

	return len > skb->len ? -EINVAL : pskb_trim_rcsum(skb, len);
}

/* Return: false: it is no valid Neighbor Discovery message that we need. */
static bool proxy_parse(struct sk_buff *skb, struct dar_nd *nd)
{
	const unsigned int off = sizeof(struct ipv6hdr);
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	if (ip6h->nexthdr != IPPROTO_ICMPV6 || ip6h->hop_limit != 255 ||
	    skb_shared(skb) || proxy_trim(skb) ||
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

static bool proxy_spend_announcement(struct dar_pace *pace)
{
	return !dar_pace_spend(pace, ktime_get_ns(),
			       NSEC_PER_SEC / PROXY_MULTICASTS, NSEC_PER_SEC);
}

/* As many as for everybody are kept for nodes that are known. */
static bool proxy_may_announce(struct dar_net *dn, struct dar_access *access,
			       const struct in6_addr *home)
{
	return (dar_home_known(dn, home) &&
		proxy_spend_announcement(&access->announcements_known)) ||
	       proxy_spend_announcement(&access->announcements);
}

/* A multicast to all nodes of the link, unless there are too many. */
static void proxy_multicast(struct dar_net *dn, const struct dar_anchor *a,
			    struct net_device *dev, const struct in6_addr *home)
{
	if (proxy_may_announce(dn, a->access, home))
		proxy_advertise(dn, dev, &in6addr_linklocal_allnodes, home,
				false);
	else
		dar_stat_inc(dn->mib, DAR_STAT_NA_UNSENT);
}

/*
 * Announce an address that is still bound.  ORDER: whoever ends the binding waits
 * for its turn afterwards, so that nothing is announced after that.
 */
static bool proxy_announce(struct dar_net *dn, const struct in6_addr *home)
{
	struct net_device *dev = NULL;
	const struct dar_anchor *a;

	spin_lock_bh(&dn->announcements.turn);
	rcu_read_lock();
	a = dar_home_bound(dn, home) ? dar_anchor_find(dn, home) : NULL;
	if (a && a->policy.proxy)
		dev = dev_get_by_index_rcu(dn->net, dar_anchor_ifindex(a));
	if (dev)
		proxy_multicast(dn, a, dev, home);
	rcu_read_unlock();
	spin_unlock_bh(&dn->announcements.turn);
	return dev;
}

static void proxy_announce_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work), struct dar_net,
					  announcements.work);
	struct in6_addr home;
	unsigned int times;

	while (dar_announce_next(&dn->announcements, &home, &times)) {
		if (proxy_announce(dn, &home))
			dar_announce_later(&dn->announcements, &home, times);
		cond_resched();
	}
	dar_announce_arm(&dn->announcements);
}

void dar_proxy_init(struct dar_net *dn)
{
	dar_announcements_init(&dn->announcements, proxy_announce_work);
}

void dar_proxy_begin(struct dar_net *dn, const struct in6_addr *home)
{
	if (proxy_announce(dn, home) &&
	    !dar_announce_later(&dn->announcements, home,
				PROXY_REPEATS))
		dar_stat_inc(dn->mib, DAR_STAT_NA_LIMITED);
}

void dar_proxy_end(struct dar_net *dn)
{
	spin_lock_bh(&dn->announcements.turn);
	spin_unlock_bh(&dn->announcements.turn);
}
