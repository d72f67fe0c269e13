// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device dar0: what steers packets into it, and the ends of its tunnels.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv6.h>
#include <net/dst.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include <fama/encap.h>
#include <fama/steer.h>
#include <fama/tunnel.h>

#include "credit.h"
#include "dar.h"
#include "tell.h"

#define DEV_MAX_UPPER_HEADER	60	/* of TCP */
#define DEV_MAX_NESTED		4	/* as RFC 2473 section 6.6 has it */

/* Upper-layer protocol, behind extension headers; its offset in @off. */
static u8 dev_upper_protocol(const struct sk_buff *skb, int *off)
{
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;
	__be16 frag;

	*off = ipv6_skip_exthdr(skb, skb_network_offset(skb) +
				sizeof(struct ipv6hdr), &nexthdr, &frag);
	return *off < 0 || frag ? NEXTHDR_NONE : nexthdr;
}

/* Neighbour Discovery is of the link (RFC 6275 section 10.4.1). */
static bool dev_is_ndisc(const struct sk_buff *skb)
{
	u8 type, *p;
	int off;

	if (dev_upper_protocol(skb, &off) != IPPROTO_ICMPV6)
		return false;
	p = skb_header_pointer(skb, off, sizeof(type), &type);
	return p && *p >= NDISC_ROUTER_SOLICITATION && *p <= NDISC_REDIRECT;
}

/*
 * What this node itself never sends through the tunnel: what is tunnelled
 * already, lest it runs in circles, and Mobility Headers, which find the node
 * by themselves (RFC 6275 section 10.4.2).
 */
static bool dev_is_own(const struct sk_buff *skb)
{
	u8 proto;
	int off;

	proto = dev_upper_protocol(skb, &off);
	return proto == IPPROTO_IPV6 || proto == IPPROTO_MH;
}

/* Into the tunnel, which is what the stack takes for its route. */
static bool dev_steer(struct dar_net *dn, struct sk_buff *skb)
{
	struct net_device *dev = rcu_dereference(dn->dev);

	return dev && fama_steer_into(dev, skb);
}

/* From a node, through its tunnel to us. */
static bool dev_is_here(struct dar_net *dn, struct sk_buff *skb)
{
	struct net_device *dev;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_IPV6)
		return false;
	dev = rcu_dereference(dn->dev);
	return dev && fama_steer_here(dev, skb);
}

/* Asked of the node, on whose behalf we answer; nobody forwards it. */
static unsigned int dev_end_ndisc(struct dar_net *dn, struct sk_buff *skb)
{
	if (!dar_proxy_rx(dn, skb))
		dar_stats_inc(dn, DAR_STAT_ND_DROPPED);
	return NF_DROP;
}

static unsigned int dev_prerouting(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	const struct in6_addr *daddr = &ipv6_hdr(skb)->daddr;
	struct dar_net *dn = priv;

	if (ipv6_addr_is_multicast(daddr)) {
		dar_proxy_rx(dn, skb);
		return NF_ACCEPT;
	}
	if (dev_is_here(dn, skb) || !dar_is_bound_bh(dn, daddr))
		return NF_ACCEPT;
	if (dev_is_ndisc(skb))
		return dev_end_ndisc(dn, skb);
	dev_steer(dn, skb);
	return NF_ACCEPT;
}

/* ORDER: most of it is what this module has tunnelled, on a router. */
static unsigned int dev_local_out(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	struct dar_net *dn = priv;

	if (ipv6_hdr(skb)->nexthdr == IPPROTO_IPV6 ||
	    !dar_is_bound(dn, &ipv6_hdr(skb)->daddr) || dev_is_own(skb) ||
	    dev_is_ndisc(skb) || !dev_steer(dn, skb))
		return NF_ACCEPT;
	/* Who sends may be a process, whose packet outlives this hook. */
	return skb_dst_force(skb) ? NF_ACCEPT : NF_DROP;
}

/* Behind DNAT: the destination is then what the packet is really for. */
static const struct nf_hook_ops dev_hooks[] = {
	{
		.hook = dev_prerouting,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP6_PRI_NAT_DST + 1,
	}, {
		.hook = dev_local_out,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_NAT_DST + 1,
	},
};

static unsigned int dev_packets(const struct sk_buff *skb)
{
	return max_t(unsigned int, 1, skb_shinfo(skb)->gso_segs);
}

