// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>
#include <net/netevent.h>
#include <net/sch_generic.h>

#include "mn.h"

#define LINK_RS_LEN	8	/* Router Solicitation without options */

static const struct in6_addr link_all_routers =
	IN6ADDR_LINKLOCAL_ALLROUTERS_INIT;

struct mn_link *mn_link_find(struct mn_net *mn, int ifindex)
{
	struct mn_link *link;

	list_for_each_entry_rcu(link, &mn->links, list,
				lockdep_is_held(&mn->lock))
		if (link->dev->ifindex == ifindex)
			return link;
	return NULL;
}

/*
 * Able to send.  The operational state alone lags behind: it is unknown, which
 * counts as up, until the stack has looked at a new device for the first time.
 */
static bool link_usable(const struct net_device *dev)
{
	return netif_oper_up(dev) && netif_carrier_ok(dev) &&
	       !qdisc_tx_is_noop(dev);
}

static int link_check(struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (dev->flags & (IFF_LOOPBACK | IFF_NOARP) || dev->addr_len == 0) {
		NL_SET_ERR_MSG(extack, "device has no neighbours to attach to");
		return -EINVAL;
	}
	return 0;
}

/* In the order in which they are named, until the user says otherwise. */
static u32 link_metric(const struct mn_net *mn)
{
	const struct mn_link *link;
	u32 metric = MN_ROUTE_METRIC;

	list_for_each_entry(link, &mn->links, list)
		metric++;
	return metric;
}

int mn_link_add(struct mn_net *mn, int ifindex, struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	struct mn_link *link;
	int err;

	lockdep_assert_held(&mn->lock);
	if (mn_link_find(mn, ifindex)) {
		NL_SET_ERR_MSG(extack, "device named twice");
		return -EEXIST;
	}
	dev = dev_get_by_index(mn->net, ifindex);
	if (!dev) {
		NL_SET_ERR_MSG(extack, "no such device");
		return -ENODEV;
	}
	err = link_check(dev, extack);
	link = err ? NULL : kzalloc(sizeof(*link), GFP_KERNEL);
	if (!link) {
		dev_put(dev);
		return err ?: -ENOMEM;
	}
	netdev_hold(dev, &link->tracker, GFP_KERNEL);
	dev_put(dev);
	link->dev = dev;
	link->metric = link_metric(mn);
	link->seeking = true;
	link->until = MN_BUL_NEVER;
	mn_solicit_stop(&link->solicit);
	list_add_tail_rcu(&link->list, &mn->links);
	if (link_usable(dev))
		set_bit(MN_LINK_UP, &link->events);
	return 0;
}

void mn_link_del(struct mn_net *mn, struct mn_link *link)
{
	lockdep_assert_held(&mn->lock);
	list_del_rcu(&link->list);
	netdev_put(link->dev, &link->tracker);
	kfree_rcu(link, rcu);
}

static void link_solicit(struct mn_link *link)
{
	mn_link_solicit(link);
	mn_solicit_sent(&link->solicit, mn_now(), get_random_u32());
}

/* A change of something else is announced the same way: only an edge counts. */
static void link_up(struct mn_net *mn, struct mn_link *link)
{
	if (link->up)
		return;
	link->up = true;
	link->seeking = true;
	link->heard_count = 0;
	mn_event_link(mn, link, true);
	mn_solicit_start(&link->solicit, mn_now());
	link_solicit(link);
}

static void link_down(struct mn_net *mn, struct mn_link *link)
{
	if (!link->up)
		return;
	link->up = false;
	mn_event_link(mn, link, false);
	mn_attach_lost(mn, link);
	mn_solicit_stop(&link->solicit);
}

static void link_unreachable(struct mn_net *mn, struct mn_link *link)
{
	if (!link->cur)
		return;
	mn_stats_inc(&mn->stats, MN_STAT_ROUTER_UNREACHABLE);
	mn_attach_lost(mn, link);
	link->heard_count = 0;
}

