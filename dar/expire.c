// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/sched.h>

#include "dar.h"
#include "tell.h"

#define EXPIRE_BATCH	1024

u64 dar_forget_time(struct dar_net *dn, const struct in6_addr *home)
{
	const struct dar_anchor *a;
	u32 valid = U32_MAX;

	rcu_read_lock();
	a = dar_prefix_find(dn, home);
	if (a)
		valid = dar_prefix_valid(dn, a);
	rcu_read_unlock();
	if (valid == U32_MAX)
		return DAR_NEVER;
	return ktime_get_boottime_ns() + (u64)valid * NSEC_PER_SEC;
}

/* Write what remains of a binding to be remembered. */
static int expire_remember(struct dar_net *dn,
			   const struct dar_binding_view *view,
			   struct dar_binding_view *after)
{
	*after = *view;
	after->d.active = false;
	after->d.lifetime = 0;
	after->d.deadline = dar_forget_time(dn, &view->home);
	return dar_bcache_set(&dn->bcache, view, &after->d);
}

int dar_binding_end(struct dar_net *dn, const struct dar_binding_view *view)
{
	struct dar_binding_view after;
	int err;

	err = expire_remember(dn, view, &after);
	if (!err)
		dar_notify_binding(dn, &after, ktime_get_real_ns());
	memzero_explicit(&after, sizeof(after));
	return err;
}

int dar_binding_revoke(struct dar_net *dn, const struct dar_binding_view *view)
{
	int err = dar_binding_end(dn, view);

	if (!err)
		dar_tell_unbound(dn, &view->home, &view->d.dar, &view->d.coa);
	return err;
}

static void expire_active(struct dar_net *dn,
			  const struct dar_binding_view *view)
{
	struct dar_binding_view after;

	if (!expire_remember(dn, view, &after)) {
		dar_stat_inc(dn->mib, DAR_STAT_BINDING_EXPIRED);
		dar_notify_expire(dn, view);
	}
	memzero_explicit(&after, sizeof(after));
}

/* The prefix may live longer by now than it did when the binding ended. */
static void expire_memory(struct dar_net *dn,
			  const struct dar_binding_view *view, u64 now)
{
	u64 forget = dar_forget_time(dn, &view->home);

	if (forget > now)
		dar_bcache_postpone(&dn->bcache, view, forget, forget);
	else
		dar_bcache_forget(&dn->bcache, view);
}

static bool expire_anchored(struct dar_net *dn, const struct in6_addr *home)
{
	bool anchored;

	rcu_read_lock();
	anchored = dar_prefix_find(dn, home);
	rcu_read_unlock();
	return anchored;
}

/*
 * RFC 6275 section 9.5.5.  A Binding Update may have been accepted at the very
 * moment when its anchor was removed: such a binding ends here.
 */
static void expire_remind(struct dar_net *dn,
			  const struct dar_binding_view *view, u64 now)
{
	u64 wake = dar_binding_data_wake(&view->d, now);

	if (!expire_anchored(dn, &view->home))
		dar_binding_revoke(dn, view);
	else if (!dar_bcache_postpone(&dn->bcache, view, view->d.deadline,
				      wake))
		dar_tell_refresh(dn, view);
}

static void expire_one(struct dar_net *dn, const struct dar_binding_view *view,
		       u64 now)
{
	if (!view->d.active)
		expire_memory(dn, view, now);
	else if (view->d.deadline > now)
		expire_remind(dn, view, now);
	else
		expire_active(dn, view);
}

/* No more than a batch: whoever stops the cache waits for it. */
void dar_expire_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, bcache.work);
	struct dar_binding_view view;
	unsigned int n;
	u64 now;

	for (n = 0; n < EXPIRE_BATCH; n++) {
		now = ktime_get_boottime_ns();
		if (!dar_bcache_due(&dn->bcache, now, &view))
			break;
		expire_one(dn, &view, now);
		cond_resched();
	}
	memzero_explicit(&view, sizeof(view));
	dar_bcache_arm(&dn->bcache);
}

static bool expire_sweep_one(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	/* A disable needs no help, and tells nobody. */
	if (!READ_ONCE(dn->enabled))
		return false;
	if (!dar_prefix_find(dn, &view->home))
		dar_binding_revoke(dn, view);
	return true;
}

void dar_sweep(struct dar_net *dn)
{
	dar_bcache_for_each(&dn->bcache, expire_sweep_one, dn);
}

void dar_sweep_work(struct work_struct *work)
{
	dar_sweep(container_of(work, struct dar_net, sweep));
}
