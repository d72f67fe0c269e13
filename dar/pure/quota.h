/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much there is of each /48 and of each /64, so that none of them fills a table.
 *
 * Counters of fixed size instead of a table of prefixes, which would have to be limited
 * itself: keyed hashes say which two counters are whose, and the smaller one counts.  It
 * is too large only if others share both, and never too small.  Pure.
 */
#ifndef _DAR_QUOTA_H
#define _DAR_QUOTA_H

#include <linux/types.h>

#include "asker.h"

#define DAR_QUOTA_COUNTERS	4096	/* in a row */
#define DAR_QUOTA_ROWS		2	/* counters of each prefix */

/**
 * struct dar_quota - the counters, all zero at first; the caller locks them
 * @sites: of /48s
 * @subnets: of /64s
 */
struct dar_quota {
	u32 sites[DAR_QUOTA_ROWS][DAR_QUOTA_COUNTERS];
	u32 subnets[DAR_QUOTA_ROWS][DAR_QUOTA_COUNTERS];
};

/* There is one more. */
void dar_quota_add(struct dar_quota *q, const struct dar_asker *who);

/* There is one less. */
void dar_quota_sub(struct dar_quota *q, const struct dar_asker *who);

/**
 * dar_quota_full() - is there as much as there may be?
 * @q: the counters; need not be locked
 * @who: whose
 * @max: so much of a /48; of a /64 half of it, but at least one
 */
bool dar_quota_full(const struct dar_quota *q, const struct dar_asker *who,
		    u32 max);

#endif /* _DAR_QUOTA_H */
