// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/string.h>

#include "../message/be.h"
#include "../message/event.h"
#include "../packet/proxy.h"
#include "../state/home.h"
#include "unbind.h"

int dar_unbind(struct dar_net *dn, const struct dar_binding_view *view,
	       struct dar_binding_view *after)
{
	int err;

	*after = *view;
	after->d.active = false;
	after->d.lifetime = 0;
	after->d.deadline = dar_home_forget_time(dn, &view->home);
	err = dar_bcache_set(&dn->bcache, view, &after->d);
	if (!err)
		dar_proxy_end(dn);
	return err;
}

int dar_unbind_revoke(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_end why)
{
	struct dar_binding_view after;
	int err;

	err = dar_unbind(dn, view, &after);
	if (!err) {
		dar_event_end(dn, &after, why, ktime_get_real_ns());
		dar_be_revoke(dn, view);
	}
	memzero_explicit(&after, sizeof(after));
	return err;
}
