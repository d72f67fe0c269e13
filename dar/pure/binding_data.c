// SPDX-License-Identifier: GPL-2.0-only
#include <linux/math64.h>
#include <linux/time64.h>

#include "binding_data.h"

/* Fractions of the lifetime that are left when the node is reminded. */
#define BINDING_DATA_FIRST_REMINDER	8
#define BINDING_DATA_LAST_REMINDER	16

u64 dar_binding_data_wake(const struct dar_binding_data *d, u64 after)
{
	u64 granted = (u64)d->lifetime * NSEC_PER_SEC;
	unsigned int part;
	u64 left;

	if (!d->active || d->deadline == DAR_NEVER || d->deadline < granted)
		return d->deadline;
	for (part = BINDING_DATA_FIRST_REMINDER;
	     part <= BINDING_DATA_LAST_REMINDER; part *= 2) {
		left = div_u64(granted, part);
		if (d->deadline - left > after)
			return d->deadline - left;
	}
	return d->deadline;
}
