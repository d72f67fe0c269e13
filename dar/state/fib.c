// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <net/ipv6.h>

#include "fib.h"

void dar_fib_init(struct dar_fib *fib, struct dar_mib __percpu *mib)
{
	spin_lock_init(&fib->lock);
	fib->seed = get_random_u32();
	fib->mib = mib;
}

static struct dar_mirror *fib_set(struct dar_fib *fib, struct dar_mirror *m)
{
	struct dar_mirror *old;

	spin_lock_bh(&fib->lock);
	old = fib->mirror;
	WRITE_ONCE(fib->mirror, m);
	spin_unlock_bh(&fib->lock);
	return old;
}

int dar_fib_begin(struct dar_fib *fib)
{
	struct dar_mirror *m;

	m = kvzalloc(struct_size(m, slots, DAR_FIB_MAX), GFP_KERNEL_ACCOUNT);
	if (!m)
		return -ENOMEM;
	dar_mirror_init(m, DAR_FIB_MAX);
	fib_set(fib, m);
	return 0;
}

void dar_fib_end(struct dar_fib *fib)
{
	struct dar_mirror *m = fib_set(fib, NULL);

	/* ORDER: nobody finds the mirror, so nobody queues the work. */
	cancel_delayed_work_sync(&fib->work);
	kvfree(m);
}

/* Something new is never delayed by what waits for another time. */
static void fib_work_now(struct dar_fib *fib)
{
	mod_delayed_work(system_unbound_wq, &fib->work, 0);
}

void dar_fib_want(struct dar_fib *fib, const struct in6_addr *home,
		  bool wanted)
{
	enum dar_mirror_change change = DAR_MIRROR_SAME;

	if (!dar_fib_active(fib))
		return;
	spin_lock_bh(&fib->lock);
	if (fib->mirror)
		change = dar_mirror_want(fib->mirror, home,
					 __ipv6_addr_jhash(home, fib->seed),
					 wanted);
	if (change == DAR_MIRROR_WORK)
		fib_work_now(fib);
	spin_unlock_bh(&fib->lock);
	if (change == DAR_MIRROR_FULL)
		dar_stat_inc(fib->mib, DAR_STAT_FIB_FULL);
}

/*
 * Whoever removes routes may be at the next one: "ip route flush" begins anew as long
 * as it finds some.
 */
static void fib_lost(struct dar_fib *fib, const struct in6_addr *home)
{
	struct dar_mirror *m = fib->mirror;
	unsigned int routes = m->routes;

	if (!dar_mirror_lost(m, home, __ipv6_addr_jhash(home, fib->seed)))
		return;
	if (m->routes != routes)
		dar_stat_inc(fib->mib, DAR_STAT_FIB_LOST);
	queue_delayed_work(system_unbound_wq, &fib->work, DAR_FIB_PAUSE);
}

void dar_fib_lost(struct dar_fib *fib, const struct in6_addr *home)
{
	spin_lock_bh(&fib->lock);
	if (fib->mirror)
		fib_lost(fib, home);
	spin_unlock_bh(&fib->lock);
}

static void fib_change_all(struct dar_fib *fib,
			   bool (*change)(struct dar_mirror *m))
{
	spin_lock_bh(&fib->lock);
	if (fib->mirror && change(fib->mirror))
		fib_work_now(fib);
	spin_unlock_bh(&fib->lock);
}

void dar_fib_renew(struct dar_fib *fib)
{
	fib_change_all(fib, dar_mirror_renew);
}

void dar_fib_clear(struct dar_fib *fib)
{
	fib_change_all(fib, dar_mirror_clear);
}

bool dar_fib_next(struct dar_fib *fib, struct dar_fib_order *order)
{
	spin_lock_bh(&fib->lock);
	order->slot = fib->mirror ? dar_mirror_next(fib->mirror) : NULL;
	if (order->slot) {
		order->home = order->slot->home;
		order->make = !order->slot->there;
	}
	spin_unlock_bh(&fib->lock);
	return order->slot;
}

void dar_fib_done(struct dar_fib *fib, const struct dar_fib_order *order,
		  enum dar_mirror_result result)
{
	spin_lock_bh(&fib->lock);
	if (fib->mirror)
		dar_mirror_done(fib->mirror, order->slot, result);
	spin_unlock_bh(&fib->lock);
}

unsigned int dar_fib_count(struct dar_fib *fib, unsigned int *waiting)
{
	unsigned int routes = 0;

	*waiting = 0;
	spin_lock_bh(&fib->lock);
	if (fib->mirror) {
		routes = fib->mirror->routes;
		*waiting = fib->mirror->waiting;
	}
	spin_unlock_bh(&fib->lock);
	return routes;
}
