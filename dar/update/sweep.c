// SPDX-License-Identifier: GPL-2.0-only
#include "../state/anchor.h"
#include "../state/bcache_walk.h"
#include "sweep.h"
#include "unbind.h"

/* When the role is disabled all bindings end anyway, and no node is notified. */
static bool sweep_one(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (!READ_ONCE(dn->enabled))
		return false;
	dar_unbind_revoke(dn, view);
	return true;
}

static bool sweep_one_unanchored(void *arg,
				 const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (READ_ONCE(dn->enabled) && dar_anchor_find(dn, &view->home))
		return true;
	return sweep_one(dn, view);
}

void dar_sweep_unanchored(struct dar_net *dn)
{
	dar_bcache_walk(&dn->bcache, sweep_one_unanchored, dn);
}

void dar_sweep_all(struct dar_net *dn)
{
	dar_bcache_walk(&dn->bcache, sweep_one, dn);
}
