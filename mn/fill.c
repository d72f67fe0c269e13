// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <net/genetlink.h>

#include "addr.h"
#include "anchor.h"
#include "fill.h"
#include "keep.h"
#include "key.h"
#include "link.h"
#include "mn.h"
#include "stats.h"

#define FILL_COUNTER_NAME_MAX	32	/* octets */
#define FILL_SCALARS		24	/* more numbers than mn_fill_node() has */

static int fill_counters(struct sk_buff *skb, const struct mn_stats *stats)
{
	struct nlattr *all, *one;
	unsigned int i;

	all = nla_nest_start(skb, MN_A_COUNTERS);
	if (!all)
		return -EMSGSIZE;
	for (i = 0; i < MN_STAT_COUNT; i++) {
		one = nla_nest_start(skb, MN_A_COUNTER);
		if (!one ||
		    nla_put_string(skb, MN_A_COUNTER_NAME, mn_stats_name(i)) ||
		    nla_put_u64_64bit(skb, MN_A_COUNTER_VALUE,
				      mn_stats_read(stats, i), MN_A_PAD))
			return -EMSGSIZE;
		nla_nest_end(skb, one);
	}
	nla_nest_end(skb, all);
	return 0;
}

static int fill_enabled(struct sk_buff *skb, struct mn_net *mn)
{
	struct mn_link *link;

	if (nla_put_string(skb, MN_A_DEVICE, mn->dev->name) ||
	    nla_put_u32(skb, MN_A_KEY_BITS, mn->keys.key[0]->bits) ||
	    nla_put_u8(skb, MN_A_SEC, mn->keys.key[0]->sec) ||
	    nla_put_u32(skb, MN_A_KEY_COUNT, mn->keys.count) ||
	    nla_put_u32(skb, MN_A_TABLE, mn->table) ||
	    nla_put_u32(skb, MN_A_PREFERENCE, mn->preference))
		return -EMSGSIZE;
	list_for_each_entry(link, &mn->links, list)
		if (nla_put_s32(skb, MN_A_IFINDEX, link->ifindex))
			return -EMSGSIZE;
	return 0;
}

static int fill_settings(struct sk_buff *skb, const struct mn_settings *set)
{
	const struct mn_mark *careof = &set->srcmarks[MN_SRCMARK_CAREOF];
	const struct mn_mark *home = &set->srcmarks[MN_SRCMARK_HOME];
	const struct mn_transient *t = &set->transient;

	return nla_put_u8(skb, MN_A_POLICY, set->policy) ||
	       nla_put_u32(skb, MN_A_IDLE_TIME, set->idle) ||
	       nla_put_u32(skb, MN_A_MAX_ADDRESSES, set->max) ||
	       nla_put_u32(skb, MN_A_TRANSIENT_MARK, t->mark) ||
	       nla_put_u32(skb, MN_A_TRANSIENT_MASK, t->mask) ||
	       nla_put_u64_64bit(skb, MN_A_TRANSIENT_CGROUP, t->cgroup,
				 MN_A_PAD) ||
	       nla_put_u8(skb, MN_A_SIGNED_ACK, set->signed_ack) ||
	       nla_put_u8(skb, MN_A_EARLY_TOKEN, set->early_token) ||
	       nla_put_u32(skb, MN_A_GIVE_UP_TIME, set->give_up) ||
	       nla_put_u8(skb, MN_A_PERMIT, set->deny) ||
	       nla_put_u8(skb, MN_A_HOME_FLAG, set->home_flag) ||
	       nla_put_u32(skb, MN_A_HOME_MARK, home->mark) ||
	       nla_put_u32(skb, MN_A_HOME_MASK, home->mask) ||
	       nla_put_u32(skb, MN_A_CAREOF_MARK, careof->mark) ||
	       nla_put_u32(skb, MN_A_CAREOF_MASK, careof->mask) ?
	       -EMSGSIZE : 0;
}

static int fill_files(struct sk_buff *skb, const struct mn_keys *keys)
{
	unsigned int i;

	for (i = 0; i < keys->count; i++)
		if (nla_put_string(skb, MN_A_KEY_FILE, keys->key[i]->file))
			return -EMSGSIZE;
	return 0;
}

