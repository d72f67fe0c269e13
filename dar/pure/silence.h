/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A node that says nothing while something is sent to it may have gone.
 *
 * As long as a node is heard now and then, nobody asks for it.  When something is sent to
 * a node that was not heard for a moment, the router begins to doubt: first it waits for
 * the node's own answer, then it asks the node, twice.  A node that says nothing to that is
 * absent, and what is sent to it waits, until it is heard, or until it has been absent for
 * so long that nothing that waits is of use any more.  Meanwhile the router goes on asking,
 * but only while something waits, because phones sleep.
 *
 * Times are in a unit of the caller, and may wrap.  Pure.
 */
#ifndef _DAR_SILENCE_H
#define _DAR_SILENCE_H

#include <linux/types.h>

#define DAR_SILENCE_QUESTIONS	2

/**
 * struct dar_silence - what the router does about a silent node
 * @since: when the doubt began
 * @asked: how many times the node was asked before it was found absent
 * @absent: the node has not answered
 */
struct dar_silence {
	u32 since;
	u8 asked;
	bool absent;
};

/**
 * enum dar_silence_verdict - what to do about a silent node
 * @DAR_SILENCE_ASK: ask it
 * @DAR_SILENCE_BEGINS: it is absent from now on; ask it as well
 * @DAR_SILENCE_REST: nothing
 * @DAR_SILENCE_GONE: it will not come back in time: do not doubt it any more
 */
enum dar_silence_verdict {
	DAR_SILENCE_ASK,
	DAR_SILENCE_BEGINS,
	DAR_SILENCE_REST,
	DAR_SILENCE_GONE,
};

/* Begin to doubt. */
void dar_silence_begin(struct dar_silence *s, u32 now);

/**
 * dar_silence_look() - some time has passed without a word of the node
 * @s: the node
 * @now: the time
 * @longest: how long a packet may wait
 * @waits: is there a packet that waits for the node
 */
enum dar_silence_verdict dar_silence_look(struct dar_silence *s, u32 now,
					  u32 longest, bool waits);

#endif /* _DAR_SILENCE_H */
