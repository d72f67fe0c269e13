// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>

#include "../kernel/prefix.h"
#include "../pure/cost.h"
#include "limit.h"
#include "home.h"

#define LIMIT_REKEY	(10 * HZ)	/* see dar_limit_asker() */
#define LIMIT_EVENTS	10		/* of one reason in a second */
#define LIMIT_DETECTIONS	256	/* in a second */
#define LIMIT_UPDATES	10		/* of one node in a second */
#define LIMIT_UPDATES_BURST	20	/* of one node at once */
#define LIMIT_NOTICES	1000		/* in a second */
#define LIMIT_TARGETS	256		/* buckets */
#define LIMIT_DEFENCES	2		/* of one address in a second */
#define LIMIT_DEFENCES_LINK	1000	/* of one link in a second */

/**
 * struct dar_limits - the limits of a namespace
 * @key: of the hashes.  A reader may see half of a new key, which is as secret as
 *	the whole one
 * @rekey: time in jiffies when @key is replaced
 * @meters: by &enum dar_limit
 * @targets: of the defence of addresses that are bound, by a hash of the address
 * @notices: of Binding Errors and Refresh Requests about bindings that end
 * @events: of the reports of drops, by reason, so that no reason hides another one
 */
struct dar_limits {
	siphash_key_t key;
	unsigned long rekey;
	struct dar_meter meters[DAR_LIMIT_KINDS];
	struct dar_pace targets[LIMIT_TARGETS];
	struct dar_pace notices;
	struct dar_pace events[DAR_STAT_COUNT];
};

int dar_limit_start(struct dar_net *dn)
{
	dn->limits = kvzalloc(sizeof(*dn->limits), GFP_KERNEL_ACCOUNT);
	if (!dn->limits)
		return -ENOMEM;
	dn->limits->rekey = jiffies;
	return 0;
}

void dar_limit_stop(struct dar_net *dn)
{
	kvfree(dn->limits);
	dn->limits = NULL;
}

static void limit_rekey(struct dar_limits *l)
{
	siphash_key_t key;

	if (time_before(jiffies, READ_ONCE(l->rekey)))
		return;
	WRITE_ONCE(l->rekey, jiffies + LIMIT_REKEY);
	get_random_bytes(&key, sizeof(key));
	data_race(l->key = key); /* half of a key is a key as well */
}

void dar_limit_asker(struct dar_net *dn, const struct in6_addr *src,
		     const struct in6_addr *home, struct dar_asker *who)
{
	siphash_key_t key;

	limit_rekey(dn->limits);
	key = data_race(dn->limits->key); /* as in limit_rekey() */
	*who = dar_prefix_asker(src, &key);
	if (!home || !dar_home_known(dn, home))
		return;
	who->known = true;
	who->home = siphash(home, sizeof(*home), &key);
}

bool dar_limit_allows(struct dar_net *dn, enum dar_limit what,
		      const struct in6_addr *src, const struct in6_addr *home,
		      u32 rate, u32 cost)
{
	struct dar_asker who;

	dar_limit_asker(dn, src, home, &who);
	return dar_meter_take(&dn->limits->meters[what], &who, ktime_get_ns(),
			      rate, cost);
}

bool dar_limit_answer(struct dar_net *dn, const struct in6_addr *src,
		      const struct in6_addr *home, u32 cost)
{
	if (dar_limit_allows(dn, DAR_LIMIT_ANSWER, src, home,
			     READ_ONCE(dn->settings.refusal_rate), cost))
		return true;
	dar_stat_inc(dn->mib, DAR_STAT_REFUSAL_LIMITED);
	return false;
}

/* A part of the units in a second that verify_rate allows is for signatures. */
#define LIMIT_SIGN_PART		4

bool dar_limit_signature(struct dar_net *dn, const struct in6_addr *src,
			 const struct in6_addr *home, size_t len)
{
	u32 rate = READ_ONCE(dn->settings.verify_rate);
	u32 cost = dar_cost_sign(len);

	if (rate)
		rate = max(rate * DAR_COST_USUAL / LIMIT_SIGN_PART, 1U);
	if (!dar_limit_allows(dn, DAR_LIMIT_SIGNATURE, src, home, rate, cost)) {
		dar_stat_inc(dn->mib, DAR_STAT_SIGN_LIMITED);
		return false;
	}
	dar_limit_charge(dn, cost);
	return true;
}

void dar_limit_charge(struct dar_net *dn, u32 cost)
{
	u32 rate = READ_ONCE(dn->settings.verify_rate);
	u64 unit;

	if (!rate)
		return;
	unit = NSEC_PER_SEC / rate / DAR_COST_USUAL;
	dar_pace_charge(&dn->verify_pace, unit * cost);
}

bool dar_limit_detection(struct dar_net *dn, const struct in6_addr *src,
			 const struct in6_addr *home)
{
	return dar_limit_allows(dn, DAR_LIMIT_DETECTION, src, home,
				LIMIT_DETECTIONS, 1);
}

/* @kept: as many updates as this still find their place afterwards. */
static bool limit_node(struct dar_net *dn, const struct in6_addr *home,
		       unsigned int kept)
{
	const u64 cost = NSEC_PER_SEC / LIMIT_UPDATES;
	struct dar_binding *b;
	bool may = false;

	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, home);
	if (b)
		may = !dar_pace_spend(&b->updates, ktime_get_ns() - cost * kept,
				      cost,
				      cost * (LIMIT_UPDATES_BURST - 1 - kept));
	rcu_read_unlock();
	return may;
}

bool dar_limit_update(struct dar_net *dn, const struct in6_addr *home)
{
	return limit_node(dn, home, 0);
}

bool dar_limit_keyed(struct dar_net *dn, const struct in6_addr *home)
{
	return limit_node(dn, home, LIMIT_UPDATES_BURST / 2);
}

/*
 * ORDER: the link is looked at first and pays last, so that a flood on one link does
 * not use up the buckets of addresses on other links.
 */
bool dar_limit_defence(struct dar_net *dn, struct dar_pace *link,
		       const struct in6_addr *target)
{
	const u64 cost = NSEC_PER_SEC / LIMIT_DEFENCES;
	struct dar_limits *l = dn->limits;
	s64 now = ktime_get_ns();
	siphash_key_t key;
	u32 hash;

	limit_rekey(l);
	key = data_race(l->key); /* as in limit_rekey() */
	hash = siphash(target, sizeof(*target), &key);
	return dar_pace_ready(link, now) &&
	       !dar_pace_spend(&l->targets[hash % LIMIT_TARGETS], now, cost,
			       cost * (DAR_METER_BURST - 1)) &&
	       !dar_pace_take(link, now, LIMIT_DEFENCES_LINK);
}

u64 dar_limit_notice(struct dar_net *dn, u64 longest)
{
	return dar_pace_reserve(&dn->limits->notices, ktime_get_ns(),
				NSEC_PER_SEC / LIMIT_NOTICES, DAR_PACE_BURST,
				longest);
}

bool dar_limit_stranger(struct dar_net *dn, const struct in6_addr *src,
			const struct in6_addr *home)
{
	return dar_limit_allows(dn, DAR_LIMIT_STRANGER, src, home, LIMIT_EVENTS,
				1);
}

bool dar_limit_event(struct dar_net *dn, enum dar_stat reason)
{
	return !dar_pace_spend(&dn->limits->events[reason], ktime_get_ns(),
			       NSEC_PER_SEC / LIMIT_EVENTS, NSEC_PER_SEC);
}
