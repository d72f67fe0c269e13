// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include "../update/sweep.h"
#include "../update/unbind.h"
#include "flush.h"

static int flush_allowed(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = dar_net_check(dn, extack);

	if (err || !dar_bcache_frozen(&dn->bcache))
		return err;
	NL_SET_ERR_MSG(extack, "the router is frozen");
	return -EBUSY;
}

/* If the binding is refreshed at the same time, try again. */
static int flush_home(struct dar_net *dn, const struct in6_addr *home)
{
	struct dar_binding_view view;
	int err = -ENOENT;

	while (dar_bcache_get(&dn->bcache, home, &view) && view.d.active) {
		err = dar_unbind_revoke(dn, &view, DAR_END_FLUSHED);
		if (err != -EAGAIN)
			break;
		err = -ENOENT;
	}
	memzero_explicit(&view, sizeof(view));
	return err;
}

int dar_flush_bindings(struct dar_net *dn, const struct in6_addr *home,
		       struct netlink_ext_ack *extack)
{
	int err;

	err = flush_allowed(dn, extack);
	if (err)
		return err;
	if (!home) {
		dar_sweep_all(dn);
		return 0;
	}
	err = flush_home(dn, home);
	if (err)
		NL_SET_ERR_MSG(extack, "this home address is not bound");
	return err;
}

/* If the address becomes bound at the same time, there is nothing to forget. */
static int flush_forget_home(struct dar_net *dn, const struct in6_addr *home)
{
	struct dar_binding_view view;
	int err = -ENOENT;

	if (dar_bcache_get(&dn->bcache, home, &view) && !view.d.active)
		err = dar_bcache_forget(&dn->bcache, &view);
	memzero_explicit(&view, sizeof(view));
	return err;
}

int dar_flush_memory(struct dar_net *dn, const struct in6_addr *home,
		     struct netlink_ext_ack *extack)
{
	int err;

	err = flush_allowed(dn, extack);
	if (err)
		return err;
	if (!home) {
		dar_bcache_forget_ended(&dn->bcache);
		return 0;
	}
	err = flush_forget_home(dn, home);
	if (err)
		NL_SET_ERR_MSG(extack, "this address is not remembered");
	return err;
}
