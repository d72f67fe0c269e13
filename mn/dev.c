// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netfilter_ipv6.h>
#include <linux/rculist.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include <fama/encap.h>
#include <fama/tunnel.h>

#include "addr.h"
#include "dev.h"
#include "lost.h"
#include "mn.h"
#include "stats.h"
#include "usage.h"

#define DEV_HELD_MAX	128	/* packets that one address holds */
#define DEV_HELD_AGE	(30 * HZ)	/* how long */

static struct mn_net *dev_mn(const struct net_device *dev)
{
	return mn_net(dev_net(dev));
}

static enum fama_tunnel_verdict dev_drop(struct mn_net *mn, struct sk_buff *skb,
					 enum mn_stat why)
{
	mn_lost(mn, skb, why);
	return FAMA_TUNNEL_DROP;
}

/* Readers tolerate any value; the cache line is written once a tick. */
static void dev_used(struct mn_addr *a)
{
	unsigned long now = jiffies;

	if (READ_ONCE(a->used) != now)
		WRITE_ONCE(a->used, now);
}

/* An application wants a path: its router may be asked sooner, once for each message. */
static void dev_need(struct mn_net *mn, struct mn_addr *a)
{
	if (READ_ONCE(a->needed))
		return;
	WRITE_ONCE(a->needed, true);
	mn_wake(mn);
}

/* When a packet began to wait; its control block is ours while it does. */
static unsigned long *dev_held_since(struct sk_buff *skb)
{
	return (unsigned long *)skb->cb;
}

static void dev_enqueue(struct mn_net *mn, struct mn_addr *a, struct sk_buff *skb)
{
	mn_stats_inc(&mn->stats, MN_STAT_TUNNEL_HELD);
	*dev_held_since(skb) = jiffies;
	__skb_queue_tail(&a->held, skb);
	queue_delayed_work(mn_wq, &mn->stale, DEV_HELD_AGE);
}

/*
 * There is no path yet: hold the packet.  TCP sees that it has not left the host
 * and does not back off.  The lock makes sure that a flush is not missed.
 */
static enum fama_tunnel_verdict dev_wait(struct mn_net *mn, struct mn_addr *a,
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
		dev_enqueue(mn, a, skb);
	} else {
		verdict = dev_drop(mn, skb, MN_STAT_TUNNEL_OVERFLOW);
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
	bool use;

	a = mn_addr_find(mn, &ipv6_hdr(skb)->saddr);
	if (!a)
		return dev_drop(mn, skb, MN_STAT_TUNNEL_NO_ADDRESS);
	use = mn_usage_by_sent(&mn->set.transient, skb);
	if (use)
		dev_used(a);
	path = rcu_dereference(a->path);
	if (!path) {
		if (use)
			dev_need(mn, a);
		return dev_wait(mn, a, skb, peer);
	}
	*peer = path->peer;
	return FAMA_TUNNEL_PASS;
}

static enum fama_tunnel_verdict dev_rx(struct net_device *dev,
				       struct sk_buff *skb)
{
	const struct ipv6hdr *inner = (const struct ipv6hdr *)skb->data;
	struct mn_net *mn = dev_mn(dev);
	struct mn_addr *a = mn_addr_find(mn, &inner->daddr);

	if (!a || !mn_addr_anchored(a))
		return FAMA_TUNNEL_NOT_MINE;
	if (!ipv6_addr_equal(&ipv6_hdr(skb)->saddr, &a->dar))
		return dev_drop(mn, skb, MN_STAT_TUNNEL_SPOOFED);
	if (!xfrm6_policy_check(NULL, XFRM_POLICY_IN, skb))
		return dev_drop(mn, skb, MN_STAT_POLICY);
	if (mn_usage_by_received(&mn->set.transient))
		dev_used(a);
	return FAMA_TUNNEL_PASS;
}

static bool dev_sent(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner)
{
	const struct mn_addr *a = mn_addr_find(dev_mn(dev), &inner->saddr);

	return a && mn_addr_anchored(a) &&
	       ipv6_addr_equal(&outer->daddr, &a->dar);
}

/* "ip link del" ends the role, in a work item because RTNL is held here. */
static void dev_removed(struct net_device *dev)
{
	queue_work(mn_wq, &dev_mn(dev)->removed);
}

static const char *dev_stat_name(unsigned int stat)
{
	return mn_stats_name(stat);
}

static u64 dev_stat_read(const struct net_device *dev, unsigned int stat)
{
	return mn_stats_read(&dev_mn(dev)->stats, stat);
}

struct fama_tunnel_ops mn_dev_ops __read_mostly = {
	.kind = "mn",
	.stats = {
		.count = MN_STAT_COUNT,
		.name = dev_stat_name,
		.read = dev_stat_read,
	},
	.removed = dev_removed,
	.tx = dev_tx,
	.rx = dev_rx,
	.sent = dev_sent,
};

int __init mn_dev_init(const struct attribute_group *sysfs)
{
	mn_dev_ops.sysfs = sysfs;
	return fama_tunnel_register_kind(&mn_dev_ops);
}

void mn_dev_exit(void)
{
	fama_tunnel_unregister_kind(&mn_dev_ops);
}

/*
 * The address is at home again: route the packet as if its socket sent it now.  Filters
 * have seen it already, on its way into the tunnel device.
 */
static void dev_reroute(struct mn_net *mn, struct sk_buff *skb)
{
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	if (ip6_route_me_harder(mn->net, skb->sk, skb)) {
		mn_lost(mn, skb, MN_STAT_NO_ROUTE);
		return;
	}
	IP6CB(skb)->flags |= IP6SKB_REROUTED;
	dst_output(mn->net, skb->sk, skb);
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
			dev_reroute(mn, skb);
	}
	rcu_read_unlock();
	local_bh_enable();
}

/* The oldest packet of an address that has waited too long. */
static struct sk_buff *dev_stale(struct mn_addr *a)
{
	struct sk_buff *skb;

	spin_lock_bh(&a->held.lock);
	skb = skb_peek(&a->held);
	if (skb && time_before(jiffies, *dev_held_since(skb) + DEV_HELD_AGE))
		skb = NULL;
	if (skb)
		__skb_unlink(skb, &a->held);
	spin_unlock_bh(&a->held.lock);
	return skb;
}

/*
 * Packets keep memory of their sockets: a sender that waits for it must not wait for
 * ever, and what is sent after a night is of no use to anybody.
 */
static void dev_stale_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(to_delayed_work(work), struct mn_net,
					 stale);
	struct sk_buff *skb;
	struct mn_addr *a;
	bool more = false;

	mutex_lock(&mn->lock);
	list_for_each_entry(a, &mn->addrs, list) {
		while ((skb = dev_stale(a)))
			mn_lost(mn, skb, MN_STAT_TUNNEL_STALE);
		more |= !skb_queue_empty_lockless(&a->held);
	}
	mutex_unlock(&mn->lock);
	if (more)
		queue_delayed_work(mn_wq, &mn->stale, DEV_HELD_AGE / 8);
}

void mn_dev_init_net(struct mn_net *mn)
{
	INIT_DELAYED_WORK(&mn->stale, dev_stale_work);
}

void mn_dev_flush_all(struct mn_net *mn)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (a->link || rcu_access_pointer(a->path))
			mn_dev_flush(mn, a);
}
