// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>
#include <linux/time64.h>

#include "pace.h"

#define PACE_PERIOD	NSEC_PER_SEC
#define PACE_CONTESTED	(30ULL * NSEC_PER_SEC)
#define PACE_MINUTE	(60ULL * NSEC_PER_SEC)

u64 mn_pace_next(const struct mn_pace *p)
{
	if (!p->last)
		return 0;
	return p->last + (p->count > MN_PACE_CONTESTS ? PACE_CONTESTED :
							PACE_PERIOD);
}

/* A contest lasts until nothing was removed for a minute. */
static bool pace_is_over(const struct mn_pace *p, u64 now)
{
	u64 since = p->count > MN_PACE_CONTESTS ? p->put : p->begin;

	return now - since >= PACE_MINUTE;
}

bool mn_pace_done(struct mn_pace *p, bool put, u64 now)
{
	p->last = now;
	if (pace_is_over(p, now)) {
		p->begin = now;
		p->count = 0;
	}
	if (!put)
		return false;
	p->put = now;
	p->count = min(p->count + 1, MN_PACE_CONTESTS + 2U);
	return p->count == MN_PACE_CONTESTS + 1;
}