/* Octets of inner packets, with the most that segments repeat of headers. */
static unsigned int dev_octets(const struct sk_buff *skb)
{
	unsigned int head = DEV_MAX_UPPER_HEADER;

	if (!skb_is_gso(skb))
		return skb->len;
	head += skb_transport_offset(skb);
	return skb->len + (dev_packets(skb) - 1) * head;
}

/* What is sent to an address that is not proven, the node must have earned. */
static bool dev_may_send(struct dar_net *dn, struct dar_binding *b,
			 const struct sk_buff *skb)
{
	if (likely(READ_ONCE(b->d.state) == DAR_BINDING_VERIFIED) ||
	    dar_credit_spend(&b->credit, dev_octets(skb),
			     ktime_get_coarse_boottime_ns()))
		return true;
	dar_stats_inc(dn, DAR_STAT_CREDIT_EXHAUSTED);
	return false;
}

/*
 * Two access routers may each have a node at the other's: what goes round and
 * round between them grows by a header each time.  What hides in a fragment
 * that is not the first is seen as soon as it has been tunnelled itself.
 */
static bool dev_is_nested(const struct sk_buff *skb)
{
	int off = skb_network_offset(skb), depth;
	u8 proto = ipv6_hdr(skb)->nexthdr;
	struct ipv6hdr *ip6h, buf;
	__be16 frag;

	if (proto != IPPROTO_IPV6 && !ipv6_ext_hdr(proto))
		return false;
	for (depth = 0; depth < DEV_MAX_NESTED; depth++) {
		ip6h = skb_header_pointer(skb, off, sizeof(buf), &buf);
		if (!ip6h)
			return false;
		proto = ip6h->nexthdr;
		off = ipv6_skip_exthdr(skb, off + sizeof(buf), &proto, &frag);
		if (off < 0 || proto != IPPROTO_IPV6 ||
		    frag & htons(IP6_OFFSET))
			return false;
	}
	return true;
}

/*
 * The route that the binding remembers, if it still holds, else another one, which
 * it shall remember.  Valid on this RCU read side, as is one that was replaced.
 */
static struct dst_entry *dev_route(struct dar_net *dn, struct dar_binding *b,
				   const struct dar_path *path,
				   const struct fama_encap_peer *peer)
{
	struct net_device *dev = rcu_dereference(dn->dev);
	struct dst_entry *dst;

	if (path->route && dst_check(path->route, path->cookie))
		return path->route;
	dst = dev ? fama_encap_route(dev, peer) : NULL;
	if (dst)
		dar_bcache_remember(&dn->bcache, b, path->version, dst);
	return dst;
}

/* Where to, if it may go there at all; counts why not. */
static struct dar_binding *dev_destination(struct dar_net *dn,
					   struct sk_buff *skb,
					   struct fama_encap_peer *peer)
{
	struct dar_path path;
	struct dar_binding *b;

	b = dar_bcache_find_bh(&dn->bcache, &ipv6_hdr(skb)->daddr);
	if (!b || !dar_binding_path(b, &path)) {
		dar_stats_inc(dn, DAR_STAT_TUNNEL_NO_BINDING);
		icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH,
				0);
		return NULL;
	}
	if (dev_is_nested(skb)) {
		dar_stats_inc(dn, DAR_STAT_NESTED);
		return NULL;
	}
	if (!dev_may_send(dn, b, skb))
		return NULL;
	peer->dst = path.coa;
	peer->src = path.dar;
	peer->route = dev_route(dn, b, &path, peer);
	return peer->route ? b : NULL;
}

static enum fama_tunnel_verdict dev_tx(struct net_device *dev,
				       struct sk_buff *skb,
				       struct fama_encap_peer *peer)
{
	struct dar_net *dn = dar_net(dev_net(dev));
	struct dar_binding *b;

	b = dev_destination(dn, skb, peer);
	if (!b)
		return FAMA_TUNNEL_DROP;
	__dar_stats_add(dn, DAR_STAT_TUNNEL_TX, dev_packets(skb));
	atomic64_add(dev_packets(skb), &b->tx_packets);
	atomic64_add(skb->len, &b->tx_bytes);
	return FAMA_TUNNEL_PASS;
}

