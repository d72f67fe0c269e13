// SPDX-License-Identifier: GPL-2.0-only
#include <linux/math64.h>
#include <linux/time64.h>

#include "binding_data.h"

/* Fractions of the lifetime that are left when the node is reminded. */
#define BINDING_DATA_FIRST_REMINDER	8
#define BINDING_DATA_LAST_REMINDER	16

enum dar_rank dar_rank(u8 state, bool known)
{
	if (state == DAR_BINDING_VERIFIED)
		return DAR_RANK_PROVEN;
	return known ? DAR_RANK_MOVING : DAR_RANK_STRANGER;
}

bool dar_rank_yields(enum dar_rank old, enum dar_rank new)
{
	return old < new || (old == DAR_RANK_STRANGER && new == old);
}

enum dar_binding_change
dar_binding_data_change(const struct dar_binding_data *old,
			const struct dar_binding_data *new)
{
	if (!new->active)
		return old->active ? DAR_CHANGE_ENDED : DAR_CHANGE_REMEMBERED;
	if (!old->active)
		return DAR_CHANGE_BEGUN;
	if (!ipv6_addr_equal(&old->coa, &new->coa))
		return DAR_CHANGE_MOVED;
	if (old->state != new->state)
		return DAR_CHANGE_VERIFIED;
	return DAR_CHANGE_REFRESHED;
}

u64 dar_binding_data_wake(const struct dar_binding_data *d, u64 after)
{
	u64 granted = (u64)d->lifetime * NSEC_PER_SEC;
	unsigned int part;
	u64 left;

	if (!d->active || d->state != DAR_BINDING_VERIFIED ||
	    d->deadline == DAR_NEVER)
		return d->deadline;
	for (part = BINDING_DATA_FIRST_REMINDER;
	     part <= BINDING_DATA_LAST_REMINDER; part *= 2) {
		left = div_u64(granted, part);
		if (d->deadline > after + left)
			return d->deadline - left;
	}
	return d->deadline;
}
