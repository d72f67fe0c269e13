// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/string.h>

#include "../message/event.h"
#include "displace.h"
#include "unbind.h"

/* If the binding was changed at the same time, the caller tries again. */
bool dar_displace(struct dar_net *dn, enum dar_rank rank)
{
	struct dar_binding_view view, after;

	if (!dar_bcache_displaced(&dn->bcache, rank, &view))
		return false;
	if (!dar_unbind(dn, &view, &after)) {
		dar_stat_inc(dn->mib, DAR_STAT_BINDING_DISPLACED);
		dar_event_end(dn, &after, DAR_END_DISPLACED,
			      ktime_get_real_ns());
	}
	memzero_explicit(&view, sizeof(view));
	memzero_explicit(&after, sizeof(after));
	return true;
}
