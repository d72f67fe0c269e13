// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/netfilter_ipv6.h>
#include <net/addrconf.h>
#include <net/dst.h>
#include <net/gso.h>
#include <net/if_inet6.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/ndisc.h>
#include <net/netfilter/nf_conntrack.h>

#include <fama/drop.h>
#include <fama/rtnl.h>
#include <fama/steer.h>
#include <fama/tunnel.h>
#include <fama/watch.h>

#include "addr.h"
#include "event.h"
#include "guard.h"
#include "lost.h"
#include "mn.h"
#include "srcmark.h"
#include "system.h"

/* What a transform makes of a packet comes here again, with addresses of its own. */
static bool guard_leads_away(const struct mn_net *mn, const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);
	const struct net_device *dev = dst->dev;

	return dst_xfrm(dst) || dev->flags & IFF_LOOPBACK ||
	       (dev == mn->dev && fama_tunnel_works(dev));
}

static bool guard_is_ndisc(const struct sk_buff *skb)
{
	const struct icmp6hdr *icmp;
	struct icmp6hdr buf;

	icmp = skb_header_pointer(skb, sizeof(struct ipv6hdr), sizeof(buf),
				  &buf);
	return icmp && (icmp->icmp6_type == NDISC_NEIGHBOUR_SOLICITATION ||
			icmp->icmp6_type == NDISC_NEIGHBOUR_ADVERTISEMENT);
}

/*
 * On the link that seems to be its home the node says so from the address itself, and to
 * that end finds its neighbours.
 */
static bool guard_returns(const struct mn_addr *a, const struct sk_buff *skb)
{
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;

	return READ_ONCE(a->link) &&
	       (nexthdr == IPPROTO_MH ||
		(nexthdr == IPPROTO_ICMPV6 && guard_is_ndisc(skb)));
}

/*
 * Something may be missing.  It may be so again and again: somebody may fight the node.
 * The time may be half written where 64 bits are two words: an attempt may then be too
 * early or too late by some seconds, and sets the time anew.
 */
static void guard_doubt(struct mn_net *mn)
{
	u64 next = READ_ONCE(mn->guard_due), now = mn_now();

	queue_delayed_work(mn_wq, &mn->guard,
			   now < next ? nsecs_to_jiffies(next - now) + 1 : 0);
}

/* The device to which the program has bound its socket, or 0. */
static int guard_bound(const struct sk_buff *skb)
{
	const struct sock *sk = sk_to_full_sk(skb->sk);

	return sk ? READ_ONCE(sk->sk_bound_dev_if) : 0;
}

/*
 * A packet that was made for another route may be too big for the tunnel: this one is
 * fragmented, and the next ones are smaller.  Its socket may not hear of an error, which
 * comes by no interface to which it is bound.
 */
static void guard_fit(const struct mn_net *mn, struct sk_buff *skb)
{
	unsigned int mtu = READ_ONCE(mn->dev->mtu);

	if (skb->len <= mtu ||
	    (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu)))
		return;
	skb_dst_update_pmtu_no_confirm(skb, mtu);
	skb->ignore_df = 1;
}

/*
 * What rules and routes would send elsewhere goes through the tunnel all the same, but
 * not what is meant for neighbours.
 */
static bool guard_steer(struct mn_net *mn, struct sk_buff *skb)
{
	if (ipv6_addr_type(&ipv6_hdr(skb)->daddr) &
	    (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_MULTICAST))
		return false;
	guard_fit(mn, skb);
	/* The packet may leave the RCU read side. */
	if (!fama_steer_into(mn->dev, skb) || !skb_dst_force(skb))
		return false;
	mn_stats_inc(&mn->stats, MN_STAT_STEERED);
	return true;
}

static unsigned int guard_refuse(struct mn_net *mn, const struct mn_addr *a,
				 struct sk_buff *skb)
{
	mn_lost_note(mn, skb, MN_STAT_TUNNEL_DOWN);
	mn_event_lost(mn, &a->addr, MN_STAT_TUNNEL_DOWN);
	guard_doubt(mn);
	return NF_DROP_ERR(-ENETUNREACH);
}

/*
 * The address that is the source of a packet, and away, although the packet would leave in
 * clear; or NULL.
 */
static struct mn_addr *guard_strays(struct mn_net *mn,
				    const struct sk_buff *skb)
{
	struct mn_addr *a = mn_addr_find(mn, &ipv6_hdr(skb)->saddr);

	if (!a || !READ_ONCE(a->has_rule) || guard_leads_away(mn, skb) ||
	    guard_returns(a, skb))
		return NULL;
	return a;
}

/*
 * Why did the packet not have the route of the tunnel?  Its socket is bound to a link, or a
 * rule is missing.
 */
static void guard_wonder(struct mn_net *mn, struct mn_addr *a,
			 const struct sk_buff *skb)
{
	int bound = guard_bound(skb);

	if (!bound)
		guard_doubt(mn);
	else if (READ_ONCE(a->bound) != bound)
		WRITE_ONCE(a->bound, bound);
}

