// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "reach.h"

/* It is asked so often, and so long each answer is waited for: a satellite takes 0.7 s. */
static const u64 reach_waits[] = {
	500ULL * NSEC_PER_MSEC, 1000ULL * NSEC_PER_MSEC, 2000ULL * NSEC_PER_MSEC,
};

/* From a failure to the next try, which costs others three messages. */
#define REACH_PAUSE_MIN	(10ULL * NSEC_PER_SEC)
#define REACH_PAUSE_MAX	(900ULL * NSEC_PER_SEC)

void mn_reach_init(struct mn_reach *r)
{
	memset(r, 0, sizeof(*r));
	r->due = MN_REACH_NEVER;
}

void mn_reach_begin(struct mn_reach *r, const u8 cookie[MN_COOKIE_LEN], u64 now)
{
	memcpy(r->cookie, cookie, sizeof(r->cookie));
	r->asking = true;
	r->reached = false;
	r->asked = 0;
	r->due = now;
}

bool mn_reach_waits(const struct mn_reach *r, const u8 cookie[MN_COOKIE_LEN])
{
	return r->asking && r->asked &&
	       !memcmp(r->cookie, cookie, sizeof(r->cookie));
}

void mn_reach_answered(struct mn_reach *r)
{
	r->asking = false;
	r->reached = true;
	r->pause = 0;
	r->due = MN_REACH_NEVER;
}

void mn_reach_end(struct mn_reach *r)
{
	if (r->asking)
		r->due = MN_REACH_NEVER;
	r->asking = false;
	r->reached = false;
}

static enum mn_reach_action reach_fail(struct mn_reach *r, u64 now)
{
	r->asking = false;
	r->pause = min(max(2 * r->pause, REACH_PAUSE_MIN), REACH_PAUSE_MAX);
	r->due = now + r->pause;
	return MN_REACH_FAILED;
}

enum mn_reach_action mn_reach_timer(struct mn_reach *r, u64 now)
{
	if (now < r->due)
		return MN_REACH_WAIT;
	if (!r->asking) {
		r->due = MN_REACH_NEVER;
		return MN_REACH_AGAIN;
	}
	if (r->asked == ARRAY_SIZE(reach_waits))
		return reach_fail(r, now);
	r->due = now + reach_waits[r->asked++];
	return MN_REACH_ASK;
}
