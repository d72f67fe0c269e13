// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../message/be.h"
#include "../message/brr.h"
#include "../message/event.h"
#include "../pure/checkpoint.h"
#include "../state/home.h"
#include "../state/limit.h"
#include "expire.h"
#include "unbind.h"

#define EXPIRE_BATCH	1024

/*
 * Ask a node for a Binding Update whose binding the router has forgotten, where the
 * node was by the checkpoint.  Nobody is asked while the address is not anchored.
 */
static void expire_ask_now(struct dar_net *dn,
			   const struct dar_binding_view *view, u64 now)
{
	struct dar_binding_view after = *view;
	u64 wake;

	after.d.ask--;
	after.d.notice = false;
	after.d.deadline = dar_home_forget_time(dn, &view->home);
	if (dar_bcache_set(&dn->bcache, view, &after.d))
		goto out;
	dar_event_change(dn, &after, DAR_CHANGE_REMEMBERED,
			 ktime_get_real_ns());
	wake = after.d.ask ? now + dar_checkpoint_ask_delay(after.d.ask) :
			     after.d.deadline;
	dar_bcache_postpone(&dn->bcache, &after, after.d.deadline, wake,
			    false);
	if (dar_home_anchored(dn, &view->home)) {
		dar_be_revoke(dn, view);
		dar_stat_inc(dn->mib, DAR_STAT_RESUME_ASKED);
	}
out:
	memzero_explicit(&after, sizeof(after));
}

/* Many nodes may have to be asked at once: each has its turn. */
static void expire_ask(struct dar_net *dn, const struct dar_binding_view *view,
		       u64 now)
{
	u64 wait = view->d.notice ? 0 : dar_limit_notice(dn, DAR_NEVER);

	if (wait)
		dar_bcache_postpone(&dn->bcache, view, view->d.deadline,
				    now + wait, true);
	else
		expire_ask_now(dn, view, now);
}

/* The lifetime of the prefix may have been extended since the binding ended. */
static void expire_memory(struct dar_net *dn,
			  const struct dar_binding_view *view, u64 now)
{
	u64 forget = dar_home_forget_time(dn, &view->home);

	if (forget > now)
		dar_bcache_postpone(&dn->bcache, view, forget, forget, false);
	else
		dar_bcache_forget(&dn->bcache, view);
}

/* The turn of a node has come whose binding has ended. */
static void expire_tell(struct dar_net *dn, const struct dar_binding_view *view)
{
	if (!dar_bcache_postpone(&dn->bcache, view, view->d.deadline,
				 view->d.deadline, false))
		dar_be_revoke(dn, view);
}

/*
 * Remind a node of its binding (RFC 6275 section 9.5.5), now or when its turn comes.  It
 * is not reminded if that is too late.
 */
static void expire_remind(struct dar_net *dn,
			  const struct dar_binding_view *view, u64 now)
{
	u64 wait = 0, wake = dar_binding_data_wake(&view->d, now);
	bool later;

	if (!view->d.notice)
		wait = dar_limit_notice(dn, wake - now);
	later = wait && wait != U64_MAX;
	if (later)
		wake = now + wait;
	if (!dar_bcache_postpone(&dn->bcache, view, view->d.deadline, wake,
				 later) && !wait)
		dar_brr_send(dn, view);
}

bool dar_expire_hurry(struct dar_net *dn, const struct dar_binding_view *view)
{
	if (view->d.state != DAR_BINDING_VERIFIED ||
	    dar_binding_data_waits(&view->d))
		return false;
	if (!view->d.notice)
		dar_bcache_postpone(&dn->bcache, view, view->d.deadline,
				    ktime_get_boottime_ns(), false);
	return true;
}

/*
 * The walk that ends the bindings of an anchor may have missed one in a table that
 * changed: it ends here.
 */
static void expire_bound(struct dar_net *dn,
			 const struct dar_binding_view *view, u64 now)
{
	if (view->d.deadline <= now)
		dar_unbind_expired(dn, view);
	else if (dar_home_anchored(dn, &view->home))
		expire_remind(dn, view, now);
	else
		dar_unbind_revoke(dn, view, DAR_END_ANCHOR);
}

static void expire_one(struct dar_net *dn, const struct dar_binding_view *view,
		       u64 now)
{
	if (view->d.ask)
		expire_ask(dn, view, now);
	else if (view->d.active)
		expire_bound(dn, view, now);
	else if (view->d.notice)
		expire_tell(dn, view);
	else
		expire_memory(dn, view, now);
}

/* The number of entries is limited, because the end of the cache waits for this. */
void dar_expire_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, bcache.due.work);
	struct dar_binding_view view;
	unsigned int n;
	u64 now;

	for (n = 0; n < EXPIRE_BATCH && !dar_bcache_frozen(&dn->bcache); n++) {
		now = ktime_get_boottime_ns();
		if (!dar_bcache_due(&dn->bcache, now, &view))
			break;
		expire_one(dn, &view, now);
		cond_resched();
	}
	memzero_explicit(&view, sizeof(view));
	dar_bcache_arm(&dn->bcache);
}
