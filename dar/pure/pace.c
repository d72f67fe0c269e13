// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>

#include "pace.h"

u64 dar_pace_spend(struct dar_pace *pace, s64 now, u64 cost, u64 saved)
{
	s64 next, due;

	next = atomic64_read(&pace->next);
	do {
		/* One that was never used is full, also soon after the boot. */
		due = now - (s64)saved;
		if (next)
			due = max_t(s64, next, due);
		if (due > now)
			return due - now;
	} while (!atomic64_try_cmpxchg(&pace->next, &next, due + (s64)cost));
	return 0;
}

u64 dar_pace_take(struct dar_pace *pace, s64 now, u32 rate)
{
	if (!rate)
		return 0;
	return dar_pace_spend(pace, now, NSEC_PER_SEC / rate, DAR_PACE_BURST);
}
