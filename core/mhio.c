// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/icmpv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter_ipv6.h>
#include <linux/skbuff.h>
#include <net/dropreason.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include <fama/mhio.h>
#include <fama/vrf.h>

#include "exthdr.h"
#include "netns.h"
#include "route.h"

/* Offsets in a message, RFC 6275 section 6.1.1. */
#define MHIO_TYPE_OFF	2
#define MHIO_CKSUM_OFF	4

/* Runs after the filters of the administrator, whose priorities are smaller. */
#define MHIO_PRIORITY	(NF_IP6_PRI_SECURITY + 1)

/* The role that wants messages of @type; for an unknown type, any role. */
static struct fama_mhio_role *mhio_role(struct fama_netns *fn, u8 type)
{
	struct fama_mhio_role *role;

	list_for_each_entry_rcu(role, &fn->roles, list)
		if (type > FAMA_MH_BE || role->types & BIT(type))
			return role;
	return NULL;
}

/*
 * The role for the Mobility Header at @off.  When it is too short to have a
 * type, any role will do: no role would mean that the stack answers that this
 * node does not know Mobility Headers.
 */
static struct fama_mhio_role *mhio_role_for(struct fama_netns *fn,
					    struct sk_buff *skb,
					    unsigned int off)
{
	if (!pskb_may_pull(skb, off + 8))
		return mhio_role(fn, U8_MAX);
	return mhio_role(fn, skb->data[off + MHIO_TYPE_OFF]);
}

static bool mhio_is_unicast(const struct in6_addr *addr)
{
	return ipv6_addr_type(addr) & IPV6_ADDR_UNICAST;
}

static bool mhio_is_of_link(const struct in6_addr *addr)
{
	return ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL;
}

