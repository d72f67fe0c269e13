// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>

#include <uapi/linux/dar.h>

#include "../state/bcache_walk.h"
#include "drain.h"

/*
 * The reminder of the binding comes now, or when the turn of its node comes.  A binding
 * whose care-of address is not proven gets none, and ends soon.
 */
static bool drain_remind(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (!READ_ONCE(dn->enabled))
		return false;
	if (view->d.state == DAR_BINDING_VERIFIED &&
	    !dar_binding_data_waits(&view->d))
		dar_bcache_postpone(&dn->bcache, view, view->d.deadline,
				    ktime_get_boottime_ns(), false);
	return true;
}

int dar_drain(struct dar_net *dn, bool drain, struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (err)
		return err;
	WRITE_ONCE(dn->draining, drain);
	mutex_unlock(&dn->lock);
	if (drain)
		dar_bcache_walk(&dn->bcache, drain_remind, dn);
	return 0;
}
