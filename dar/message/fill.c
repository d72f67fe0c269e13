// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/math64.h>
#include <net/netlink.h>

#include <uapi/linux/dar.h>

#include "fill.h"

#define FILL_PREFIX_LEN	64	/* of every anchor */

int dar_fill_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, DAR_A_PAD);
}

/* Number of seconds until a boot time, at least 0. */
static u32 fill_seconds_left(u64 deadline)
{
	u64 now = ktime_get_boottime_ns();

	return deadline > now ? div_u64(deadline - now, NSEC_PER_SEC) : 0;
}

static int fill_policy(struct sk_buff *skb, const struct dar_policy *p)
{
	if (nla_put_u8(skb, DAR_A_CARE_OF_TEST, p->mode) ||
	    nla_put_u32(skb, DAR_A_LIFETIME_MAX, p->lifetime_max) ||
	    nla_put_u32(skb, DAR_A_REFRESH, p->refresh) ||
	    nla_put_u8(skb, DAR_A_MIN_SEC, p->min_sec) ||
	    nla_put_u32(skb, DAR_A_KEY_SIZES, p->key_sizes) ||
	    nla_put_u8(skb, DAR_A_DAD, p->dad) ||
	    nla_put_u8(skb, DAR_A_PROXY_ND, p->proxy) ||
	    nla_put_u8(skb, DAR_A_EARLY_TOKEN, p->early) ||
	    nla_put_u8(skb, DAR_A_ADMIT, p->admit) ||
	    nla_put_u8(skb, DAR_A_FIB, p->fib))
		return -EMSGSIZE;
	return 0;
}

static int fill_access(struct sk_buff *skb, const struct dar_access *access,
		       u8 state)
{
	int ifindex = READ_ONCE(access->ifindex);

	if (nla_put_string(skb, DAR_A_LINK, access->name) ||
	    nla_put_u8(skb, DAR_A_ANCHOR_STATE, state) ||
	    (ifindex && nla_put_s32(skb, DAR_A_IFINDEX, ifindex)))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_access(struct sk_buff *skb, const struct dar_access *access)
{
	return fill_access(skb, access, dar_access_state(access));
}

static int fill_tally(struct sk_buff *skb, const struct dar_tally *t)
{
	static const struct {
		enum dar_tally_count what;
		int attr;
	} counters[] = {
		{ DAR_TALLY_ACCEPTED, DAR_A_ACCEPTED },
		{ DAR_TALLY_REFUSED, DAR_A_REFUSED },
		{ DAR_TALLY_TX_PACKETS, DAR_A_TX_PACKETS },
		{ DAR_TALLY_TX_BYTES, DAR_A_TX_BYTES },
		{ DAR_TALLY_RX_PACKETS, DAR_A_RX_PACKETS },
		{ DAR_TALLY_RX_BYTES, DAR_A_RX_BYTES },
	};
	unsigned int i;

	if (nla_put_u32(skb, DAR_A_BINDINGS, READ_ONCE(t->bindings)))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(counters); i++)
		if (dar_fill_u64(skb, counters[i].attr,
				 dar_tally_sum(t, counters[i].what)))
			return -EMSGSIZE;
	return 0;
}

int dar_fill_prefix(struct sk_buff *skb, const struct in6_addr *addr)
{
	struct in6_addr prefix;

	ipv6_addr_prefix(&prefix, addr, FILL_PREFIX_LEN);
	if (nla_put_in6_addr(skb, DAR_A_PREFIX, &prefix) ||
	    nla_put_u8(skb, DAR_A_PREFIX_LEN, FILL_PREFIX_LEN))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_anchor(struct sk_buff *skb, const struct dar_anchor *a)
{
	if (dar_fill_prefix(skb, &a->prefix) ||
	    fill_access(skb, a->access, dar_anchor_state(a)))
		return -EMSGSIZE;
	return fill_policy(skb, &a->policy) ?: fill_tally(skb, a->tally);
}

/* What bindings and remembered addresses have in common. */
static int fill_entry(struct sk_buff *skb, const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;

	if (nla_put_in6_addr(skb, DAR_A_HOME, &view->home) ||
	    nla_put_u16(skb, DAR_A_SEQ, d->seq) ||
	    nla_put_u8(skb, DAR_A_PHKT, d->has_phkt) ||
	    dar_fill_u64(skb, DAR_A_NUMBER, d->version) ||
	    (d->key && nla_put(skb, DAR_A_KEY_ID, sizeof(d->key), &d->key)))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_binding(struct sk_buff *skb, const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;
	u32 left = d->active ? fill_seconds_left(d->deadline) : 0;

	if (fill_entry(skb, view) ||
	    nla_put_in6_addr(skb, DAR_A_CAREOF, &d->coa) ||
	    nla_put_u32(skb, DAR_A_LIFETIME, d->lifetime) ||
	    nla_put_u32(skb, DAR_A_EXPIRES, left) ||
	    nla_put_u8(skb, DAR_A_AUTH, d->auth) ||
	    nla_put_u8(skb, DAR_A_STATE, d->state) ||
	    (d->state == DAR_BINDING_UNVERIFIED &&
	     (nla_put_u32(skb, DAR_A_CREDIT, view->credit.octets) ||
	      nla_put_u32(skb, DAR_A_CREDIT_PACKETS,
			  view->credit.packets))) ||
	    dar_fill_u64(skb, DAR_A_TX_PACKETS, view->tx_packets) ||
	    dar_fill_u64(skb, DAR_A_TX_BYTES, view->tx_bytes) ||
	    dar_fill_u64(skb, DAR_A_RX_PACKETS, view->rx_packets) ||
	    dar_fill_u64(skb, DAR_A_RX_BYTES, view->rx_bytes))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_held(struct sk_buff *skb, const struct dar_hold_view *held)
{
	if ((held->packets &&
	     (nla_put_u32(skb, DAR_A_HELD_PACKETS, held->packets) ||
	      nla_put_u32(skb, DAR_A_HELD_OCTETS, held->octets))) ||
	    (held->absent && nla_put_u8(skb, DAR_A_ABSENT, 1)))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_memory(struct sk_buff *skb, const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;

	if (fill_entry(skb, view) ||
	    (d->deadline != DAR_NEVER &&
	     nla_put_u32(skb, DAR_A_FORGET, fill_seconds_left(d->deadline))))
		return -EMSGSIZE;
	return 0;
}