static void mhio_send_error(struct net *net, const struct fama_mhio_rx *rx)
{
	struct fama_mh be = { .type = FAMA_MH_BE };
	struct fama_mhio_tx tx = { .src = &rx->dst, .dst = &rx->src };
	u8 buf[24];
	int len;

	/* What was sent to a group is not answered (RFC 4443 section 2.4). */
	if (!mhio_is_unicast(&rx->src) || !mhio_is_unicast(&rx->dst) ||
	    !__ratelimit(&fama_netns(net)->errors))
		return;
	if (mhio_is_of_link(&rx->src) || mhio_is_of_link(&rx->dst))
		tx.oif = rx->ifindex;
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

/* Answer a message that cannot be parsed, as RFC 6275 section 9.2 says. */
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

static unsigned int mhio_drop(struct net *net, struct sk_buff *skb,
			      const struct fama_mhio_role *role,
			      const struct fama_mhio_rx *rx,
			      enum fama_mhio_drop why)
{
	static const enum skb_drop_reason reasons[FAMA_MHIO_DROPS] = {
		[FAMA_MHIO_CHECKSUM] = SKB_DROP_REASON_IP_CSUM,
		[FAMA_MHIO_TRUNCATED] = SKB_DROP_REASON_PKT_TOO_SMALL,
		[FAMA_MHIO_PROTO] = SKB_DROP_REASON_IP_INHDR,
		[FAMA_MHIO_TYPE] = SKB_DROP_REASON_UNHANDLED_PROTO,
		[FAMA_MHIO_SHORT] = SKB_DROP_REASON_PKT_TOO_SMALL,
		[FAMA_MHIO_OPTION] = SKB_DROP_REASON_IP_INHDR,
		[FAMA_MHIO_POLICY] = SKB_DROP_REASON_XFRM_POLICY,
	};

	role->drop(net, rx, why);
	kfree_skb_reason(skb, reasons[why]);
	return NF_STOLEN;
}

static unsigned int mhio_deliver(struct net *net, struct sk_buff *skb,
				 unsigned int off, struct fama_mhio_role *role,
				 struct fama_mhio_rx *rx)
{
	enum fama_mh_err err;

	if (!mhio_checksum_ok(rx))
		return mhio_drop(net, skb, role, rx, FAMA_MHIO_CHECKSUM);
	err = fama_mh_parse(rx->buf, rx->len, &rx->mh);
	if (err != FAMA_MH_OK)
		return mhio_drop(net, skb, role, rx,
				 mhio_refuse(net, skb, rx, off, err));
	role->rx(net, rx);
	consume_skb(skb);
	return NF_STOLEN;
}

static void mhio_read_packet(const struct sk_buff *skb,
			     struct fama_mhio_rx *rx)
{
	rx->src = ipv6_hdr(skb)->saddr;
	rx->dst = ipv6_hdr(skb)->daddr;
	rx->ifindex = IP6CB(skb)->iif;
	rx->time = ktime_get_real_ns();
}

/*
 * Somebody else serves the node of a Home Address option: an XFRM state of a daemon
 * for route optimization, to this address or any, for that home address or any.
 */
static bool mhio_has_state(struct net *net, const struct sk_buff *skb,
			   const struct fama_mhio_rx *rx)
{
	const struct in6_addr *dst[] = { &rx->dst, &rx->dst, &in6addr_any };
	const struct in6_addr *src[] = { &rx->home, &in6addr_any, &in6addr_any };
	struct xfrm_state *x;
	unsigned int i;

	if (!IS_ENABLED(CONFIG_XFRM))
		return false;
	for (i = 0; i < ARRAY_SIZE(dst); i++) {
		x = xfrm_state_lookup_byaddr(net, skb->mark,
					     (const xfrm_address_t *)dst[i],
					     (const xfrm_address_t *)src[i],
					     IPPROTO_DSTOPTS, AF_INET6);
		if (x) {
			xfrm_state_put(x);
			return true;
		}
	}
	return false;
}

/*
 * No Mobility Header follows the extension headers.  The roles decide about a
 * packet with a Home Address option.  In a fragment the header that follows is
 * not known yet, so the stack goes on with it.
 */
static unsigned int mhio_stray(struct net *net, struct sk_buff *skb, u8 type,
			       struct fama_mhio_rx *rx)
{
	struct fama_mhio_role *role;

	if (!rx->hao || type == NEXTHDR_FRAGMENT)
		return NF_ACCEPT;
	mhio_read_packet(skb, rx);
	if (mhio_has_state(net, skb, rx))
		return NF_ACCEPT;
	list_for_each_entry_rcu(role, &fama_netns(net)->roles, list) {
		if (!role->stray || !role->stray(net, rx))
			continue;
		kfree_skb_reason(skb, SKB_DROP_REASON_IP_INVALID_SOURCE);
		return NF_STOLEN;
	}
	return NF_ACCEPT;
}

unsigned int fama_mhio_receive(struct net *net, struct sk_buff *skb)
{
	struct fama_mhio_rx rx = {};
	struct fama_mhio_role *role;
	unsigned int off;
	u8 type;

	off = fama_exthdr_skip(skb, &rx, &type);
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
	/* The stack asks the XFRM policies behind this hook. */
	if (!xfrm6_policy_check(NULL, XFRM_POLICY_IN, skb))
		return mhio_drop(net, skb, role, &rx, FAMA_MHIO_POLICY);
	rx.buf = skb->data + off;
	rx.len = skb->len - off;
	return mhio_deliver(net, skb, off, role, &rx);
}
EXPORT_SYMBOL_GPL(fama_mhio_receive);

/* Nearly all packets that this node receives leave by the first return. */
static unsigned int mhio_hook(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;

	if ((nexthdr != IPPROTO_MH && !ipv6_ext_hdr(nexthdr)) ||
	    fama_in_vrf(skb->dev))
		return NF_ACCEPT;
	return fama_mhio_receive(state->net, skb);
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
	unsigned int head = LL_RESERVED_SPACE(dst->dev) + dst->header_len +
			    sizeof(struct ipv6hdr) + FAMA_EXTHDR_LEN;
	struct sk_buff *skb;
	u8 nexthdr;

	skb = alloc_skb(head + len + dst->dev->needed_tailroom +
			dst->trailer_len, GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, head);
	skb_put_data(skb, buf, len);
	skb_reset_transport_header(skb);

	nexthdr = fama_exthdr_push(skb, tx);
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

/* A packet with the route to @to, by the interface @oif unless that is 0; or ERR_PTR. */
static struct sk_buff *mhio_packet(struct net *net,
				   const struct fama_mhio_tx *tx,
				   const struct in6_addr *to, int oif,
				   u8 *buf, size_t len)
{
	struct flowi6 fl6 = {
		.flowi6_oif = oif,
		.flowi6_proto = IPPROTO_MH,
		.fl6_mh_type = buf[MHIO_TYPE_OFF],
		.saddr = *tx->src,
		.daddr = *to,
	};
	struct dst_entry *dst;
	struct sk_buff *skb;

	mhio_set_checksum(tx, buf, len);
	dst = fama_route_lookup(net, &fl6);
	if (IS_ERR(dst))
		return ERR_CAST(dst);
	skb = mhio_build(tx, dst, buf, len);
	if (!skb) {
		dst_release(dst);
		return ERR_PTR(-ENOMEM);
	}
	skb_dst_set(skb, dst);
	return skb;
}

int fama_mhio_send(struct net *net, const struct fama_mhio_tx *tx,
		   u8 *buf, size_t len)
{
	struct sk_buff *skb;
	int err;

	skb = mhio_packet(net, tx, tx->dst, tx->oif, buf, len);
	if (IS_ERR(skb))
		return PTR_ERR(skb);
	err = ip6_local_out(net, NULL, skb);
	return err > 0 ? net_xmit_errno(err) : err;
}
EXPORT_SYMBOL_GPL(fama_mhio_send);

/* Nobody knows any more which way a packet was to go that a filter has given away. */
static int mhio_forget(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	kfree_skb(skb);
	return 0;
}

/* ORDER: what filters make of the route does not matter, for it leads to the router. */
int fama_mhio_send_by(struct net *net, const struct fama_mhio_hop *hop,
		      const struct fama_mhio_tx *tx, u8 *buf, size_t len)
{
	struct sk_buff *skb;
	int err;

	skb = mhio_packet(net, tx, hop->router, hop->dev->ifindex, buf, len);
	if (IS_ERR(skb))
		return PTR_ERR(skb);
	err = nf_hook(NFPROTO_IPV6, NF_INET_LOCAL_OUT, net, NULL, skb, NULL,
		      hop->dev, mhio_forget);
	if (err != 1)
		return err;
	skb->dev = hop->dev;
	if (dev_hard_header(skb, skb->dev, ETH_P_IPV6, hop->hw, NULL,
			    skb->len) < 0) {
		kfree_skb(skb);
		return -EINVAL;
	}
	err = dev_queue_xmit(skb);
	return err > 0 ? net_xmit_errno(err) : err;
}
EXPORT_SYMBOL_GPL(fama_mhio_send_by);
