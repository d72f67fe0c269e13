// SPDX-License-Identifier: GPL-2.0-only
#include "../state/anchor.h"
#include "../state/bcache_walk.h"
#include "sweep.h"
#include "unbind.h"

/* When the role is disabled all bindings end anyway, and no node is notified. */
static bool sweep_end(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_end why)
{
	if (!READ_ONCE(dn->enabled))
		return false;
	dar_unbind_revoke(dn, view, why);
	return true;
}

static bool sweep_one(void *arg, const struct dar_binding_view *view)
{
	return sweep_end(arg, view, DAR_END_FLUSHED);
}

static bool sweep_one_unanchored(void *arg,
				 const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (READ_ONCE(dn->enabled) && dar_anchor_find(dn, &view->home))
		return true;
	return sweep_end(dn, view, DAR_END_ANCHOR);
}

void dar_sweep_unanchored(struct dar_net *dn)
{
	dar_bcache_walk(&dn->bcache, sweep_one_unanchored, dn);
}

void dar_sweep_all(struct dar_net *dn)
{
	dar_bcache_walk(&dn->bcache, sweep_one, dn);
}