int mn_fill_node(struct sk_buff *skb, struct mn_net *mn, bool files)
{
	int err = 0;

	mutex_lock(&mn->lock);
	if (nla_put_u8(skb, MN_A_ENABLED, mn->enabled) ||
	    nla_put_u8(skb, MN_A_FROZEN, mn->frozen) ||
	    nla_put_u32(skb, MN_A_ADDRESSES, mn->addr_count))
		err = -EMSGSIZE;
	if (!err && mn->enabled)
		err = fill_enabled(skb, mn);
	if (!err && files)
		err = fill_files(skb, &mn->keys);
	if (!err)
		err = fill_settings(skb, &mn->set);
	mutex_unlock(&mn->lock);
	return err ?: fill_counters(skb, &mn->stats);
}

size_t mn_fill_node_size(void)
{
	size_t counter = nla_total_size(0) +
			 nla_total_size(FILL_COUNTER_NAME_MAX) +
			 nla_total_size_64bit(sizeof(u64));

	return nla_total_size(IFNAMSIZ) +
	       FILL_SCALARS * nla_total_size_64bit(sizeof(u64)) +
	       MN_MAX_LINKS * nla_total_size(sizeof(u32)) +
	       MN_MAX_KEYS * nla_total_size(MN_KEY_FILE_MAX + 1) +
	       nla_total_size(0) + MN_STAT_COUNT * counter;
}

/* What is there only while the router may know of a care-of address. */
static int fill_binding(struct sk_buff *skb, const struct mn_bul *b)
{
	u64 now = mn_now();

	if (b->state != MN_ADDRESS_AWAY && b->state != MN_ADDRESS_REGISTERING &&
	    b->state != MN_ADDRESS_FAILED && b->state != MN_ADDRESS_GIVEN_UP)
		return 0;
	if (nla_put_in6_addr(skb, MN_A_CAREOF, &b->coa))
		return -EMSGSIZE;
	if (!b->bound)
		return 0;
	return nla_put_u32(skb, MN_A_LIFETIME, b->lifetime) ||
	       nla_put_u32(skb, MN_A_EXPIRES, b->expires > now ?
			   div_u64(b->expires - now, NSEC_PER_SEC) : 0) ?
	       -EMSGSIZE : 0;
}

static int fill_use(struct sk_buff *skb, const struct mn_usage *use)
{
	return nla_put_u32(skb, MN_A_TCP_SOCKETS, use->tcp) ||
	       nla_put_u32(skb, MN_A_UDP_SOCKETS, use->udp) ||
	       nla_put_u32(skb, MN_A_RAW_SOCKETS, use->raw) ? -EMSGSIZE : 0;
}

/* What the user wants of an address, and what keeps it. */
static int fill_kept(struct sk_buff *skb, const struct mn_net *mn,
		     const struct mn_addr *a)
{
	unsigned long idle = jiffies - READ_ONCE(a->used);
	enum mn_kept kept = MN_KEPT_NOT;

	if (!mn_addr_leaving(a))
		kept = mn_keep_judge(mn, a);
	if (nla_put_u8(skb, MN_A_KEEP, a->keep) ||
	    nla_put_u8(skb, MN_A_KEPT_BY, kept))
		return -EMSGSIZE;
	if (kept == MN_KEPT_SOCKETS)
		return fill_use(skb, &a->use);
	if (kept == MN_KEPT_PACKETS)
		return nla_put_u32(skb, MN_A_UNUSED_TIME, idle / HZ);
	return 0;
}

static int fill_key(struct sk_buff *skb, const struct mn_net *mn,
		    const struct mn_addr *a)
{
	return nla_put_u32(skb, MN_A_KEY_BITS, a->key->bits) ||
	       nla_put_u8(skb, MN_A_SEC, a->key->sec) ||
	       nla_put_u8(skb, MN_A_KEY_OLD, !mn_keys_have(&mn->keys, a->key)) ?
	       -EMSGSIZE : 0;
}

