// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>

#include "pace.h"

u64 dar_pace_take(struct dar_pace *pace, s64 now, u32 rate)
{
	s64 next, due;

	if (!rate)
		return 0;
	next = atomic64_read(&pace->next);
	do {
		due = max_t(s64, next, now - DAR_PACE_BURST);
		if (due > now)
			return due - now;
	} while (!atomic64_try_cmpxchg(&pace->next, &next,
				       due + NSEC_PER_SEC / rate));
	return 0;
}
