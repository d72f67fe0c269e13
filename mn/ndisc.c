// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/netfilter_ipv6.h>
#include <linux/timekeeping.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>

#include "addr.h"
#include "believe.h"
#include "inbox.h"
#include "link.h"
#include "lost.h"
#include "mn.h"
#include "ndisc.h"
#include "ra.h"
#include "stats.h"

#define NDISC_RS_LEN	8	/* Router Solicitation without options */
#define NDISC_HOP_LIMIT	255	/* of every message (RFC 4861 section 4) */

static const struct in6_addr ndisc_all_routers =
	IN6ADDR_LINKLOCAL_ALLROUTERS_INIT;

/*
 * The router answers to the source on the link, so an address of a former link
 * will not do.  A node that is not sure yet that an address is its own does not
 * tell its link-layer address with it (RFC 4429 section 3.2).
 * Return: whether the link-layer address may be told.
 */
static bool ndisc_source(const struct net_device *dev, struct in6_addr *src)
{
	struct net *net = dev_net(dev);

	if (ipv6_dev_get_saddr(net, dev, &ndisc_all_routers, 0, src) ||
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
void mn_ndisc_solicit(struct net_device *dev)
{
	unsigned int head = LL_RESERVED_SPACE(dev) + sizeof(struct ipv6hdr);
	unsigned int opt = 0;
	struct in6_addr src;
	struct sk_buff *skb;
	struct icmp6hdr *rs;

	if (ndisc_source(dev, &src) && dev->addr_len)
		opt = ndisc_opt_addr_space(dev, NDISC_ROUTER_SOLICITATION);
	skb = alloc_skb(head + NDISC_RS_LEN + opt + dev->needed_tailroom,
			GFP_KERNEL);
	if (!skb)
		return;
	skb_reserve(skb, head);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IPV6);
	skb_reset_transport_header(skb);
	rs = skb_put_zero(skb, NDISC_RS_LEN);
	rs->icmp6_type = NDISC_ROUTER_SOLICITATION;
	if (opt)
		__ndisc_fill_addr_option(skb, ND_OPT_SOURCE_LL_ADDR,
					 dev->dev_addr, dev->addr_len, 0);
	local_bh_disable();
	ndisc_send_skb(skb, &ndisc_all_routers, &src);
	local_bh_enable();
}

/* The message, and the link-layer address of this node if it may be told. */
static struct sk_buff *ndisc_build_probe(struct net_device *dev,
					 const struct in6_addr *src,
					 const struct in6_addr *router,
					 bool tell)
{
	unsigned int opt = tell ? ndisc_opt_addr_space(dev,
				NDISC_NEIGHBOUR_SOLICITATION) : 0;
	unsigned int len = sizeof(struct nd_msg) + opt;
	struct sk_buff *skb;
	struct ipv6hdr *ip6h;
	struct nd_msg *ns;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + sizeof(*ip6h) + len +
			dev->needed_tailroom, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_network_header(skb);
	ip6h = skb_put_zero(skb, sizeof(*ip6h));
	ip6_flow_hdr(ip6h, 0, 0);
	ip6h->payload_len = htons(len);
	ip6h->nexthdr = IPPROTO_ICMPV6;
	ip6h->hop_limit = NDISC_HOP_LIMIT;
	ip6h->saddr = *src;
	ip6h->daddr = *router;
	ns = skb_put_zero(skb, sizeof(*ns));
	ns->icmph.icmp6_type = NDISC_NEIGHBOUR_SOLICITATION;
	ns->target = *router;
	if (opt)
		__ndisc_fill_addr_option(skb, ND_OPT_SOURCE_LL_ADDR,
					 dev->dev_addr, dev->addr_len, 0);
	ns->icmph.icmp6_cksum =
		csum_ipv6_magic(src, router, len, IPPROTO_ICMPV6,
				csum_partial(ns, len, 0));
	return skb;
}

bool mn_ndisc_probe(struct net_device *dev, const struct in6_addr *router,
		    const u8 *hw)
{
	struct in6_addr src;
	struct sk_buff *skb;
	bool tell;

	if (!memchr_inv(hw, 0, MN_RA_HW_LEN))
		return false;
	tell = ndisc_source(dev, &src);
	skb = ndisc_build_probe(dev, &src, router, tell);
	if (!skb)
		return true;
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IPV6);
	if (dev_hard_header(skb, dev, ETH_P_IPV6, hw, NULL, skb->len) < 0)
		kfree_skb(skb);
	else
		dev_queue_xmit(skb);
	return true;
}

void mn_ndisc_announce(struct net_device *dev, const struct in6_addr *addr,
		       bool override)
{
	ndisc_send_na(dev, &in6addr_linklocal_allnodes, addr, false, false,
		      override, true);
}

