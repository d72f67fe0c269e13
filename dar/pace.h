/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * At most so many a second, and a burst after a pause.
 */
#ifndef _DAR_PACE_H
#define _DAR_PACE_H

#include <linux/atomic.h>
#include <linux/time64.h>
#include <linux/types.h>

/* What a pause saves up: some ticks, for whoever sleeps wakes up on one. */
#define DAR_PACE_BURST	(50 * NSEC_PER_MSEC)

/**
 * struct dar_pace - a token bucket
 * @next: ns, when the next one is due; zero to begin with
 */
struct dar_pace {
	atomic64_t next;
};

/**
 * dar_pace_take() - may it be done now
 * @pace: the bucket
 * @now: ns of a clock that only advances
 * @rate: how many in a second, 0: no bound
 *
 * Context: any, also concurrently.
 * Return: 0: yes, and it counts as done; else ns to wait, nothing counted.
 */
u64 dar_pace_take(struct dar_pace *pace, s64 now, u32 rate);

#endif /* _DAR_PACE_H */
