/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does a link that stands by lead anywhere?  An access router is asked by it, by a Care-of
 * Test Init (RFC 6275 section 6.1.4).  The router answers everybody at once.
 *
 * Pure: time comes in as nanoseconds of any clock that does not go back.
 */
#ifndef _MN_REACH_H
#define _MN_REACH_H

#include <linux/types.h>

#include "careof.h"

#define MN_REACH_NEVER	U64_MAX

/**
 * enum mn_reach_action - what is due
 * @MN_REACH_WAIT: nothing
 * @MN_REACH_ASK: ask an access router
 * @MN_REACH_FAILED: none has answered
 * @MN_REACH_AGAIN: some time after that: the link may be tried again
 */
enum mn_reach_action {
	MN_REACH_WAIT,
	MN_REACH_ASK,
	MN_REACH_FAILED,
	MN_REACH_AGAIN,
};

/**
 * struct mn_reach - the questions; its owner serialises
 * @asking: an answer is waited for
 * @reached: it came
 * @cookie: it has this cookie
 * @asked: how often it was asked
 * @pause: nanoseconds from the last failure to the next try
 * @due: when to call mn_reach_timer(), or %MN_REACH_NEVER
 */
struct mn_reach {
	bool asking;
	bool reached;
	u8 cookie[MN_COOKIE_LEN];
	unsigned int asked;
	u64 pause;
	u64 due;
};

/* The link is new. */
void mn_reach_init(struct mn_reach *r);

/* Ask, with a random cookie. */
void mn_reach_begin(struct mn_reach *r, const u8 cookie[MN_COOKIE_LEN], u64 now);

/* Is the answer with this cookie waited for? */
bool mn_reach_waits(const struct mn_reach *r, const u8 cookie[MN_COOKIE_LEN]);

/* It came. */
void mn_reach_answered(struct mn_reach *r);

/* Nobody wants to know any more. */
void mn_reach_end(struct mn_reach *r);

enum mn_reach_action mn_reach_timer(struct mn_reach *r, u64 now);

#endif /* _MN_REACH_H */