/* Do the ends of an outer header belong to a home address. */
static bool dev_is_path(struct dar_binding *b, const struct in6_addr *coa,
			const struct in6_addr *dar)
{
	struct dar_path path;

	return dar_binding_path(b, &path) &&
	       ipv6_addr_equal(coa, &path.coa) &&
	       ipv6_addr_equal(dar, &path.dar);
}

/*
 * Other tunnels may end at this node as well: refuse only what claims to be
 * from a home address, or comes to an anchor from an address that nobody has.
 */
static enum fama_tunnel_verdict dev_rx_stranger(struct dar_net *dn,
						const struct ipv6hdr *outer,
						const struct ipv6hdr *inner)
{
	if (dar_address_usable(&inner->saddr)) {
		if (!dar_prefix_find(dn, &inner->saddr))
			return FAMA_TUNNEL_NOT_MINE;
		dar_stats_inc(dn, DAR_STAT_SPOOFED_SOURCE);
		/* Where it is bound, the node is somewhere else. */
		if (!dar_is_bound(dn, &inner->saddr))
			dar_tell_stranger(dn, &inner->saddr, &outer->daddr,
					  &outer->saddr);
		return FAMA_TUNNEL_DROP;
	}
	if (!dar_prefix_find(dn, &outer->daddr))
		return FAMA_TUNNEL_NOT_MINE;
	dar_stats_inc(dn, DAR_STAT_BAD_INNER_SOURCE);
	return FAMA_TUNNEL_DROP;
}

/* RFC 6275 section 10.4.5: the outer source must be that of the binding. */
static enum fama_tunnel_verdict dev_rx(struct net_device *dev,
				       const struct ipv6hdr *outer,
				       const struct ipv6hdr *inner,
				       unsigned int len)
{
	struct dar_net *dn = dar_net(dev_net(dev));
	struct dar_binding *b;

	b = dar_bcache_find_bh(&dn->bcache, &inner->saddr);
	if (!b || !dev_is_path(b, &outer->saddr, &outer->daddr))
		return dev_rx_stranger(dn, outer, inner);
	__dar_stats_add(dn, DAR_STAT_TUNNEL_RX, 1);
	atomic64_inc(&b->rx_packets);
	atomic64_add(len, &b->rx_bytes);
	dar_credit_earn(&b->credit, len, ktime_get_coarse_boottime_ns());
	return FAMA_TUNNEL_PASS;
}

static bool dev_sent(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner)
{
	struct dar_net *dn = dar_net(dev_net(dev));
	struct dar_binding *b;

	b = dar_bcache_find(&dn->bcache, &inner->daddr);
	return b && dev_is_path(b, &outer->daddr, &outer->saddr);
}

static const struct fama_tunnel_ops dev_tunnel_ops = {
	.name = "dar",
	.table = FAMA_TABLE_DAR,
	.forwards = true,
	.sysfs = &dar_sysfs_group,
	.tx = dev_tx,
	.rx = dev_rx,
	.sent = dev_sent,
};

/* Each packet needs its namespace's state: the hooks have it at hand. */
static int dev_register_hooks(struct dar_net *dn)
{
	unsigned int i;

	static_assert(sizeof(dn->hooks) == sizeof(dev_hooks));
	memcpy(dn->hooks, dev_hooks, sizeof(dev_hooks));
	for (i = 0; i < ARRAY_SIZE(dn->hooks); i++)
		dn->hooks[i].priv = dn;
	return nf_register_net_hooks(dn->net, dn->hooks,
				     ARRAY_SIZE(dn->hooks));
}

int dar_dev_create(struct dar_net *dn, const char *name)
{
	struct net_device *dev;
	int err;

	dev = fama_tunnel_create(dn->net, name, &dev_tunnel_ops);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	rcu_assign_pointer(dn->dev, dev);
	err = dev_register_hooks(dn);
	if (err) {
		RCU_INIT_POINTER(dn->dev, NULL);
		fama_tunnel_destroy(dev);
	}
	return err;
}

/* A hook may still run when it is unregistered: wait for it. */
void dar_dev_destroy(struct dar_net *dn)
{
	struct net_device *dev;

	nf_unregister_net_hooks(dn->net, dn->hooks, ARRAY_SIZE(dn->hooks));
	dev = rcu_replace_pointer(dn->dev, NULL, !dn->enabled);
	synchronize_net();
	fama_tunnel_destroy(dev);
}
