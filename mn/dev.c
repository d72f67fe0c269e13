// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rculist.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "mn.h"

#define DEV_HELD_MAX	128	/* packets an address keeps without a path */

static struct mn_net *dev_mn(const struct net_device *dev)
{
	return mn_net(dev_net(dev));
}

/* Readers tolerate any value; the line is dirtied once a tick. */
static void dev_used(struct mn_addr *a)
{
	unsigned long now = jiffies;

	if (READ_ONCE(a->used) != now)
		WRITE_ONCE(a->used, now);
}

/*
 * No path yet: keep the packet.  TCP sees that it is still in the host and
 * does not back off.  The lock makes sure that a flush is not missed.
 */
static enum fama_tunnel_verdict dev_keep(struct mn_net *mn, struct mn_addr *a,
					 struct sk_buff *skb,
					 struct fama_encap_peer *peer)
{
	enum fama_tunnel_verdict verdict = FAMA_TUNNEL_STOLEN;
	const struct mn_path *path;

	spin_lock(&a->held.lock);
	path = rcu_dereference(a->path);
	if (path) {
		*peer = path->peer;
		verdict = FAMA_TUNNEL_PASS;
	} else if (skb_queue_len(&a->held) < DEV_HELD_MAX) {
		mn_stats_inc(&mn->stats, MN_STAT_TUNNEL_HELD);
		__skb_queue_tail(&a->held, skb);
	} else {
		mn_stats_inc(&mn->stats, MN_STAT_TUNNEL_OVERFLOW);
		verdict = FAMA_TUNNEL_DROP;
	}
	spin_unlock(&a->held.lock);
	return verdict;
}

static enum fama_tunnel_verdict dev_tx(struct net_device *dev,
				       struct sk_buff *skb,
				       struct fama_encap_peer *peer)
{
	struct mn_net *mn = dev_mn(dev);
	const struct mn_path *path;
	struct mn_addr *a;

	a = mn_addr_find(mn, &ipv6_hdr(skb)->saddr);
	if (!a) {
		mn_stats_inc(&mn->stats, MN_STAT_TUNNEL_NO_ADDRESS);
		return FAMA_TUNNEL_DROP;
	}
	if (mn_usage_by_sent(&mn->set.transient, skb))
		dev_used(a);
	path = rcu_dereference(a->path);
	if (!path)
		return dev_keep(mn, a, skb, peer);
	*peer = path->peer;
	return FAMA_TUNNEL_PASS;
}

static enum fama_tunnel_verdict dev_rx(struct net_device *dev,
				       const struct ipv6hdr *outer,
				       const struct ipv6hdr *inner,
				       unsigned int len)
{
	struct mn_net *mn = dev_mn(dev);
	struct mn_addr *a = mn_addr_find(mn, &inner->daddr);

	if (!a)
		return FAMA_TUNNEL_NOT_MINE;
	if (!ipv6_addr_equal(&outer->saddr, &a->dar)) {
		mn_stats_inc(&mn->stats, MN_STAT_TUNNEL_SPOOFED);
		return FAMA_TUNNEL_DROP;
	}
	if (mn_usage_by_received(&mn->set.transient))
		dev_used(a);
	return FAMA_TUNNEL_PASS;
}

static bool dev_sent(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner)
{
	const struct mn_addr *a = mn_addr_find(dev_mn(dev), &inner->saddr);

	return a && ipv6_addr_equal(&outer->daddr, &a->dar);
}

const struct fama_tunnel_ops mn_dev_ops = {
	.name = "fama-mn",
	.table = FAMA_TABLE_MN,
	.sysfs = &mn_sysfs_group,
	.tx = dev_tx,
	.rx = dev_rx,
	.sent = dev_sent,
};

/* At home again: out on the link, as if the stack had just made it. */
static void dev_reroute(struct net *net, struct sk_buff *skb)
{
	struct flowi6 fl6 = {
		.flowi6_proto = ipv6_hdr(skb)->nexthdr,
		.saddr = ipv6_hdr(skb)->saddr,
		.daddr = ipv6_hdr(skb)->daddr,
	};
	struct dst_entry *dst = ip6_route_output(net, NULL, &fl6);

	if (dst->error) {
		dst_release(dst);
		kfree_skb(skb);
		return;
	}
	skb_dst_drop(skb);
	skb_dst_set(skb, dst);
	dst_output(net, NULL, skb);
}

void mn_dev_flush(struct mn_net *mn, struct mn_addr *a)
{
	const struct mn_path *path;
	struct sk_buff_head list;
	struct sk_buff *skb;

	lockdep_assert_held(&mn->lock);
	__skb_queue_head_init(&list);
	spin_lock_bh(&a->held.lock);
	skb_queue_splice_init(&a->held, &list);
	spin_unlock_bh(&a->held.lock);

	local_bh_disable();
	rcu_read_lock();
	path = rcu_dereference(a->path);
	while ((skb = __skb_dequeue(&list))) {
		if (path)
			fama_encap_xmit(mn->dev, skb, &path->peer);
		else
			dev_reroute(mn->net, skb);
	}
	rcu_read_unlock();
	local_bh_enable();
}

void mn_dev_flush_all(struct mn_net *mn)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (a->link || rcu_access_pointer(a->path))
			mn_dev_flush(mn, a);
}
