// SPDX-License-Identifier: GPL-2.0-only
#include "addr.h"
#include "event.h"
#include "keep.h"
#include "link.h"
#include "mn.h"
#include "release.h"
#include "remove.h"
#include "signal.h"
#include "stats.h"

#define RELEASE_BEYOND	16	/* addresses beyond the limit that are not gone yet */

void mn_release(struct mn_net *mn, struct mn_addr *a, enum mn_reason why)
{
	lockdep_assert_held(&mn->lock);
	a->going = why;
	if (!mn_bul_release(&a->bul, mn_now())) {
		mn_remove(mn, a);
		return;
	}
	mn_event_address(mn, a);
	mn_signal_run(mn, a);
}

/*
 * Who uses which address is known only when their sockets have been counted, which a
 * handover does not wait for.  So there may be one too many for a moment.
 */
void mn_release_make_room(struct mn_net *mn)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	if (mn_keep_live(mn) >= mn->set.max)
		mn_wake_keeper(mn);
	while (mn->addr_count >= mn->set.max + RELEASE_BEYOND &&
	       (a = mn_keep_victim(mn, true)))
		mn_remove(mn, a);
}

static enum mn_reason release_reason(const struct mn_net *mn,
				     const struct mn_addr *a)
{
	if (a->keep == MN_KEEP_RELEASE)
		return MN_REASON_RELEASED;
	return mn->set.policy == MN_POLICY_MANUAL ? MN_REASON_NOT_KEPT :
						    MN_REASON_NOT_IN_USE;
}

static void release_sweep(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list) {
		if (!a->counted || mn_addr_leaving(a) ||
		    mn_keep_judge(mn, a) != MN_KEPT_NOT)
			continue;
		mn_stats_inc(&mn->stats, MN_STAT_UNUSED);
		mn_release(mn, a, release_reason(mn, a));
	}
}

/* The user may have set a lower limit. */
static void release_shrink(struct mn_net *mn)
{
	struct mn_addr *a;

	while (mn_keep_live(mn) > mn->set.max) {
		a = mn_keep_victim(mn, false);
		if (!a)
			return;
		mn_stats_inc(&mn->stats, MN_STAT_EVICTED);
		mn_release(mn, a, MN_REASON_EVICTED);
	}
}

/* Out of coverage no address could be deregistered, so this waits. */
void mn_release_unused(struct mn_net *mn)
{
	lockdep_assert_held(&mn->lock);
	if (!mn_link_attached(mn))
		return;
	release_sweep(mn);
	release_shrink(mn);
}