static unsigned int guard_output(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);
	struct mn_addr *a = guard_strays(mn, skb);

	if (!a)
		return NF_ACCEPT;
	if (!guard_steer(mn, skb))
		return guard_refuse(mn, a, skb);
	guard_wonder(mn, a, skb);
	return NF_ACCEPT;
}

/*
 * The administrator may have the node speak for others under its own name (NAT66 for
 * containers).  The route of such a packet was found before its source was the node's.
 * The caller of the hook has set the device, and goes on to the neighbours of the route.
 */
static unsigned int guard_translated(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);
	struct mn_addr *a;

	if (likely(!ct || !(ct->status & IPS_NAT_MASK)))
		return NF_ACCEPT;
	a = guard_strays(mn, skb);
	if (!a)
		return NF_ACCEPT;
	if (!guard_steer(mn, skb))
		return guard_refuse(mn, a, skb);
	skb->dev = mn->dev;
	return NF_ACCEPT;
}

/*
 * A program that has bound its socket to a link gets what comes for it through the
 * tunnel: from here on the packet has come in by that link.  All filters have seen it as
 * a packet of the tunnel device.
 */
static unsigned int guard_input(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);
	const struct mn_addr *a;
	int bound;

	if (state->in != mn->dev)
		return NF_ACCEPT;
	a = mn_addr_find(mn, &ipv6_hdr(skb)->daddr);
	bound = a ? READ_ONCE(a->bound) : 0;
	if (unlikely(bound))
		IP6CB(skb)->iif = bound;
	return NF_ACCEPT;
}

/* Who is behind the node, or beside it, does not speak in its name. */
static unsigned int guard_forward(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);

	if (!mn_addr_find(mn, &ipv6_hdr(skb)->saddr))
		return NF_ACCEPT;
	mn_lost_note(mn, skb, MN_STAT_FORWARDED);
	return NF_DROP;
}

static const struct nf_hook_ops guard_hooks[] = {
	{
		.hook = guard_output,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_LAST,
	}, {
		.hook = guard_translated,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_POST_ROUTING,
		.priority = NF_IP6_PRI_NAT_SRC + 1,
	}, {
		.hook = guard_input,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_LAST,
	}, {
		.hook = guard_forward,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP6_PRI_FIRST,
	},
};

static struct mn_repair guard_put_right(struct mn_net *mn)
{
	struct mn_repair r = mn_system_repair(mn, mn->rival);
	struct mn_repair marks = mn_srcmark_repair(mn, mn->rival);

	r.put += marks.put;
	r.failed |= marks.failed;
	return r;
}

static void guard_repair(struct mn_net *mn)
{
	struct mn_repair r = guard_put_right(mn);
	u32 rival = mn->rival;

	mn->rival = 0;
	if (mn_pace_done(&mn->pace, r.put, mn_now())) {
		mn_stats_inc(&mn->stats, MN_STAT_CONTESTED);
		mn_event_contest(mn, rival);
	}
	WRITE_ONCE(mn->guard_due, mn_pace_next(&mn->pace));
	if (r.failed)
		guard_doubt(mn);
}

static void guard_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(to_delayed_work(work), struct mn_net,
					 guard);

	mutex_lock(&mn->lock);
	if (mn->enabled)
		guard_repair(mn);
	mutex_unlock(&mn->lock);
}

void mn_guard_check(struct mn_net *mn)
{
	mod_delayed_work(mn_wq, &mn->guard, 0);
}

static bool guard_lost_address(struct mn_net *mn,
			       const struct fama_watch_event *ev)
{
	const struct mn_addr *a = mn_addr_find(mn, &ev->addr);

	return a && ((a->link && a->ifindex == ev->ifindex) ||
		     (a->on_tunnel && mn->dev->ifindex == ev->ifindex));
}

/* What the node does itself, and what it does not mind, is not news. */
static bool guard_is_news(struct mn_net *mn, const struct fama_watch_event *ev)
{
	switch (ev->kind) {
	case FAMA_WATCH_ADDRESS:
		return ev->gone && guard_lost_address(mn, ev);
	case FAMA_WATCH_ROUTE:
	case FAMA_WATCH_RULE:
		return (ev->replaces ||
			(ev->gone && ev->protocol == FAMA_RTPROT)) &&
		       ev->port != fama_rtnl_port(mn->rtnl);
	case FAMA_WATCH_LOST:
		return true;
	}
	return false;
}

void mn_guard_event(struct mn_net *mn, const struct fama_watch_event *ev)
{
	lockdep_assert_held(&mn->lock);
	if (!guard_is_news(mn, ev))
		return;
	if (ev->port)
		mn->rival = ev->port;
	guard_doubt(mn);
}

void mn_guard_init(struct mn_net *mn)
{
	INIT_DELAYED_WORK(&mn->guard, guard_work);
}

int mn_guard_start(struct mn_net *mn)
{
	return nf_register_net_hooks(mn->net, guard_hooks,
				     ARRAY_SIZE(guard_hooks));
}

void mn_guard_stop(struct mn_net *mn)
{
	nf_unregister_net_hooks(mn->net, guard_hooks, ARRAY_SIZE(guard_hooks));
}

void mn_guard_flush(struct mn_net *mn)
{
	cancel_delayed_work_sync(&mn->guard);
}