void mn_ndisc_drop_waiting(struct net_device *dev, const struct in6_addr *router)
{
	struct neighbour *n = neigh_lookup(&nd_tbl, router, dev);
	struct sk_buff_head list;

	if (!n)
		return;
	__skb_queue_head_init(&list);
	write_lock_bh(&n->lock);
	if (n->nud_state & NUD_INCOMPLETE) {
		skb_queue_splice_init(&n->arp_queue, &list);
		n->arp_queue_len_bytes = 0;
	}
	write_unlock_bh(&n->lock);
	mn_lost_queue(mn_net(dev_net(dev)), &list, MN_STAT_ROUTER_LEFT);
	neigh_release(n);
}

/* From a neighbour, who has a link-local address, and whole. */
static bool ndisc_genuine(struct sk_buff *skb, unsigned int off)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	return mn_believe_neighbour(&ip6h->saddr, ip6h->hop_limit) &&
	       !nf_ip6_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMPV6);
}

/* The link-layer address of the sender. */
static void ndisc_sender(const struct sk_buff *skb, u8 hw[MN_RA_HW_LEN])
{
	if (skb->dev->type == ARPHRD_ETHER && skb_mac_header_was_set(skb) &&
	    skb_mac_header_len(skb) >= ETH_HLEN)
		ether_addr_copy(hw, eth_hdr(skb)->h_source);
	else
		memset(hw, 0, MN_RA_HW_LEN);
}

/* The router of the link has an address of ours, as it says. */
static void ndisc_note_claim(struct mn_net *mn, struct mn_link *link,
			     const struct in6_addr *target, const u8 *hw)
{
	struct mn_addr *a = mn_addr_find(mn, target);

	if (a && mn_link_is_router(link, NULL, hw))
		WRITE_ONCE(a->claimed, true);
}

/* A router that was asked whether it is there has answered, or claims an address. */
static void ndisc_answer(struct mn_net *mn, struct mn_link *link,
			 struct sk_buff *skb, unsigned int off)
{
	u8 hw[MN_RA_HW_LEN];
	struct nd_msg *na;

	if (nf_ip6_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMPV6) ||
	    ipv6_hdr(skb)->hop_limit != NDISC_HOP_LIMIT ||
	    !pskb_may_pull(skb, off + sizeof(*na)))
		return;
	ndisc_sender(skb, hw);
	na = (struct nd_msg *)(skb->data + off);
	ndisc_note_claim(mn, link, &na->target, hw);
	if (!READ_ONCE(link->asked) || !na->icmph.icmp6_solicited ||
	    !mn_link_is_router(link, &na->target, hw))
		return;
	set_bit(MN_LINK_ANSWERED, &link->events);
	mn_wake(mn);
}

static void ndisc_hear(struct mn_net *mn, const struct mn_link *link,
		       struct sk_buff *skb, unsigned int off)
{
	struct mn_ra ra = { .stay = mn_link_stay(link) };

	if (!ndisc_genuine(skb, off) || skb_linearize(skb) ||
	    !mn_ra_parse(skb->data + off, skb->len - off, &ra)) {
		mn_stats_inc(&mn->stats, MN_STAT_BAD_RA);
		return;
	}
	mn_stats_inc(&mn->stats, MN_STAT_RX_RA);
	ra.source = ipv6_hdr(skb)->saddr;
	ndisc_sender(skb, ra.hw);
	ra.ifindex = skb->dev->ifindex;
	ra.time = ktime_get_real_ns();
	mn_inbox_put_ra(mn, &ra);
}

/* The hook only listens: the stack gets every message as well. */
static unsigned int ndisc_hook(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	const unsigned int off = sizeof(struct ipv6hdr);
	struct mn_net *mn = mn_net(state->net);
	struct mn_link *link;
	struct icmp6hdr *icmp;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_ICMPV6 ||
	    !pskb_may_pull(skb, off + sizeof(*icmp)))
		return NF_ACCEPT;
	icmp = (struct icmp6hdr *)(skb->data + off);
	if (icmp->icmp6_type != NDISC_ROUTER_ADVERTISEMENT &&
	    icmp->icmp6_type != NDISC_NEIGHBOUR_ADVERTISEMENT)
		return NF_ACCEPT;
	link = mn_link_find(mn, skb->dev->ifindex);
	if (!link)
		return NF_ACCEPT;
	if (icmp->icmp6_type == NDISC_ROUTER_ADVERTISEMENT)
		ndisc_hear(mn, link, skb, off);
	else
		ndisc_answer(mn, link, skb, off);
	return NF_ACCEPT;
}

static const struct nf_hook_ops ndisc_hook_ops = {
	.hook = ndisc_hook,
	.pf = NFPROTO_IPV6,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = NF_IP6_PRI_SECURITY + 1,
};

int mn_ndisc_listen(struct net *net)
{
	return nf_register_net_hook(net, &ndisc_hook_ops);
}

void mn_ndisc_unlisten(struct net *net)
{
	nf_unregister_net_hook(net, &ndisc_hook_ops);
}
