// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/string.h>

#include "addr.h"
#include "keep.h"
#include "link.h"
#include "mn.h"
#include "usage.h"

#define KEEP_PERIOD_MIN		HZ
#define KEEP_PERIOD_MAX		(300 * HZ)

static unsigned long keep_limit(const struct mn_net *mn)
{
	return mn_policy_limit(mn->set.idle, HZ);
}

static struct mn_policy_facts keep_facts(const struct mn_addr *a)
{
	return (struct mn_policy_facts) {
		.on_link = a->link,
		.leaving = mn_addr_leaving(a),
		.withdrawn = a->bul.withdrawn,
		.keep = a->keep,
		.sockets = mn_usage_sum(&a->use),
		.uncounted = !a->counted,
		.untouched = READ_ONCE(a->used) == a->left,
		.idle = jiffies - READ_ONCE(a->used),
	};
}

enum mn_kept mn_keep_judge(const struct mn_net *mn, const struct mn_addr *a)
{
	struct mn_policy_facts facts = keep_facts(a);

	return mn_policy_judge(mn->set.policy, keep_limit(mn), &facts);
}

void mn_keep_left(struct mn_addr *a)
{
	a->left = jiffies;
	WRITE_ONCE(a->used, a->left);
	a->counted = false;
	memset(&a->use, 0, sizeof(a->use));
}

/* An address that is bound has to be deregistered from where the node is. */
bool mn_keep_follows(const struct mn_net *mn, const struct mn_addr *a)
{
	if (!mn_addr_anchored(a))
		return false;
	return a->bul.bound || mn_addr_leaving(a) ||
	       !mn_policy_stays_behind(mn->set.policy, a->keep);
}

struct mn_addr *mn_keep_victim(struct mn_net *mn, bool leaving_too)
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

unsigned int mn_keep_live(const struct mn_net *mn)
{
	const struct mn_addr *a;
	unsigned int live = 0;

	list_for_each_entry(a, &mn->addrs, list)
		live += !mn_addr_leaving(a);
	return live;
}

/*
 * Under policy "all" it matters who uses an address only when its access router asks to
 * give it up.  When one has to make room for another, sockets are counted at that moment.
 */
static bool keep_decides(const struct mn_net *mn)
{
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (!a->link && !mn_addr_leaving(a) &&
		    a->keep != MN_KEEP_KEEP &&
		    (mn->set.policy != MN_POLICY_ALL || a->bul.withdrawn))
			return true;
	return false;
}

/* The user has set a lower limit when none of them could be deregistered. */
static bool keep_has_too_many(const struct mn_net *mn)
{
	return mn_link_attached(mn) && mn_keep_live(mn) > mn->set.max;
}

unsigned long mn_keep_period(const struct mn_net *mn)
{
	lockdep_assert_held(&mn->lock);
	if (keep_has_too_many(mn))
		return KEEP_PERIOD_MIN;
	if (!keep_decides(mn))
		return 0;
	return clamp_t(unsigned long, keep_limit(mn) / 4, KEEP_PERIOD_MIN,
		       KEEP_PERIOD_MAX);
}

/* What is counted after this is worth something: the count began after it. */
unsigned int mn_keep_ask(struct mn_net *mn, struct mn_usage *use)
{
	unsigned int count = 0;
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(a, &mn->addrs, list) {
		if (a->link || mn_addr_leaving(a) || count == MN_MAX_ADDRESSES)
			continue;
		a->counted = true;
		use[count++].addr = a->addr;
	}
	return count;
}

void mn_keep_note(struct mn_net *mn, const struct mn_usage *use,
		  unsigned int count)
{
	struct mn_addr *a;
	unsigned int i;

	lockdep_assert_held(&mn->lock);
	for (i = 0; i < count; i++) {
		a = mn_addr_find(mn, &use[i].addr);
		if (a && a->counted)
			a->use = use[i];
	}
}
