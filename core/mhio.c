// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/skbuff.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include <fama/mhio.h>

#include "netns.h"

#define MHIO_HDR_LEN	24	/* Destination Options with HAO, or RH2 */
#define MHIO_MAX_HDRS	4	/* extension headers looked at */
#define MHIO_CKSUM_OFF	4	/* RFC 6275 section 6.1.1 */
#define MHIO_RH2	2	/* routing type, RFC 6275 section 6.4 */
#define MHIO_MUST_KNOW	0xc0	/* of an option type, RFC 8200 section 4.2 */

/* Behind the administrator's filters, before the stack sees the headers. */
#define MHIO_PRIORITY	(NF_IP6_PRI_SECURITY + 1)

/* Destination Options: a Home Address option among what may be skipped. */
static bool mhio_parse_dstopts(const u8 *hdr, unsigned int len,
			       struct fama_mhio_rx *rx)
{
	unsigned int off = 2, opt;

	while (off < len) {
		if (hdr[off] == IPV6_TLV_PAD1) {
			off++;
			continue;
		}
		if (off + 2 > len || off + 2 + hdr[off + 1] > len)
			return false;
		opt = off;
		off += 2 + hdr[off + 1];
		if (!(hdr[opt] & MHIO_MUST_KNOW))
			continue;
		if (hdr[opt] != IPV6_TLV_HAO || hdr[opt + 1] != 16 || rx->hao)
			return false;
		memcpy(&rx->home, hdr + opt + 2, sizeof(rx->home));
		rx->hao = true;
	}
	return true;
}

/* Type 2 routing header: one address, one segment left. */
static bool mhio_parse_rthdr(const u8 *hdr, unsigned int len,
			     struct fama_mhio_rx *rx)
{
	if (len != MHIO_HDR_LEN || hdr[2] != MHIO_RH2 || hdr[3] != 1 ||
	    rx->rh2)
		return false;
	memcpy(&rx->home, hdr + 8, sizeof(rx->home));
	rx->rh2 = true;
	return true;
}

static bool mhio_parse_ext(u8 type, const u8 *hdr, unsigned int len,
			   struct fama_mhio_rx *rx)
{
	switch (type) {
	case NEXTHDR_DEST:
		return mhio_parse_dstopts(hdr, len, rx);
	case NEXTHDR_ROUTING:
		return mhio_parse_rthdr(hdr, len, rx);
	case NEXTHDR_HOP:	/* the stack has read it */
		return true;
	default:
		return false;
	}
}

static bool mhio_is_ext(u8 type, bool first)
{
	return type == NEXTHDR_DEST || type == NEXTHDR_ROUTING ||
	       (type == NEXTHDR_HOP && first);
}

/*
 * Walk to what extension headers precede.  Return: its offset, 0 when there
 * are headers that are the stack's to judge.
 */
static unsigned int mhio_find(struct sk_buff *skb, struct fama_mhio_rx *rx,
			      u8 *type)
{
	unsigned int off = sizeof(struct ipv6hdr), len, i;

	*type = ipv6_hdr(skb)->nexthdr;
	for (i = 0; i < MHIO_MAX_HDRS; i++) {
		if (!mhio_is_ext(*type, !i))
			return off;
		if (!pskb_may_pull(skb, off + 8))
			return 0;
		len = (skb->data[off + 1] + 1) * 8;
		if (!pskb_may_pull(skb, off + len))
			return 0;
		if (!mhio_parse_ext(*type, skb->data + off, len, rx))
			return 0;
		*type = skb->data[off];
		off += len;
	}
	return 0;
}

/* The role that wants messages of this type; any role for unknown types. */
static struct fama_mhio_role *mhio_role(struct fama_netns *fn, u8 type)
{
	struct fama_mhio_role *role;

	list_for_each_entry_rcu(role, &fn->roles, list)
		if (type > FAMA_MH_BE || role->types & BIT(type))
			return role;
	return NULL;
}

/*
 * The role for what is at @off; any for too few octets to say, lest the stack
 * tell its sender that nobody here knows Mobility Headers.
 */
static struct fama_mhio_role *mhio_role_for(struct fama_netns *fn,
					    struct sk_buff *skb,
					    unsigned int off)
{
	if (!pskb_may_pull(skb, off + 8))
		return mhio_role(fn, U8_MAX);
	return mhio_role(fn, skb->data[off + 2]);
}

static void mhio_send_error(struct net *net, const struct fama_mhio_rx *rx)
{
	struct fama_mh be = { .type = FAMA_MH_BE };
	struct fama_mhio_tx tx = { .src = &rx->dst, .dst = &rx->src };
	u8 buf[24];
	int len;

	if (!(ipv6_addr_type(&rx->src) & IPV6_ADDR_UNICAST) ||
	    !__ratelimit(&fama_netns(net)->errors))
		return;
	be.be.status = FAMA_BE_UNKNOWN_TYPE;
	if (rx->hao)
		be.be.home = rx->home;
	len = fama_mh_build(&be, buf, sizeof(buf), NULL);
	if (len > 0)
		fama_mhio_send(net, &tx, buf, len);
}

