// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>

#include "solicit.h"

/*
 * The first ones are repeated after so long.  An access point lets a station through some
 * milliseconds after the station has its keys: when its last message has been handled there.
 */
static const u64 solicit_waits[] = {
	20ULL * NSEC_PER_MSEC, 80ULL * NSEC_PER_MSEC, 300ULL * NSEC_PER_MSEC,
	900ULL * NSEC_PER_MSEC,
};

/* RFC 7559 section 2: IRT and MRT; there is no bound on count or duration. */
#define SOLICIT_INITIAL	(4ULL * NSEC_PER_SEC)
#define SOLICIT_MAX	(3600ULL * NSEC_PER_SEC)

void mn_solicit_start(struct mn_solicit *s, u64 now)
{
	s->due = now;
	s->interval = 0;
	s->quick = 0;
}

void mn_solicit_stop(struct mn_solicit *s)
{
	s->due = MN_SOLICIT_NEVER;
}

/* From -10 % to +10 % of @ns. */
static s64 solicit_jitter(u64 ns, u32 chance)
{
	return (s64)div_u64(ns * (chance % 2001), 10000) - (s64)div_u64(ns, 10);
}

static u64 solicit_quick(struct mn_solicit *s, u32 chance)
{
	u64 wait = solicit_waits[s->quick++];

	return wait + solicit_jitter(wait, chance);
}

void mn_solicit_sent(struct mn_solicit *s, u64 now, u32 chance)
{
	u64 base = s->interval ?: SOLICIT_INITIAL;

	if (s->quick < ARRAY_SIZE(solicit_waits)) {
		s->due = now + solicit_quick(s, chance);
		return;
	}
	if (s->interval)
		s->interval = 2 * base + solicit_jitter(base, chance);
	else
		s->interval = base + solicit_jitter(base, chance);
	if (s->interval > SOLICIT_MAX)
		s->interval = SOLICIT_MAX + solicit_jitter(SOLICIT_MAX, chance);
	s->due = now + s->interval;
}
