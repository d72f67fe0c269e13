// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>

#include "../kernel/link.h"
#include "mrd.h"

/* RFC 4286 section 7 */
#define MRD_INTERVAL		20	/* seconds */
#define MRD_INITIAL_INTERVAL	2	/* seconds */
#define MRD_INITIAL		3	/* advertisements */

#define MRD_WAIT		(HZ / 10)	/* for more links */

static void mrd_advertise(struct dar_net *dn, const struct dar_access *access)
{
	if (READ_ONCE(access->listening) &&
	    dar_link_advertise_mrd(dn->net, READ_ONCE(access->ifindex),
				   MRD_INTERVAL))
		dar_stat_inc(dn->mib, DAR_STAT_TX_MRD);
}

/* A link that is missed because the table is resized gets the next one. */
static void mrd_advertise_all(struct dar_net *dn)
{
	struct dar_access *access;
	struct rhashtable_iter it;

	rhashtable_walk_enter(&dn->accesses.table, &it);
	rhashtable_walk_start(&it);
	while ((access = rhashtable_walk_next(&it))) {
		if (IS_ERR(access))
			continue;
		mrd_advertise(dn, access);
		if (need_resched()) {
			rhashtable_walk_stop(&it);
			cond_resched();
			rhashtable_walk_start(&it);
		}
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
}

/* Routers shall not advertise in step (RFC 4286 section 3.3). */
static unsigned long mrd_delay(bool initial)
{
	if (initial)
		return 1 + get_random_u32_below(MRD_INITIAL_INTERVAL * HZ);
	return MRD_INTERVAL * HZ - get_random_u32_below(MRD_INTERVAL * HZ / 40);
}

static void mrd_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work), struct dar_net,
					  mrd.work);
	bool initial = atomic_add_unless(&dn->mrd.initial, -1, 0);

	mrd_advertise_all(dn);
	if (READ_ONCE(dn->n_anchors))
		queue_delayed_work(system_unbound_wq, &dn->mrd.work,
				   mrd_delay(initial));
}

void dar_mrd_init(struct dar_net *dn)
{
	INIT_DELAYED_WORK(&dn->mrd.work, mrd_work);
}

/* While many links come, those that came before do not wait for the last one. */
void dar_mrd_kick(struct dar_net *dn)
{
	if (!atomic_xchg(&dn->mrd.initial, MRD_INITIAL))
		mod_delayed_work(system_unbound_wq, &dn->mrd.work, MRD_WAIT);
}

void dar_mrd_stop(struct dar_net *dn)
{
	cancel_delayed_work_sync(&dn->mrd.work);
	atomic_set(&dn->mrd.initial, 0);
}
