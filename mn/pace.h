/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often the node puts right what others have removed.
 *
 * The first time at once, and then once a second at most.  Whoever removes it again and
 * again fights the node, which must not be busy with nothing else: after
 * %MN_PACE_CONTESTS times in a minute the node waits half a minute before each attempt,
 * until a minute has gone by in which nothing was removed.
 *
 * Pure: time comes in as nanoseconds of any clock that does not go back.
 */
#ifndef _MN_PACE_H
#define _MN_PACE_H

#include <linux/types.h>

#define MN_PACE_CONTESTS	20

/**
 * struct mn_pace - attempts so far; its owner serialises
 * @last: when the last attempt was, 0: never
 * @begin: begin of the minute in which @count is counted
 * @put: when something was put right last
 * @count: how often something was put right
 */
struct mn_pace {
	u64 last;
	u64 begin;
	u64 put;
	unsigned int count;
};

/* When the next attempt may be. */
u64 mn_pace_next(const struct mn_pace *p);

/**
 * mn_pace_done() - there was an attempt
 * @p: attempts so far
 * @put: something was put right
 * @now: time
 *
 * Return: true: somebody fights the node, which was not known before.
 */
bool mn_pace_done(struct mn_pace *p, bool put, u64 now);

#endif /* _MN_PACE_H */
