// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of the messages of the family "dar".
 */
#include <linux/ktime.h>

#include <uapi/linux/dar.h>

#include "genl.h"

#define FILL_COUNTER_NAME_MAX	32

const u8 dar_setting_attrs[DAR_SETTING_COUNT] = {
	[DAR_SETTING_MAX_BINDINGS] = DAR_A_MAX_BINDINGS,
	[DAR_SETTING_MAX_REMEMBERED] = DAR_A_MAX_REMEMBERED,
	[DAR_SETTING_QUEUE_MAX] = DAR_A_QUEUE_MAX,
	[DAR_SETTING_VERIFY_RATE] = DAR_A_VERIFY_RATE,
	[DAR_SETTING_REFUSAL_RATE] = DAR_A_REFUSAL_RATE,
};

int dar_fill_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, DAR_A_PAD);
}

/* Seconds until a boot time. */
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
	    nla_put_u8(skb, DAR_A_EARLY_TOKEN, p->early))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_anchor(struct sk_buff *skb, const struct dar_anchor *a)
{
	if (nla_put_in6_addr(skb, DAR_A_PREFIX, &a->prefix) ||
	    nla_put_u8(skb, DAR_A_PREFIX_LEN, 64) ||
	    nla_put_u32(skb, DAR_A_IFINDEX, a->ifindex))
		return -EMSGSIZE;
	return fill_policy(skb, &a->policy);
}

int dar_fill_binding(struct sk_buff *skb, const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;
	u32 left = d->active ? fill_seconds_left(d->deadline) : 0;

	if (nla_put_in6_addr(skb, DAR_A_HOME, &view->home) ||
	    nla_put_in6_addr(skb, DAR_A_CAREOF, &d->coa) ||
	    nla_put_u32(skb, DAR_A_LIFETIME, d->lifetime) ||
	    nla_put_u32(skb, DAR_A_EXPIRES, left) ||
	    nla_put_u16(skb, DAR_A_SEQ, d->seq) ||
	    nla_put_u8(skb, DAR_A_AUTH, d->auth) ||
	    nla_put_u8(skb, DAR_A_STATE, d->state) ||
	    nla_put_u8(skb, DAR_A_PHKT, d->has_phkt) ||
	    (d->state == DAR_BINDING_UNVERIFIED &&
	     nla_put_u32(skb, DAR_A_CREDIT, view->credit)) ||
	    dar_fill_u64(skb, DAR_A_TX_PACKETS, view->tx_packets) ||
	    dar_fill_u64(skb, DAR_A_TX_BYTES, view->tx_bytes) ||
	    dar_fill_u64(skb, DAR_A_RX_PACKETS, view->rx_packets) ||
	    dar_fill_u64(skb, DAR_A_RX_BYTES, view->rx_bytes))
		return -EMSGSIZE;
	return 0;
}

int dar_fill_memory(struct sk_buff *skb, const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;

	if (nla_put_in6_addr(skb, DAR_A_HOME, &view->home) ||
	    nla_put_u16(skb, DAR_A_SEQ, d->seq) ||
	    nla_put_u8(skb, DAR_A_PHKT, d->has_phkt) ||
	    (d->deadline != DAR_NEVER &&
	     nla_put_u32(skb, DAR_A_FORGET, fill_seconds_left(d->deadline))))
		return -EMSGSIZE;
	return 0;
}

static int fill_counter(struct sk_buff *skb, const char *name, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTER);

	if (!nest ||
	    nla_put_string(skb, DAR_A_COUNTER_NAME, name) ||
	    dar_fill_u64(skb, DAR_A_COUNTER_VALUE, value))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_counters(struct sk_buff *skb, const struct dar_net *dn)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTERS);
	enum dar_stat i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < DAR_STAT_COUNT; i++)
		if (fill_counter(skb, dar_stat_name(i),
				 dar_stat_sum(dn->mib, i)))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_settings(struct sk_buff *skb, const struct dar_settings *s)
{
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++)
		if (nla_put_u32(skb, dar_setting_attrs[i],
				dar_setting_get(s, i)))
			return -EMSGSIZE;
	return 0;
}

size_t dar_fill_role_size(void)
{
	size_t counter = nla_total_size(0) +
			 nla_total_size(FILL_COUNTER_NAME_MAX) +
			 nla_total_size_64bit(sizeof(u64));

	return nla_total_size(sizeof(u8)) + nla_total_size(IFNAMSIZ) +
	       nla_total_size(sizeof(u32)) * (6 + DAR_SETTING_COUNT) +
	       nla_total_size(0) + DAR_STAT_COUNT * counter;
}

int dar_fill_role(struct sk_buff *skb, struct dar_net *dn)
{
	unsigned int bits = dar_signer_bits(dn);
	const struct net_device *dev;
	int err;

	lockdep_assert_held(&dn->lock);

	/* The lock does not keep a disable from removing the device. */
	rcu_read_lock();
	dev = rcu_dereference(dn->dev);
	err = dev ? nla_put_string(skb, DAR_A_DEVICE, dev->name) : 0;
	rcu_read_unlock();
	if (err || nla_put_u8(skb, DAR_A_ENABLED, dn->enabled) ||
	    (bits && nla_put_u32(skb, DAR_A_KEY_BITS, bits)) ||
	    nla_put_u32(skb, DAR_A_ANCHORS, READ_ONCE(dn->n_anchors)) ||
	    nla_put_u32(skb, DAR_A_BINDINGS, dar_bcache_active(&dn->bcache)) ||
	    nla_put_u32(skb, DAR_A_REMEMBERED,
			READ_ONCE(dn->bcache.remembered)) ||
	    nla_put_u32(skb, DAR_A_QUEUED, dar_verify_queued(dn)))
		return -EMSGSIZE;
	err = fill_settings(skb, &dn->settings);
	return err ?: fill_counters(skb, dn);
}
