// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of former links: who needs them is found out now and then, outside
 * of everything that has to be quick.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "mn.h"

#define KEEP_IDLE	60	/* seconds, unless set */
#define KEEP_MAX	16	/* addresses, unless set */
#define KEEP_LEAVING	16	/* more, while they are deregistered */
#define KEEP_PERIOD_MIN	HZ
#define KEEP_PERIOD_MAX	(5 * HZ)

static unsigned long keep_limit(const struct mn_net *mn)
{
	return mn_policy_limit(mn->set.idle, HZ);
}

static struct mn_policy_facts keep_facts(const struct mn_addr *a)
{
	return (struct mn_policy_facts) {
		.on_link = a->link,
		.leaving = a->bul.pending == MN_BUL_RELEASE,
		.keep = a->keep,
		.sockets = mn_usage_sum(&a->use),
		.idle = jiffies - READ_ONCE(a->used),
	};
}

static enum mn_kept keep_judge(const struct mn_net *mn,
			       const struct mn_addr *a)
{
	struct mn_policy_facts facts = keep_facts(a);

	return mn_policy_judge(mn->set.policy, keep_limit(mn), &facts);
}

void mn_keep_left(struct mn_addr *a)
{
	WRITE_ONCE(a->used, jiffies);
	a->counted = false;
	memset(&a->use, 0, sizeof(a->use));
}

/* One that is bound has to be deregistered from where the node is. */
bool mn_keep_follows(const struct mn_net *mn, const struct mn_addr *a)
{
	if (!mn_addr_anchored(a))
		return false;
	return a->bul.bound || a->bul.pending == MN_BUL_RELEASE ||
	       !mn_policy_stays_behind(mn->set.policy, a->keep);
}

/* @leaving_too: one that is being released already will do */
static struct mn_addr *keep_victim(struct mn_net *mn, bool leaving_too)
{
	struct mn_policy_facts facts, first = {};
	struct mn_addr *a, *victim = NULL;

	list_for_each_entry(a, &mn->addrs, list) {
		facts = keep_facts(a);
		if (facts.on_link || (facts.leaving && !leaving_too))
			continue;
		if (victim && !mn_policy_before(&facts, &first))
			continue;
		victim = a;
		first = facts;
	}
	return victim;
}

/* "tcp 3, udp 1" */
static void keep_print_use(const struct mn_usage *u, char *text, size_t size)
{
	const char *gap = "";
	int len = 0;

	if (u->tcp) {
		len += scnprintf(text + len, size - len, "tcp %u", u->tcp);
		gap = ", ";
	}
	if (u->udp) {
		len += scnprintf(text + len, size - len, "%sudp %u", gap,
				 u->udp);
		gap = ", ";
	}
	if (u->raw)
		scnprintf(text + len, size - len, "%sraw %u", gap, u->raw);
}

bool mn_keep_why(const struct mn_net *mn, const struct mn_addr *a, char *text,
		 size_t size)
{
	if (a->bul.pending == MN_BUL_RELEASE)
		return false;
	switch (keep_judge(mn, a)) {
	case MN_KEPT_CURRENT:
		strscpy(text, "current", size);
		return true;
	case MN_KEPT_USER:
		strscpy(text, "by user", size);
		return true;
	case MN_KEPT_EVERY:
		strscpy(text, "policy all", size);
		return true;
	case MN_KEPT_SOCKETS:
		keep_print_use(&a->use, text, size);
		return true;
	case MN_KEPT_PACKETS:
		snprintf(text, size, "used %lu s ago",
			 (jiffies - READ_ONCE(a->used)) / HZ);
		return true;
	default:
		return false;
	}
}

/* Addresses that the node still wants to have. */
static unsigned int keep_live(const struct mn_net *mn)
{
	const struct mn_addr *a;
	unsigned int live = 0;

	list_for_each_entry(a, &mn->addrs, list)
		live += a->bul.pending != MN_BUL_RELEASE;
	return live;
}

/*
 * What goes is deregistered from where the node will be.  With more links than
 * room there may be nobody to go.
 */
void mn_keep_make_room(struct mn_net *mn)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	while (keep_live(mn) >= mn->set.max && (a = keep_victim(mn, false))) {
		mn_stats_inc(&mn->stats, MN_STAT_EVICTED);
		a->going = "evicted";
		if (!mn_bul_release(&a->bul, mn_now()))
			mn_addr_del(mn, a);
	}
	while (mn->addr_count >= mn->set.max + KEEP_LEAVING &&
	       (a = keep_victim(mn, true)))
		mn_addr_del(mn, a);
}

