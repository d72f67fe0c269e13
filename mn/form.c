// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>

#include <fama/cga.h>

#include "addr.h"
#include "form.h"
#include "mn.h"
#include "ra.h"
#include "release.h"
#include "remove.h"
#include "system.h"

static struct mn_addr *form_new(struct mn_net *mn, const struct in6_addr *prefix,
				const struct in6_addr *dar, u8 count)
{
	mn_release_make_room(mn);
	return mn_addr_new(mn, prefix, dar, count);
}

/*
 * May the address be at home in the network of a prefix?  Where its router is named, that
 * has to be the one that its updates go to.  Whoever else has the prefix is no home for an
 * address that may be bound.
 */
static bool form_fits(const struct mn_addr *a, const struct mn_ra_prefix *p)
{
	return !mn_addr_anchored(a) || ipv6_addr_equal(&a->dar, &p->dar) ||
	       !mn_bul_may_be_bound(&a->bul);
}

/* The address with a collision count, the one that the node has or a new one. */
static struct mn_addr *form_counted(struct mn_net *mn,
				    const struct mn_ra_prefix *p, u8 count)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_prefix_equal(&a->addr, &p->prefix, 64) &&
		    a->count == count && !mn_addr_leaving(a))
			return a;
	return form_new(mn, &p->prefix, &p->dar, count);
}

/* Begin anew with an address that is being given up. */
static struct mn_addr *form_again(struct mn_net *mn, struct mn_addr *a,
				  const struct mn_ra_prefix *p)
{
	struct in6_addr former = a->addr;
	bool defended = a->bul.defended;

	mn_remove(mn, a);
	a = form_new(mn, &p->prefix, &p->dar, 0);
	/* With another key, or another collision count, it is another address. */
	if (a)
		a->bul.defended = defended &&
				  ipv6_addr_equal(&a->addr, &former);
	return a;
}

/* The address in a prefix: the one that the node has, or a new one. */
static struct mn_addr *form_addr(struct mn_net *mn, const struct mn_ra_prefix *p)
{
	struct mn_addr *a;
	u8 count = 0;

	list_for_each_entry(a, &mn->addrs, list) {
		if (!ipv6_prefix_equal(&a->addr, &p->prefix, 64))
			continue;
		if (!form_fits(a, p)) {
			count = max(count, a->count + 1);
			continue;
		}
		if (mn_addr_leaving(a))
			return form_again(mn, a, p);
		if (!mn_addr_anchored(a))
			a->dar = p->dar;
		return a;
	}
	return count > FAMA_CGA_MAX_COUNT ? NULL : form_counted(mn, p, count);
}

/* What the system does not take, and has not had before, nobody can use. */
static struct mn_addr *form_put(struct mn_net *mn, struct mn_addr *a,
				struct mn_link *link,
				const struct mn_ra_prefix *p)
{
	if (!a || !mn_system_put_on_link(mn, a, link, p->preferred, p->valid))
		return a;
	if (!a->ifindex && !a->on_tunnel)
		mn_remove(mn, a);
	return NULL;
}

struct mn_addr *mn_form(struct mn_net *mn, struct mn_link *link,
			const struct mn_ra_prefix *p)
{
	lockdep_assert_held(&mn->lock);
	return form_put(mn, form_addr(mn, p), link, p);
}

struct mn_addr *mn_form_counted(struct mn_net *mn, struct mn_link *link,
				const struct mn_ra_prefix *p, u8 count)
{
	lockdep_assert_held(&mn->lock);
	return form_put(mn, form_counted(mn, p, count), link, p);
}
