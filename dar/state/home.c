// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include "../kernel/link.h"
#include "anchor.h"
#include "home.h"

/* The addresses of most packets fail one of these two cheap tests. */
static bool home_may_be_bound(struct dar_net *dn,
			      const struct in6_addr *addr)
{
	return dar_bcache_active(&dn->bcache) && dar_anchor_find(dn, addr);
}

static bool home_is_active(const struct dar_binding *b)
{
	return b && READ_ONCE(b->d.active);
}

bool dar_home_bound(struct dar_net *dn, const struct in6_addr *addr)
{
	return home_may_be_bound(dn, addr) &&
	       home_is_active(dar_bcache_find(&dn->bcache, addr));
}

/* As above, cheap tests come first. */
struct dar_binding *dar_home_find_bh(struct dar_net *dn,
				     const struct in6_addr *addr)
{
	if (!dar_bcache_active(&dn->bcache) &&
	    !dar_bcache_remembered(&dn->bcache))
		return NULL;
	if (!dar_anchor_find(dn, addr))
		return NULL;
	return dar_bcache_find_bh(&dn->bcache, addr);
}

/* As above, cheap tests come first. */
struct dar_binding *dar_home_remembered(struct dar_net *dn,
					const struct in6_addr *addr,
					int ifindex)
{
	const struct dar_anchor *a;
	struct dar_binding *b;

	if (!dar_bcache_remembered(&dn->bcache))
		return NULL;
	a = dar_anchor_find(dn, addr);
	if (!a || dar_anchor_ifindex(a) != ifindex)
		return NULL;
	b = dar_bcache_find(&dn->bcache, addr);
	return home_is_active(b) ? NULL : b;
}

int dar_home_link(struct dar_net *dn, const struct in6_addr *addr)
{
	const struct dar_anchor *a = dar_anchor_find(dn, addr);

	return a ? dar_anchor_ifindex(a) : 0;
}

bool dar_home_router(struct dar_net *dn, const struct dar_binding_view *view,
		     struct in6_addr *addr)
{
	const struct dar_anchor *a;
	bool found = true;

	rcu_read_lock();
	*addr = view->d.dar;
	if (!dar_link_owns(dn->net, addr)) {
		a = dar_anchor_find(dn, &view->home);
		found = a && dar_link_address(dn->net, dar_anchor_ifindex(a),
					      &a->prefix, addr) &&
			dar_link_owns(dn->net, addr);
	}
	rcu_read_unlock();
	return found;
}

bool dar_home_anchored(struct dar_net *dn, const struct in6_addr *home)
{
	bool anchored;

	rcu_read_lock();
	anchored = dar_anchor_find(dn, home);
	rcu_read_unlock();
	return anchored;
}

bool dar_home_known(struct dar_net *dn, const struct in6_addr *home)
{
	const struct dar_binding *b;
	bool known;

	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, home);
	known = b && READ_ONCE(b->d.known);
	rcu_read_unlock();
	return known;
}

u64 dar_home_forget_time(struct dar_net *dn, const struct in6_addr *home)
{
	const struct dar_anchor *a;
	u32 valid = U32_MAX;

	rcu_read_lock();
	a = dar_anchor_find(dn, home);
	if (a)
		valid = dar_anchor_valid(dn, a);
	rcu_read_unlock();
	if (valid == U32_MAX)
		return DAR_NEVER;
	return ktime_get_boottime_ns() + (u64)valid * NSEC_PER_SEC;
}

void dar_home_count(struct dar_net *dn, const struct in6_addr *home,
		    enum dar_tally_count what)
{
	const struct dar_anchor *a;

	rcu_read_lock();
	a = dar_anchor_find(dn, home);
	if (a)
		dar_tally_inc(a->tally, what);
	rcu_read_unlock();
}
