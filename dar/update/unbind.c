// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/string.h>

#include "../message/be.h"
#include "../message/event.h"
#include "../packet/proxy.h"
#include "../state/home.h"
#include "../state/limit.h"
#include "unbind.h"

int dar_unbind(struct dar_net *dn, const struct dar_binding_view *view,
	       struct dar_binding_view *after)
{
	int err;

	*after = *view;
	after->d.active = false;
	after->d.lifetime = 0;
	after->d.notice = false;
	after->d.deadline = dar_home_forget_time(dn, &view->home);
	err = dar_bcache_set(&dn->bcache, view, &after->d);
	if (!err)
		dar_proxy_end(dn);
	return err;
}

int dar_unbind_expired(struct dar_net *dn, const struct dar_binding_view *view)
{
	struct dar_binding_view after;
	int err;

	err = dar_unbind(dn, view, &after);
	if (!err) {
		dar_stat_inc(dn->mib, DAR_STAT_BINDING_EXPIRED);
		dar_event_end(dn, &after, DAR_END_EXPIRED,
			      ktime_get_real_ns());
	}
	memzero_explicit(&after, sizeof(after));
	return err;
}

/* Tell the node, now or when its turn comes, see dar_expire_work(). */
static void unbind_tell(struct dar_net *dn, const struct dar_binding_view *view,
			const struct dar_binding_view *after)
{
	u64 wait = dar_limit_notice(dn, DAR_NEVER);

	if (wait)
		dar_bcache_postpone(&dn->bcache, after, after->d.deadline,
				    ktime_get_boottime_ns() + wait, true);
	else
		dar_be_revoke(dn, view);
}

int dar_unbind_revoke(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_end why)
{
	struct dar_binding_view after;
	int err;

	err = dar_unbind(dn, view, &after);
	if (!err) {
		dar_event_end(dn, &after, why, ktime_get_real_ns());
		unbind_tell(dn, view, &after);
	}
	memzero_explicit(&after, sizeof(after));
	return err;
}