void mn_link_events(struct mn_net *mn)
{
	struct mn_link *link, *next;
	bool gone;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry_safe(link, next, &mn->links, list) {
		gone = test_and_clear_bit(MN_LINK_GONE, &link->events);
		if (test_and_clear_bit(MN_LINK_DOWN, &link->events) || gone)
			link_down(mn, link);
		if (test_and_clear_bit(MN_LINK_UNREACHABLE, &link->events))
			link_unreachable(mn, link);
		if (gone)
			mn_link_del(mn, link);
		else if (test_and_clear_bit(MN_LINK_UP, &link->events))
			link_up(mn, link);
	}
}

/*
 * A router that did not renew its advertisement is none any more.  Where there
 * is none, one is asked for.
 */
void mn_link_timer(struct mn_net *mn)
{
	struct mn_link *link;
	u64 now = mn_now();

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list) {
		if (now >= link->until) {
			mn_attach_lost(mn, link);
			link->heard_count = 0;
		}
		if (now >= link->solicit.due)
			link_solicit(link);
	}
}

/*
 * ORDER: what comes last counts, and down is handled before up.  What was heard
 * before the link went down is of another network, perhaps.
 */
static void link_note_down(struct mn_link *link)
{
	WRITE_ONCE(link->stay, link->stay + 1);
	clear_bit(MN_LINK_UP, &link->events);
	/* before mn_link_events() sees the other, too */
	smp_mb__after_atomic();
	set_bit(MN_LINK_DOWN, &link->events);
}

/* Runs under RTNL, so it only leaves a note for the work item. */
static int link_notify(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct mn_net *mn = mn_net(dev_net(dev));
	struct mn_link *link;

	rcu_read_lock();
	list_for_each_entry_rcu(link, &mn->links, list) {
		if (link->dev != dev)
			continue;
		if (event == NETDEV_UNREGISTER)
			set_bit(MN_LINK_GONE, &link->events);
		else if (event == NETDEV_GOING_DOWN ||
			 (event == NETDEV_CHANGE && !link_usable(dev)))
			link_note_down(link);
		else if ((event == NETDEV_UP || event == NETDEV_CHANGE) &&
			 link_usable(dev))
			set_bit(MN_LINK_UP, &link->events);
		else
			continue;
		mn_inbox_kick(mn);
	}
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block link_notifier = {
	.notifier_call = link_notify,
};

/*
 * Here and not in the work item: the next packet starts another resolution, and
 * the failure cannot be seen any more.  A router that is being replaced at this
 * moment may be missed, or taken for the other, which costs a solicitation.
 */
static bool link_is_router(const struct mn_link *link,
			   const struct neighbour *n)
{
	return !memcmp(n->primary_key, &link->router, sizeof(link->router));
}

/* Neighbour Unreachability Detection (RFC 4861 section 7.3), any context */
static int link_neigh_notify(struct notifier_block *nb, unsigned long event,
			     void *ptr)
{
	const struct neighbour *n = ptr;
	struct mn_link *link;
	struct mn_net *mn;

	if (event != NETEVENT_NEIGH_UPDATE || n->tbl != &nd_tbl ||
	    !(READ_ONCE(n->nud_state) & NUD_FAILED))
		return NOTIFY_DONE;
	mn = mn_net(dev_net(n->dev));
	rcu_read_lock();
	link = mn_link_find(mn, n->dev->ifindex);
	if (link && link_is_router(link, n)) {
		set_bit(MN_LINK_UNREACHABLE, &link->events);
		mn_inbox_kick(mn);
	}
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block link_neigh_notifier = {
	.notifier_call = link_neigh_notify,
};

int mn_link_init(void)
{
	int err;

	err = register_netdevice_notifier(&link_notifier);
	if (err)
		return err;
	err = register_netevent_notifier(&link_neigh_notifier);
	if (err)
		unregister_netdevice_notifier(&link_notifier);
	return err;
}

void mn_link_exit(void)
{
	unregister_netevent_notifier(&link_neigh_notifier);
	unregister_netdevice_notifier(&link_notifier);
}

/*
 * The router answers to the source, on the link: an address of a former link will
 * not do.  Who is not sure yet that an address is his says nothing of himself
 * with it (RFC 4429 section 3.2).
 * Return: whether the link-layer address may be told.
 */
static bool link_source(const struct net_device *dev, struct in6_addr *src)
{
	struct net *net = dev_net(dev);

	if (ipv6_dev_get_saddr(net, dev, &link_all_routers, 0, src) ||
	    !(ipv6_addr_type(src) & IPV6_ADDR_LINKLOCAL)) {
		*src = in6addr_any;
		return false;
	}
	return ipv6_chk_addr_and_flags(net, src, dev, false, 1,
				       IFA_F_TENTATIVE | IFA_F_OPTIMISTIC);
}

/*
 * RFC 4861 section 6.3.7.  The stack's own solicitation may come a second
 * later, or not at all after a short loss of the link.
 */
void mn_link_solicit(struct mn_link *link)
{
	struct net_device *dev = link->dev;
	unsigned int head = LL_RESERVED_SPACE(dev) + sizeof(struct ipv6hdr);
	unsigned int opt = 0;
	struct in6_addr src;
	struct sk_buff *skb;
	struct icmp6hdr *rs;

	if (link_source(dev, &src))
		opt = ndisc_opt_addr_space(dev, NDISC_ROUTER_SOLICITATION);
	skb = alloc_skb(head + LINK_RS_LEN + opt + dev->needed_tailroom,
			GFP_KERNEL);
	if (!skb)
		return;
	skb_reserve(skb, head);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IPV6);
	skb_reset_transport_header(skb);
	rs = skb_put_zero(skb, LINK_RS_LEN);
	rs->icmp6_type = NDISC_ROUTER_SOLICITATION;
	if (opt)
		__ndisc_fill_addr_option(skb, ND_OPT_SOURCE_LL_ADDR,
					 dev->dev_addr, dev->addr_len, 0);
	local_bh_disable();
	ndisc_send_skb(skb, &link_all_routers, &src);
	local_bh_enable();
}

/* Without override while the address is optimistic (RFC 4429 section 3.3). */
void mn_link_announce(struct mn_link *link, const struct in6_addr *addr,
		      bool override)
{
	ndisc_send_na(link->dev, &in6addr_linklocal_allnodes, addr, false,
		      false, override, true);
}

static bool link_ra_genuine(struct sk_buff *skb, unsigned int off)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	return ip6h->hop_limit == 255 &&
	       ipv6_addr_type(&ip6h->saddr) & IPV6_ADDR_LINKLOCAL &&
	       !nf_ip6_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMPV6);
}

