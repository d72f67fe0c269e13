// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/icmpv6.h>
#include <linux/jhash.h>
#include <net/dst_metadata.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ip6_tunnel.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>

#include <fama/drop.h>
#include <fama/encap.h>

#include "route.h"

/* The largest inner packet.  A small packet may always be sent, in fragments. */
static u32 encap_mtu(const struct sk_buff *skb, const struct dst_entry *dst)
{
	const u32 head = sizeof(struct ipv6hdr);

	if (skb->len <= IPV6_MIN_MTU)
		return IPV6_MIN_MTU;
	return max_t(u32, dst_mtu(dst), IPV6_MIN_MTU + head) - head;
}

/*
 * Does the packet, or each packet that GSO makes of it, fit the path?  If not, its
 * sender is told the MTU, as by a router (RFC 2473 section 7.1).
 */
static bool encap_fits(struct sk_buff *skb, u32 mtu)
{
	if (skb->len <= mtu ||
	    (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu)))
		return true;
	skb_dst_update_pmtu_no_confirm(skb, mtu);
	icmpv6_ndo_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	return false;
}

/*
 * Hash the inner flow.  The flow label of the outer header is made of this
 * hash, for routers that balance load (RFC 6438).  Most inner packets have a
 * flow label themselves; without one, ports are hashed.
 */
static void encap_hash(struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	__be32 label = ip6_flowlabel(ip6h);
	u32 hash;

	if (skb->l4_hash || skb->sw_hash)
		return;
	if (!label) {
		skb_get_hash(skb);
		return;
	}
	hash = jhash_3words(ipv6_addr_hash(&ip6h->saddr),
			    ipv6_addr_hash(&ip6h->daddr),
			    (__force u32)label, 0);
	__skb_set_sw_hash(skb, hash ?: 1, true);
}

static void encap_push(struct net *net, struct sk_buff *skb,
		       const struct fama_encap_peer *peer, u8 hop_limit)
{
	u8 dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
	struct flowi6 fl6 = {};	/* not read, since encap_hash() made a hash */
	struct ipv6hdr *ip6h;

	dsfield = INET_ECN_encapsulate(dsfield, dsfield);
	skb_set_inner_ipproto(skb, IPPROTO_IPV6);
	skb_push(skb, sizeof(*ip6h));
	skb_reset_network_header(skb);
	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, dsfield,
		     ip6_make_flowlabel(net, skb, 0, true, &fl6));
	ip6h->hop_limit = hop_limit;
	ip6h->nexthdr = IPPROTO_IPV6;
	ip6h->saddr = peer->src;
	ip6h->daddr = peer->dst;
}

struct dst_entry *fama_encap_route(struct net_device *dev,
				   const struct fama_encap_peer *peer,
				   u32 *cookie)
{
	struct flowi6 fl6 = {
		.flowi6_proto = IPPROTO_IPV6,
		.saddr = peer->src,
		.daddr = peer->dst,
	};
	struct dst_entry *dst = fama_route_lookup(dev_net(dev), &fl6);

	if (IS_ERR(dst)) {
		DEV_STATS_INC(dev, tx_carrier_errors);
		return NULL;
	}
	if (dst->dev == dev) {
		DEV_STATS_INC(dev, collisions);
		dst_release(dst);
		return NULL;
	}
	*cookie = rt6_get_cookie(dst_rt6_info(dst));
	return dst;
}
EXPORT_SYMBOL_GPL(fama_encap_route);

/* The device counts packets of the stack, as other devices do. */
static bool encap_send(struct net_device *dev, struct sk_buff *skb)
{
	int len = skb->len - skb_inner_network_offset(skb), err;

	memset(skb->cb, 0, sizeof(struct inet6_skb_parm));
	err = ip6_local_out(dev_net(dev), NULL, skb);
	err = net_xmit_eval(err);
	iptunnel_xmit_stats(dev, err ? -1 : len);
	return !err;
}

bool fama_encap_xmit(struct net_device *dev, struct sk_buff *skb,
		     const struct fama_encap_peer *peer)
{
	enum skb_drop_reason reason = SKB_DROP_REASON_IP_OUTNOROUTES;
	struct dst_entry *dst = peer->route;
	u32 mtu, cookie;

	if (!dst)
		dst = fama_encap_route(dev, peer, &cookie);
	if (!dst) {
		icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH,
				0);
		goto drop;
	}
	mtu = encap_mtu(skb, dst);
	reason = SKB_DROP_REASON_PKT_TOO_BIG;
	if (!encap_fits(skb, mtu))
		goto drop;

	skb_scrub_packet(skb, false);
	encap_hash(skb);
	reason = SKB_DROP_REASON_NOMEM;
	if (skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) +
			      sizeof(struct ipv6hdr) + dst->header_len) ||
	    iptunnel_handle_offloads(skb, SKB_GSO_IPXIP6))
		goto drop;
	/* What may be too big all the same is fragmented (RFC 2473 section 7.1). */
	skb->ignore_df = mtu == IPV6_MIN_MTU;
	if (peer->route)
		skb_dst_set_noref(skb, dst);
	else
		skb_dst_set(skb, dst);
	encap_push(dev_net(dev), skb, peer, ip6_dst_hoplimit(dst));
	return encap_send(dev, skb);

drop:
	DEV_STATS_INC(dev, tx_errors);
	if (!peer->route)
		dst_release(dst);
	fama_drop(dev_net(dev), skb, "tx_errors", reason);
	return false;
}
EXPORT_SYMBOL_GPL(fama_encap_xmit);
