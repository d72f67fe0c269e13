// SPDX-License-Identifier: GPL-2.0-only
#include <linux/limits.h>
#include <linux/minmax.h>

#include "pace.h"

/* The next turn.  A bucket that was never used is full, also soon after the boot. */
static s64 pace_turn(s64 next, s64 now, u64 saved)
{
	s64 due = now - (s64)saved;

	return next ? max_t(s64, next, due) : due;
}

u64 dar_pace_spend(struct dar_pace *pace, s64 now, u64 cost, u64 saved)
{
	s64 next, due;

	next = atomic64_read(&pace->next);
	do {
		due = pace_turn(next, now, saved);
		if (due > now)
			return due - now;
	} while (!atomic64_try_cmpxchg(&pace->next, &next, due + (s64)cost));
	return 0;
}

u64 dar_pace_reserve(struct dar_pace *pace, s64 now, u64 cost, u64 saved,
		     u64 longest)
{
	s64 next, due;

	next = atomic64_read(&pace->next);
	do {
		due = pace_turn(next, now, saved);
		if (due > now && (u64)(due - now) > longest)
			return U64_MAX;
	} while (!atomic64_try_cmpxchg(&pace->next, &next, due + (s64)cost));
	return due > now ? due - now : 0;
}

u64 dar_pace_take(struct dar_pace *pace, s64 now, u32 rate)
{
	if (!rate)
		return 0;
	return dar_pace_spend(pace, now, NSEC_PER_SEC / rate, DAR_PACE_BURST);
}
