/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When to send a Router Solicitation (again).
 *
 * On a radio link the first ones are easily lost, so they are repeated soon; then
 * RFC 7559 says when.
 *
 * Pure: time and chance come in as arguments.
 */
#ifndef _MN_SOLICIT_H
#define _MN_SOLICIT_H

#include <linux/limits.h>
#include <linux/types.h>

#define MN_SOLICIT_NEVER	U64_MAX

/**
 * struct mn_solicit - solicitations on one interface
 * @due: when the next is to be sent, or %MN_SOLICIT_NEVER
 * @interval: back-off after the last one of RFC 7559, ns; 0 before the first
 * @quick: how many have been repeated soon
 */
struct mn_solicit {
	u64 due;
	u64 interval;
	unsigned int quick;
};

/* A router is wanted: the first solicitation is due at @now. */
void mn_solicit_start(struct mn_solicit *s, u64 now);

/* A router was heard, or the link is down. */
void mn_solicit_stop(struct mn_solicit *s);

/* A solicitation was sent; @chance: 32 random bits. */
void mn_solicit_sent(struct mn_solicit *s, u64 now, u32 chance);

#endif /* _MN_SOLICIT_H */