static void mhio_param_problem(struct sk_buff *skb, unsigned int pos)
{
	icmpv6_send(skb, ICMPV6_PARAMPROB, ICMPV6_HDR_FIELD, pos);
}

/* What RFC 6275 section 9.2 wants for a message that cannot be parsed. */
static enum fama_mhio_drop mhio_refuse(struct net *net, struct sk_buff *skb,
				       const struct fama_mhio_rx *rx,
				       unsigned int off, enum fama_mh_err err)
{
	switch (err) {
	case FAMA_MH_EPROTO:
		mhio_param_problem(skb, off);
		return FAMA_MHIO_PROTO;
	case FAMA_MH_ESHORT:
		mhio_param_problem(skb, off + 1);
		return FAMA_MHIO_SHORT;
	case FAMA_MH_ETYPE:
		mhio_send_error(net, rx);
		return FAMA_MHIO_TYPE;
	case FAMA_MH_EOPT:
		return FAMA_MHIO_OPTION;
	default:
		return FAMA_MHIO_TRUNCATED;
	}
}

static bool mhio_checksum_ok(const struct fama_mhio_rx *rx)
{
	const struct in6_addr *src = rx->hao ? &rx->home : &rx->src;
	const struct in6_addr *dst = rx->rh2 ? &rx->home : &rx->dst;

	return !csum_ipv6_magic(src, dst, rx->len, IPPROTO_MH,
				csum_partial(rx->buf, rx->len, 0));
}

static void mhio_deliver(struct net *net, struct sk_buff *skb,
			 unsigned int off, struct fama_mhio_role *role,
			 struct fama_mhio_rx *rx)
{
	enum fama_mhio_drop why = FAMA_MHIO_CHECKSUM;
	enum fama_mh_err err;

	if (mhio_checksum_ok(rx)) {
		err = fama_mh_parse(rx->buf, rx->len, &rx->mh);
		if (err == FAMA_MH_OK) {
			role->rx(net, rx);
			return;
		}
		why = mhio_refuse(net, skb, rx, off, err);
	}
	role->drop(net, rx, why);
}

static void mhio_read_packet(const struct sk_buff *skb,
			     struct fama_mhio_rx *rx)
{
	rx->src = ipv6_hdr(skb)->saddr;
	rx->dst = ipv6_hdr(skb)->daddr;
	rx->ifindex = skb->dev->ifindex;
	rx->time = ktime_get_real_ns();
}

/* In a fragment, who knows what follows: that is the stack's to judge. */
static unsigned int mhio_stray(struct net *net, const struct sk_buff *skb,
			       u8 type, struct fama_mhio_rx *rx)
{
	struct fama_mhio_role *role;

	if (!rx->hao || type == NEXTHDR_FRAGMENT)
		return NF_ACCEPT;
	mhio_read_packet(skb, rx);
	list_for_each_entry_rcu(role, &fama_netns(net)->roles, list)
		if (role->stray && role->stray(net, rx))
			return NF_DROP;
	return NF_ACCEPT;
}

static unsigned int mhio_receive(struct net *net, struct sk_buff *skb)
{
	struct fama_mhio_rx rx = {};
	struct fama_mhio_role *role;
	unsigned int off;
	u8 type;

	off = mhio_find(skb, &rx, &type);
	if (!off)
		return NF_ACCEPT;
	if (type != IPPROTO_MH)
		return mhio_stray(net, skb, type, &rx);
	role = mhio_role_for(fama_netns(net), skb, off);
	if (!role)
		return NF_ACCEPT;
	if (skb_linearize(skb))
		return NF_DROP;

	mhio_read_packet(skb, &rx);
	rx.buf = skb->data + off;
	rx.len = skb->len - off;
	mhio_deliver(net, skb, off, role, &rx);
	consume_skb(skb);
	return NF_STOLEN;
}

/* Of all that comes to this host, and what its tunnels bring, most ends here. */
static unsigned int mhio_hook(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;

	if (nexthdr != IPPROTO_MH && !ipv6_ext_hdr(nexthdr))
		return NF_ACCEPT;
	return mhio_receive(state->net, skb);
}

static const struct nf_hook_ops mhio_hook_ops = {
	.hook = mhio_hook,
	.pf = NFPROTO_IPV6,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = MHIO_PRIORITY,
};