/*
 * Under policy "all" who uses an address matters only when one may have to go
 * for another.
 */
static bool keep_needed(const struct mn_net *mn)
{
	bool full = keep_live(mn) >= mn->set.max;
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list) {
		if (a->link || a->bul.pending == MN_BUL_RELEASE)
			continue;
		if (full || (a->keep != MN_KEEP_KEEP &&
			     mn->set.policy != MN_POLICY_ALL))
			return true;
	}
	return false;
}

void mn_keep_arm(struct mn_net *mn)
{
	unsigned long period = clamp_t(unsigned long, keep_limit(mn) / 4,
				       KEEP_PERIOD_MIN, KEEP_PERIOD_MAX);

	lockdep_assert_held(&mn->lock);
	if (mn->enabled && keep_needed(mn))
		queue_delayed_work(system_power_efficient_wq, &mn->keeper,
				   period);
}

void mn_keep_now(struct mn_net *mn)
{
	lockdep_assert_held(&mn->lock);
	mod_delayed_work(system_power_efficient_wq, &mn->keeper, 0);
}

/* What is counted from here on is worth something: it began after this. */
static unsigned int keep_ask(struct mn_net *mn, struct mn_usage *use)
{
	unsigned int count = 0;
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list) {
		if (a->link || a->bul.pending == MN_BUL_RELEASE ||
		    count == MN_MAX_ADDRESSES)
			continue;
		a->counted = true;
		use[count++].addr = a->addr;
	}
	return count;
}

static void keep_note(struct mn_net *mn, const struct mn_usage *use,
		      unsigned int count)
{
	struct mn_addr *a;
	unsigned int i;

	for (i = 0; i < count; i++) {
		a = mn_addr_find(mn, &use[i].addr);
		if (a && a->counted)
			a->use = use[i];
	}
}

static bool keep_attached(const struct mn_net *mn)
{
	const struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (link->cur)
			return true;
	return false;
}

static const char *keep_reason(const struct mn_net *mn,
			       const struct mn_addr *a)
{
	if (a->keep == MN_KEEP_RELEASE)
		return "released";
	return mn->set.policy == MN_POLICY_MANUAL ? "not kept" : "not in use";
}

/* Out of coverage nothing could be deregistered: then it can wait, too. */
static void keep_sweep(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	if (!keep_attached(mn))
		return;
	list_for_each_entry_safe(a, next, &mn->addrs, list) {
		if (!a->counted || a->bul.pending == MN_BUL_RELEASE ||
		    keep_judge(mn, a) != MN_KEPT_NOT)
			continue;
		mn_stats_inc(&mn->stats, MN_STAT_UNUSED);
		mn_addr_release(mn, a, keep_reason(mn, a));
	}
}

/* There may be more than allowed now. */
static void keep_shrink(struct mn_net *mn)
{
	struct mn_addr *a;

	while (keep_attached(mn) && keep_live(mn) > mn->set.max) {
		a = keep_victim(mn, false);
		if (!a)
			return;
		mn_stats_inc(&mn->stats, MN_STAT_EVICTED);
		mn_addr_release(mn, a, "evicted");
	}
}

static void keep_apply(struct mn_net *mn, const struct mn_usage *use,
		       unsigned int count)
{
	keep_note(mn, use, count);
	keep_sweep(mn);
	keep_shrink(mn);
	mn_inbox_arm(mn);
}

/* The tables are walked without the lock: a handover does not wait for that. */
static void keep_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(to_delayed_work(work), struct mn_net,
					 keeper);
	unsigned int count = 0;
	struct mn_usage *use;

	use = kcalloc(MN_MAX_ADDRESSES, sizeof(*use), GFP_KERNEL);
	mutex_lock(&mn->lock);
	if (use && mn->enabled)
		count = keep_ask(mn, use);
	mutex_unlock(&mn->lock);
	if (count)
		mn_usage_count(mn->net, &mn->set.transient, use, count);
	mutex_lock(&mn->lock);
	if (mn->enabled)
		keep_apply(mn, use, count);
	mutex_unlock(&mn->lock);
	kfree(use);
}

void mn_keep_init(struct mn_net *mn)
{
	mn->set.idle = KEEP_IDLE;
	mn->set.max = KEEP_MAX;
	mn->set.early_token = true;
	INIT_DELAYED_WORK(&mn->keeper, keep_work);
}
