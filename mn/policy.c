// SPDX-License-Identifier: GPL-2.0-only
#include <linux/limits.h>
#include <linux/minmax.h>

#include "policy.h"

unsigned long mn_policy_limit(u32 idle, unsigned int hz)
{
	return min_t(u64, (u64)idle * hz, LONG_MAX);
}

bool mn_policy_stays_behind(enum mn_policy policy, enum mn_keep keep)
{
	if (keep == MN_KEEP_AUTO)
		return policy == MN_POLICY_MANUAL;
	return keep == MN_KEEP_RELEASE;
}

enum mn_kept mn_policy_judge(enum mn_policy policy, unsigned long limit,
			     const struct mn_policy_facts *f)
{
	if (f->on_link)
		return MN_KEPT_CURRENT;
	if (mn_policy_stays_behind(policy, f->keep))
		return MN_KEPT_NOT;
	if (f->keep == MN_KEEP_KEEP)
		return MN_KEPT_USER;
	if (policy == MN_POLICY_ALL && !f->withdrawn)
		return MN_KEPT_POLICY;
	if (f->sockets)
		return MN_KEPT_SOCKETS;
	return f->idle < limit ? MN_KEPT_PACKETS : MN_KEPT_NOT;
}

/* Of two addresses that with the lower rank is given up first. */
static unsigned int policy_rank(const struct mn_policy_facts *f)
{
	if (f->leaving)
		return 0;
	if (f->keep == MN_KEEP_KEEP)
		return 4;
	if (f->sockets || f->uncounted)
		return 3;
	return f->untouched ? 1 : 2;
}

bool mn_policy_before(const struct mn_policy_facts *a,
		      const struct mn_policy_facts *b)
{
	unsigned int ra = policy_rank(a), rb = policy_rank(b);

	return ra < rb || (ra == rb && a->idle > b->idle);
}
