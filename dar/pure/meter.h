/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A limit on what is done for others, which is fair to those who ask.
 *
 * A limit for all together is a switch that anybody can turn off.  So each of those
 * who ask has a share of his own, and what is beyond the shares is given to whoever
 * comes first:
 *
 * 1. A home address that is known has a share, whoever names it.
 * 2. Each /48 has a share, and each /64 has half of the share of its /48, so that
 *    neither a /64 can use up the share of its /48, nor can an owner of a whole /48
 *    use up the shares of others.
 * 3. As much as all shares of the second kind is there for everybody.
 *
 * A table of token buckets of fixed size has the shares.  Keyed hashes say which two
 * buckets are whose, so that nobody can aim at the buckets of another, and who shares
 * one with a flood still has the other one.  Nothing is locked.  Pure.
 */
#ifndef _DAR_METER_H
#define _DAR_METER_H

#include "asker.h"
#include "pace.h"

#define DAR_METER_BUCKETS	256	/* of each kind */
#define DAR_METER_WAYS		2	/* buckets of each asker */
#define DAR_METER_BURST		4	/* what a bucket saves up, in messages */

/**
 * struct dar_meter - the buckets, all zero at first
 * @spare: what is there for everybody
 * @sites: shares of /48s
 * @subnets: shares of /64s
 * @homes: shares of home addresses that are known
 */
struct dar_meter {
	struct dar_pace spare;
	struct dar_pace sites[DAR_METER_BUCKETS];
	struct dar_pace subnets[DAR_METER_BUCKETS];
	struct dar_pace homes[DAR_METER_BUCKETS];
};

/**
 * dar_meter_take() - ask whether something may be done now for somebody
 * @m: the meter
 * @who: who asks
 * @now: ns of a clock that only advances
 * @rate: units in a second for everybody; all buckets of /48s are as much again, and
 *	so are all buckets of home addresses; 0: no limit
 * @cost: units that it costs
 *
 * Context: any; may be called concurrently.
 * Return: true: yes, and the cost is counted.
 */
bool dar_meter_take(struct dar_meter *m, const struct dar_asker *who, s64 now,
		    u32 rate, u32 cost);

#endif /* _DAR_METER_H */
