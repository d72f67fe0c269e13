// SPDX-License-Identifier: GPL-2.0-only
#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/minmax.h>

#include "quota.h"

static unsigned int quota_index(u32 hash, unsigned int row)
{
	return (hash >> 16 * row) % DAR_QUOTA_COUNTERS;
}

static void quota_change(struct dar_quota *q, const struct dar_asker *who,
			 u32 by)
{
	unsigned int row;
	u32 *site, *subnet;

	for (row = 0; row < DAR_QUOTA_ROWS; row++) {
		site = &q->sites[row][quota_index(who->site, row)];
		subnet = &q->subnets[row][quota_index(who->subnet, row)];
		WRITE_ONCE(*site, *site + by);
		WRITE_ONCE(*subnet, *subnet + by);
	}
}

void dar_quota_add(struct dar_quota *q, const struct dar_asker *who)
{
	quota_change(q, who, 1);
}

void dar_quota_sub(struct dar_quota *q, const struct dar_asker *who)
{
	quota_change(q, who, -1);
}

/* Return: the smallest counter of a prefix. */
static u32 quota_count(const u32 rows[][DAR_QUOTA_COUNTERS], u32 hash)
{
	u32 count = U32_MAX;
	unsigned int row;

	for (row = 0; row < DAR_QUOTA_ROWS; row++)
		count = min(count, READ_ONCE(rows[row][quota_index(hash, row)]));
	return count;
}

bool dar_quota_full(const struct dar_quota *q, const struct dar_asker *who,
		    u32 max)
{
	return quota_count(q->sites, who->site) >= max ||
	       quota_count(q->subnets, who->subnet) >= max_t(u32, max / 2, 1);
}