int fama_mhio_attach(struct net *net, struct fama_mhio_role *role)
{
	struct fama_netns *fn = fama_netns(net);
	int err = 0;

	mutex_lock(&fn->lock);
	if (list_empty(&fn->roles))
		err = nf_register_net_hook(net, &mhio_hook_ops);
	if (!err)
		list_add_tail_rcu(&role->list, &fn->roles);
	mutex_unlock(&fn->lock);
	return err;
}
EXPORT_SYMBOL_GPL(fama_mhio_attach);

void fama_mhio_detach(struct net *net, struct fama_mhio_role *role)
{
	struct fama_netns *fn = fama_netns(net);

	mutex_lock(&fn->lock);
	list_del_rcu(&role->list);
	if (list_empty(&fn->roles))
		nf_unregister_net_hook(net, &mhio_hook_ops);
	mutex_unlock(&fn->lock);
	synchronize_net();
}
EXPORT_SYMBOL_GPL(fama_mhio_detach);

/* The 24 octets of a Destination Options header with a Home Address option. */
static void mhio_push_hao(struct sk_buff *skb, const struct in6_addr *home)
{
	static const u8 head[8] = { IPPROTO_MH, 2, IPV6_TLV_PADN, 2, 0, 0,
				    IPV6_TLV_HAO, 16 };
	u8 *hdr = skb_push(skb, MHIO_HDR_LEN);

	memcpy(hdr, head, sizeof(head));
	memcpy(hdr + 8, home, sizeof(*home));
}

static void mhio_push_rh2(struct sk_buff *skb, const struct in6_addr *home)
{
	static const u8 head[8] = { IPPROTO_MH, 2, MHIO_RH2, 1 };
	u8 *hdr = skb_push(skb, MHIO_HDR_LEN);

	memcpy(hdr, head, sizeof(head));
	memcpy(hdr + 8, home, sizeof(*home));
}

static void mhio_push_ipv6(struct sk_buff *skb, const struct fama_mhio_tx *tx,
			   u8 nexthdr, u8 hop_limit)
{
	unsigned int len = skb->len;
	struct ipv6hdr *ip6h;

	skb_push(skb, sizeof(*ip6h));
	skb_reset_network_header(skb);
	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, 0, 0);
	ip6h->payload_len = htons(len);
	ip6h->nexthdr = nexthdr;
	ip6h->hop_limit = hop_limit;
	ip6h->saddr = *tx->src;
	ip6h->daddr = *tx->dst;
}

static struct sk_buff *mhio_build(const struct fama_mhio_tx *tx,
				  struct dst_entry *dst,
				  const u8 *buf, size_t len)
{
	unsigned int head = LL_RESERVED_SPACE(dst->dev) +
			    sizeof(struct ipv6hdr) + MHIO_HDR_LEN;
	struct sk_buff *skb;
	u8 nexthdr;

	skb = alloc_skb(head + len + dst->dev->needed_tailroom, GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, head);
	skb_put_data(skb, buf, len);
	skb_reset_transport_header(skb);

	nexthdr = IPPROTO_MH;
	if (tx->hao) {
		mhio_push_hao(skb, tx->hao);
		nexthdr = NEXTHDR_DEST;
	} else if (tx->rh2) {
		mhio_push_rh2(skb, tx->rh2);
		nexthdr = NEXTHDR_ROUTING;
	}
	mhio_push_ipv6(skb, tx, nexthdr, ip6_dst_hoplimit(dst));
	skb->protocol = htons(ETH_P_IPV6);
	skb->priority = TC_PRIO_CONTROL;
	return skb;
}

static void mhio_set_checksum(const struct fama_mhio_tx *tx, u8 *buf,
			      size_t len)
{
	__sum16 sum;

	memset(buf + MHIO_CKSUM_OFF, 0, sizeof(sum));
	sum = csum_ipv6_magic(tx->hao ?: tx->src, tx->rh2 ?: tx->dst, len,
			      IPPROTO_MH, csum_partial(buf, len, 0));
	memcpy(buf + MHIO_CKSUM_OFF, &sum, sizeof(sum));
}

int fama_mhio_send(struct net *net, const struct fama_mhio_tx *tx,
		   u8 *buf, size_t len)
{
	struct flowi6 fl6 = {
		.flowi6_oif = tx->oif,
		.flowi6_proto = IPPROTO_MH,
		.saddr = *tx->src,
		.daddr = *tx->dst,
	};
	struct dst_entry *dst;
	struct sk_buff *skb;
	int err;

	mhio_set_checksum(tx, buf, len);
	dst = ip6_route_output(net, NULL, &fl6);
	err = dst->error;
	if (err)
		goto out_dst;
	err = -ENOMEM;
	skb = mhio_build(tx, dst, buf, len);
	if (!skb)
		goto out_dst;
	skb_dst_set(skb, dst);
	err = ip6_local_out(net, NULL, skb);
	return err > 0 ? net_xmit_errno(err) : err;

out_dst:
	dst_release(dst);
	return err;
}
EXPORT_SYMBOL_GPL(fama_mhio_send);
