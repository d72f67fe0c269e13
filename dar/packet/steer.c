// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv6.h>
#include <net/dst.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include <fama/drop.h>
#include <fama/steer.h>
#include <fama/vrf.h>

#include "../message/event.h"
#include "../message/notice.h"
#include "../state/anchor.h"
#include "../state/doubt.h"
#include "../state/home.h"
#include "lost.h"
#include "steer.h"

/* Return: upper-layer protocol behind all extension headers; @off: its offset. */
static u8 steer_upper_protocol(const struct sk_buff *skb, int *off)
{
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;
	__be16 frag;

	*off = ipv6_skip_exthdr(skb, skb_network_offset(skb) +
				sizeof(struct ipv6hdr), &nexthdr, &frag);
	return *off < 0 || frag ? NEXTHDR_NONE : nexthdr;
}

/* Neighbor Discovery never leaves the link (RFC 6275 section 10.4.1). */
static bool steer_is_ndisc(const struct sk_buff *skb)
{
	u8 type, *p;
	int off;

	if (steer_upper_protocol(skb, &off) != IPPROTO_ICMPV6)
		return false;
	p = skb_header_pointer(skb, off, sizeof(type), &type);
	return p && *p >= NDISC_ROUTER_SOLICITATION && *p <= NDISC_REDIRECT;
}

/*
 * Packets of this router that must not be tunnelled: tunnelled ones, which would
 * be tunnelled again and again, and Mobility Headers, which are addressed to the
 * care-of address themselves (RFC 6275 section 10.4.2).
 */
static bool steer_is_signalling(const struct sk_buff *skb)
{
	u8 proto;
	int off;

	proto = steer_upper_protocol(skb, &off);
	return proto == IPPROTO_IPV6 || proto == IPPROTO_MH;
}

/* Let the stack take the tunnel device for the route.  Return: false: it is down. */
static bool steer_to_tunnel(struct dar_net *dn, struct sk_buff *skb)
{
	struct net_device *dev = rcu_dereference(dn->dev);

	return dev && fama_steer_into(dev, skb);
}

/* Does the packet come from a node, through its tunnel to us? */
static bool steer_is_from_tunnel(struct dar_net *dn, struct sk_buff *skb)
{
	struct net_device *dev;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_IPV6)
		return false;
	dev = rcu_dereference(dn->dev);
	return dev && fama_steer_here(dev, skb);
}

static unsigned int steer_drop_ndisc(struct dar_net *dn, struct sk_buff *skb)
{
	dar_stat_inc(dn->mib, DAR_STAT_ND_DROPPED);
	fama_drop(dn->net, skb, dar_stat_name(DAR_STAT_ND_DROPPED),
		  SKB_DROP_REASON_OTHERHOST);
	return NF_STOLEN;
}

/*
 * What comes by a VRF, or leaves by one, is for others, whatever its addresses are: the
 * nodes of our anchors are not there.
 */
static bool steer_is_foreign(struct dar_net *dn, const struct net_device *dev,
			     const struct in6_addr *daddr)
{
	if (!fama_in_vrf(dev))
		return false;
	/* The VRF itself receives what one of its devices has received before. */
	if (!netif_is_l3_master(dev) && dar_anchor_find(dn, daddr)) {
		dar_stat_inc(dn->mib, DAR_STAT_VRF);
		dar_event_lost(dn, daddr, DAR_STAT_VRF);
	}
	return true;
}

/*
 * A packet for a node at home.  If the node says nothing any more, the packet waits for
 * it, in the tunnel device, behind the filters.
 */
static unsigned int steer_home(struct dar_net *dn, struct dar_binding *b,
			       struct sk_buff *skb)
{
	if (likely(dar_hold_is_idle(b) && !dar_doubt_is_due(b)))
		return NF_ACCEPT;
	if (!steer_is_ndisc(skb) && dar_doubt_sent(&dn->hold, b))
		steer_to_tunnel(dn, skb);
	return NF_ACCEPT;
}

/* The decisions about a received packet, in this order. */
static unsigned int steer_prerouting(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	const struct in6_addr *daddr = &ipv6_hdr(skb)->daddr;
	struct dar_net *dn = priv;
	struct dar_binding *b;

	/* 1. What comes by a VRF is for others, whatever its addresses are. */
	if (steer_is_foreign(dn, skb->dev, daddr))
		return NF_ACCEPT;
	/* 2. A packet from a tunnel gets the route to our end of it. */
	if (steer_is_from_tunnel(dn, skb))
		return NF_ACCEPT;
	/* 3. A packet for an address that is not bound goes to its link. */
	b = dar_home_find_bh(dn, daddr);
	if (!b)
		return NF_ACCEPT;
	if (!READ_ONCE(b->d.active))
		return steer_home(dn, b, skb);
	/* 4. Neighbor Discovery that we had no answer to ends here. */
	if (steer_is_ndisc(skb))
		return steer_drop_ndisc(dn, skb);
	/* 5. All other packets for a bound address go to its node, or nowhere. */
	dar_notice_packet(dn);
	if (steer_to_tunnel(dn, skb))
		return NF_ACCEPT;
	dar_lost_unreachable(dn, skb, DAR_STAT_TUNNEL_DOWN);
	return NF_STOLEN;
}

/*
 * Is it a packet of this router that has to be tunnelled to a node?  A packet that an
 * XFRM policy wants transformed keeps its route, which says how.  It comes back here
 * afterwards.
 */
static bool steer_wants_tunnel(struct dar_net *dn, const struct sk_buff *skb)
{
	/* ORDER: on a router most of these packets are already tunnelled. */
	return ipv6_hdr(skb)->nexthdr != IPPROTO_IPV6 &&
	       dar_home_bound(dn, &ipv6_hdr(skb)->daddr) &&
	       !steer_is_foreign(dn, skb_dst(skb)->dev, &ipv6_hdr(skb)->daddr) &&
	       !dst_xfrm(skb_dst(skb)) &&
	       !steer_is_signalling(skb) && !steer_is_ndisc(skb);
}

static unsigned int steer_local_out(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	struct dar_net *dn = priv;

	if (!steer_wants_tunnel(dn, skb))
		return NF_ACCEPT;
	if (!steer_to_tunnel(dn, skb)) {
		dar_lost_note(dn, skb, &ipv6_hdr(skb)->daddr,
			      DAR_STAT_TUNNEL_DOWN);
		return NF_DROP_ERR(-EHOSTUNREACH);
	}
	/* The packet of a process may live longer than this hook runs. */
	return skb_dst_force(skb) ? NF_ACCEPT : NF_DROP;
}

/* Behind destination NAT, which decides what a packet is really for. */
static const struct nf_hook_ops steer_hooks[] = {
	{
		.hook = steer_prerouting,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP6_PRI_NAT_DST + 1,
	}, {
		.hook = steer_local_out,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_NAT_DST + 1,
	},
};

/* The hooks of a namespace know its state, which every packet needs. */
int dar_steer_start(struct dar_net *dn)
{
	unsigned int i;

	static_assert(sizeof(dn->hooks) == sizeof(steer_hooks));
	memcpy(dn->hooks, steer_hooks, sizeof(steer_hooks));
	for (i = 0; i < ARRAY_SIZE(dn->hooks); i++)
		dn->hooks[i].priv = dn;
	return nf_register_net_hooks(dn->net, dn->hooks,
				     ARRAY_SIZE(dn->hooks));
}

void dar_steer_stop(struct dar_net *dn)
{
	nf_unregister_net_hooks(dn->net, dn->hooks, ARRAY_SIZE(dn->hooks));
}
