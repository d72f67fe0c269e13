/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Nodes at home that may have left their link without a word, see pure/silence.h.
 *
 * Doubt begins when something is sent to a node that was not heard for a moment, and ends
 * when the node is heard, or is bound elsewhere (dar_hold_begin()), or after so long that
 * nothing that waits is of use any more.
 */
#ifndef _DAR_DOUBT_H
#define _DAR_DOUBT_H

#include <linux/jiffies.h>

#include "hold.h"

#define DAR_DOUBT_TIME	(3 * HZ / 100)	/* how long to wait for a word */

/* Is there reason to doubt the node of this address?  Context: RCU read side. */
static inline bool dar_doubt_is_due(const struct dar_binding *b)
{
	u32 heard = READ_ONCE(b->heard);

	return heard && (u32)jiffies - heard >= DAR_DOUBT_TIME;
}

/* The node was heard.  The cache line is written once a tick.  RCU read side. */
static inline void dar_doubt_heard(struct dar_binding *b)
{
	u32 now = (u32)jiffies ?: 1;

	if (READ_ONCE(b->heard) != now)
		WRITE_ONCE(b->heard, now);
}

/**
 * dar_doubt_sent() - something is sent to a silent node, or to one that is doubted
 * @hold: the namespace
 * @b: entry of its address
 *
 * Context: RCU read side, BH off.
 * Return: true: it has to wait, see dar_hold_add().
 */
bool dar_doubt_sent(struct dar_hold *hold, struct dar_binding *b);

/**
 * dar_doubt_next() - find a node that has said nothing
 * @hold: the namespace
 * @verdict: what to do about it; not %DAR_SILENCE_REST.  After %DAR_SILENCE_GONE the node
 *	is not doubted any more, and what waits has to go
 *
 * Context: RCU read side.
 * Return: the entry of its address, or NULL: there is nothing to do now, and the work
 * runs again when there is.
 */
struct dar_binding *dar_doubt_next(struct dar_hold *hold,
				   enum dar_silence_verdict *verdict);

#endif /* _DAR_DOUBT_H */