static void link_hear(struct mn_net *mn, const struct mn_link *link,
		      struct sk_buff *skb, unsigned int off)
{
	struct mn_ra ra = { .stay = READ_ONCE(link->stay) };

	if (!link_ra_genuine(skb, off) || skb_linearize(skb) ||
	    !mn_ra_parse(skb->data + off, skb->len - off, &ra)) {
		mn_stats_inc(&mn->stats, MN_STAT_BAD_RA);
		return;
	}
	mn_stats_inc(&mn->stats, MN_STAT_RX_RA);
	ra.source = ipv6_hdr(skb)->saddr;
	ra.ifindex = skb->dev->ifindex;
	ra.time = ktime_get_real_ns();
	mn_inbox_put_ra(mn, &ra);
}

/* Listens only: the stack gets every advertisement as well. */
static unsigned int link_hook(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	const unsigned int off = sizeof(struct ipv6hdr);
	struct mn_net *mn = mn_net(state->net);
	const struct mn_link *link;
	struct icmp6hdr *icmp;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_ICMPV6 ||
	    !pskb_may_pull(skb, off + sizeof(*icmp)))
		return NF_ACCEPT;
	icmp = (struct icmp6hdr *)(skb->data + off);
	if (icmp->icmp6_type != NDISC_ROUTER_ADVERTISEMENT)
		return NF_ACCEPT;
	link = mn_link_find(mn, skb->dev->ifindex);
	if (link)
		link_hear(mn, link, skb, off);
	return NF_ACCEPT;
}

static const struct nf_hook_ops link_hook_ops = {
	.hook = link_hook,
	.pf = NFPROTO_IPV6,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = NF_IP6_PRI_SECURITY + 1,
};

int mn_link_attach_hook(struct net *net)
{
	return nf_register_net_hook(net, &link_hook_ops);
}

void mn_link_detach_hook(struct net *net)
{
	nf_unregister_net_hook(net, &link_hook_ops);
}