static enum mn_reason fill_reason(const struct mn_addr *a)
{
	if (a->bul.reason)
		return a->bul.reason;
	if (mn_addr_leaving(a))
		return a->going;
	return mn_addr_anchored(a) ? MN_REASON_NONE : MN_REASON_NOT_ANCHORED;
}

int mn_fill_address(struct sk_buff *skb, const struct mn_net *mn,
		    const struct mn_addr *a)
{
	const struct mn_bul *b = &a->bul;
	enum mn_reason reason = fill_reason(a);

	if (nla_put_in6_addr(skb, MN_A_ADDRESS, &a->addr) ||
	    nla_put_u8(skb, MN_A_STATE, b->state) ||
	    nla_put_u16(skb, MN_A_SEQ, b->seq) ||
	    nla_put_u8(skb, MN_A_AUTH, mn_bul_auth(b)))
		return -EMSGSIZE;
	if (mn_addr_anchored(a) && nla_put_in6_addr(skb, MN_A_DAR, &a->dar))
		return -EMSGSIZE;
	if (b->rtt_us && nla_put_u32(skb, MN_A_LAST_RTT_US, b->rtt_us))
		return -EMSGSIZE;
	if (reason && nla_put_u8(skb, MN_A_STATE_REASON, reason))
		return -EMSGSIZE;
	if (fill_kept(skb, mn, a) || fill_key(skb, mn, a))
		return -EMSGSIZE;
	return fill_binding(skb, b);
}

static enum mn_trial fill_trial(const struct mn_link *link)
{
	if (link->reach.asking)
		return MN_TRIAL_ASKING;
	return link->move.doubtful ? MN_TRIAL_FAILED : MN_TRIAL_NONE;
}

static int fill_ssid(struct sk_buff *skb, struct mn_ssid *ssid)
{
	struct fama_ssid name;

	if (!mn_ssid_get(ssid, &name) || !name.len)
		return 0;
	return nla_put(skb, MN_A_SSID, name.len, name.octets);
}

int mn_fill_link(struct sk_buff *skb, struct mn_link *link)
{
	enum mn_trial trial = fill_trial(link);

	if (nla_put_s32(skb, MN_A_IFINDEX, link->ifindex) ||
	    nla_put_u32(skb, MN_A_METRIC, link->move.metric) ||
	    nla_put_u8(skb, MN_A_STATUS, link->move.up) ||
	    nla_put_u8(skb, MN_A_ACTIVE, !!link->move.cur) ||
	    (trial && nla_put_u8(skb, MN_A_TRIAL, trial)) ||
	    fill_ssid(skb, &link->ssid))
		return -EMSGSIZE;
	return mn_link_has_coa(link) ?
	       nla_put_in6_addr(skb, MN_A_CAREOF, &link->coa) : 0;
}

int mn_fill_anchor(struct sk_buff *skb, const struct mn_anchor *anchor)
{
	return nla_put_in6_addr(skb, MN_A_PREFIX, &anchor->prefix) ||
	       nla_put_u8(skb, MN_A_PREFIX_LEN, 64) ||
	       nla_put_in6_addr(skb, MN_A_DAR, &anchor->dar) ? -EMSGSIZE : 0;
}

static int fill_permit_place(struct sk_buff *skb, const struct mn_permit *rule)
{
	const struct mn_place *place = &rule->place;

	switch (rule->by) {
	case MN_PERMIT_BY_PREFIX:
		return nla_put_in6_addr(skb, MN_A_PREFIX, &place->prefix) ?:
		       nla_put_u8(skb, MN_A_PREFIX_LEN, rule->plen);
	case MN_PERMIT_BY_DEVICE:
		return nla_put_string(skb, MN_A_NAME, place->device);
	case MN_PERMIT_BY_SSID:
		return nla_put(skb, MN_A_SSID, place->ssid.len,
			       place->ssid.octets);
	}
	return -EINVAL;
}

int mn_fill_permit(struct sk_buff *skb, const struct mn_permit *rule)
{
	return nla_put_u8(skb, MN_A_PERMIT, rule->deny) ?:
	       fill_permit_place(skb, rule);
}
