// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>

#include "../pure/checkpoint.h"
#include "../state/anchor.h"
#include "../state/bcache_walk.h"
#include "adopt.h"

/**
 * struct adopt - a walk through all entries
 * @dn: the namespace
 * @left: number of entries that still wait
 */
struct adopt {
	struct dar_net *dn;
	unsigned int left;
};

static bool adopt_one(void *arg, const struct dar_binding_view *view)
{
	struct adopt *adopt = arg;
	struct dar_net *dn = adopt->dn;
	const struct dar_anchor *a;

	if (!READ_ONCE(dn->enabled))
		return false;
	if (!dar_binding_data_waits(&view->d))
		return true;
	a = dar_anchor_find(dn, &view->home);
	if (!a || dar_bcache_adopt(&dn->bcache, view, a->tally,
				   dar_checkpoint_wake(&view->d,
						       ktime_get_boottime_ns())))
		adopt->left++;
	return true;
}

static u32 adopt_waiting(struct dar_net *dn)
{
	u32 waiting;

	mutex_lock(&dn->lock);
	waiting = dn->life.waiting;
	mutex_unlock(&dn->lock);
	return waiting;
}

/* Nobody waits any more, unless further entries have come meanwhile. */
static void adopt_done(struct dar_net *dn, u32 waiting)
{
	mutex_lock(&dn->lock);
	if (dn->life.waiting == waiting)
		dn->life.waiting = 0;
	mutex_unlock(&dn->lock);
}

static void adopt_work(struct work_struct *work)
{
	struct adopt adopt = {
		.dn = container_of(work, struct dar_net, adopt),
	};
	u32 waiting = adopt_waiting(adopt.dn);

	dar_bcache_walk_all(&adopt.dn->bcache, adopt_one, &adopt);
	if (!adopt.left)
		adopt_done(adopt.dn, waiting);
}

void dar_adopt_init(struct dar_net *dn)
{
	INIT_WORK(&dn->adopt, adopt_work);
}

void dar_adopt_kick(struct dar_net *dn)
{
	lockdep_assert_held(&dn->lock);

	if (dn->life.waiting)
		queue_work(system_unbound_wq, &dn->adopt);
}

void dar_adopt_stop(struct dar_net *dn)
{
	cancel_work_sync(&dn->adopt);
}
