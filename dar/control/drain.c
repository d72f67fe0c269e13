// SPDX-License-Identifier: GPL-2.0-only
#include "../state/bcache_walk.h"
#include "../update/expire.h"
#include "drain.h"

static bool drain_remind(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (!READ_ONCE(dn->enabled))
		return false;
	dar_expire_hurry(dn, view);
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
