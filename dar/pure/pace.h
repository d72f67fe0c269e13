/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A limit on how often something is done, which allows a burst after a pause.
 */
#ifndef _DAR_PACE_H
#define _DAR_PACE_H

#include <linux/atomic.h>
#include <linux/time64.h>
#include <linux/types.h>

/*
 * Length of a pause that a burst makes up for.  It is some ticks long, because a
 * caller that sleeps wakes up with a tick.
 */
#define DAR_PACE_BURST	(50 * NSEC_PER_MSEC)

/**
 * struct dar_pace - a token bucket
 * @next: time in ns from which on the next one is allowed; zero at first
 */
struct dar_pace {
	atomic64_t next;
};

/**
 * dar_pace_spend() - ask whether something may be done now, and count its cost
 * @pace: the bucket
 * @now: ns of a clock that only advances
 * @cost: ns for which it uses up the bucket
 * @saved: ns of a pause that are made up for
 *
 * A cost may be larger than what was saved: then the next one waits for longer.
 * Context: any; may be called concurrently.
 * Return: 0: yes, and it is counted as done; otherwise the time to wait in ns, and
 * nothing is counted.
 */
u64 dar_pace_spend(struct dar_pace *pace, s64 now, u64 cost, u64 saved);

/**
 * dar_pace_reserve() - take the next turn
 * @pace: the bucket
 * @now: ns of a clock that only advances
 * @cost: ns for which it uses up the bucket
 * @saved: ns of a pause that are made up for
 * @longest: ns that may pass until the turn
 *
 * Unlike dar_pace_spend(), who has to wait is in a queue: the turns of those who ask
 * later come later.
 * Context: any; may be called concurrently.
 * Return: ns until the turn, and it is counted; U64_MAX: no turn comes in time.
 */
u64 dar_pace_reserve(struct dar_pace *pace, s64 now, u64 cost, u64 saved,
		     u64 longest);

/* Count a further cost of what was allowed, so that the next one waits for longer. */
static inline void dar_pace_charge(struct dar_pace *pace, u64 cost)
{
	atomic64_add(cost, &pace->next);
}

/* Return: true: dar_pace_spend() would say yes. */
static inline bool dar_pace_ready(const struct dar_pace *pace, s64 now)
{
	return atomic64_read(&pace->next) <= now;
}

/**
 * dar_pace_take() - ask whether something may be done now
 * @pace: the bucket
 * @now: ns of a clock that only advances
 * @rate: how often in a second, 0: no limit
 *
 * Context and return: as dar_pace_spend(), with %DAR_PACE_BURST.
 */
u64 dar_pace_take(struct dar_pace *pace, s64 now, u32 rate);

#endif /* _DAR_PACE_H */
