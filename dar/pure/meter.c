// SPDX-License-Identifier: GPL-2.0-only
#include "meter.h"

/* Each asker has several buckets. */
static u32 meter_index(u32 hash, unsigned int way)
{
	return (hash >> 16 * way) % DAR_METER_BUCKETS;
}

/* Return: true: a bucket with this time for each unit had enough. */
static bool meter_spend(struct dar_pace *pace, s64 now, u64 unit, u32 cost)
{
	return !dar_pace_spend(pace, now, unit * cost,
			       unit * (DAR_METER_BURST - 1));
}

/*
 * ORDER: the /48 is looked at first and pays last, so that what a /48 has no share
 * for costs no /64 anything, nor the other way round.
 */
static bool meter_share(struct dar_meter *m, const struct dar_asker *who,
			unsigned int way, s64 now, u64 unit, u32 cost)
{
	struct dar_pace *site = &m->sites[meter_index(who->site, way)];

	return dar_pace_ready(site, now) &&
	       meter_spend(&m->subnets[meter_index(who->subnet, way)], now,
			   2 * unit, cost) &&
	       meter_spend(site, now, unit, cost);
}

static bool meter_known(struct dar_meter *m, const struct dar_asker *who,
			unsigned int way, s64 now, u64 unit, u32 cost)
{
	return who->known && meter_spend(&m->homes[meter_index(who->home, way)],
					 now, unit, cost);
}

bool dar_meter_take(struct dar_meter *m, const struct dar_asker *who, s64 now,
		    u32 rate, u32 cost)
{
	unsigned int way;
	u64 unit, share;

	if (!rate)
		return true;
	unit = NSEC_PER_SEC / rate;
	share = unit * DAR_METER_BUCKETS;
	for (way = 0; way < DAR_METER_WAYS; way++)
		if (meter_known(m, who, way, now, share, cost) ||
		    meter_share(m, who, way, now, share, cost))
			return true;
	return !dar_pace_spend(&m->spare, now, unit * cost, DAR_PACE_BURST);
}
