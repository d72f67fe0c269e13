// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/sched.h>

#include "dar.h"

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
	return err;
}

static void expire_active(struct dar_net *dn,
			  const struct dar_binding_view *view)
{
	struct dar_binding_view after;

	if (expire_remember(dn, view, &after))
		return;
	dar_stats_inc(dn, DAR_STAT_BINDING_EXPIRED);
	dar_notify_expire(dn, view);
}

/* The prefix may live longer by now than it did when the binding ended. */
static void expire_memory(struct dar_net *dn,
			  const struct dar_binding_view *view, u64 now)
{
	struct dar_binding_data d = view->d;

	d.deadline = dar_forget_time(dn, &view->home);
	if (d.deadline > now)
		dar_bcache_set(&dn->bcache, view, &d);
	else
		dar_bcache_forget(&dn->bcache, view);
}

void dar_expire_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, bcache.work);
	struct dar_binding_view view;
	u64 now;

	while (now = ktime_get_boottime_ns(),
	       dar_bcache_due(&dn->bcache, now, &view)) {
		if (view.d.active)
			expire_active(dn, &view);
		else
			expire_memory(dn, &view, now);
		cond_resched();
	}
	memzero_explicit(&view, sizeof(view));
	dar_bcache_arm(&dn->bcache);
}

static void expire_sweep_one(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (!dar_prefix_find(dn, &view->home))
		dar_binding_end(dn, view);
}

void dar_sweep(struct dar_net *dn)
{
	dar_bcache_for_each(&dn->bcache, expire_sweep_one, dn);
}

void dar_sweep_work(struct work_struct *work)
{
	dar_sweep(container_of(work, struct dar_net, sweep));
}
