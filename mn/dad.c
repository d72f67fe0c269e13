// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>

#include <fama/watch.h>

#include "addr.h"
#include "attach.h"
#include "dad.h"
#include "guard.h"
#include "link.h"
#include "linkwatch.h"
#include "mn.h"
#include "ndisc.h"
#include "settle.h"
#include "system.h"

static void dad_wake(void *arg)
{
	mn_wake(arg);
}

int mn_dad_start(struct mn_net *mn)
{
	mn->watch = fama_watch_open(mn->net, dad_wake, mn);
	return PTR_ERR_OR_ZERO(mn->watch);
}

void mn_dad_stop(struct mn_net *mn)
{
	fama_watch_close(mn->watch);
}

/* The address is the node's own. */
static void dad_passed(struct mn_net *mn, struct mn_addr *a)
{
	bool blocked = a->dad == MN_DAD_BLOCKED;

	a->dad = MN_DAD_NONE;
	mn_system_undeliver(mn, a);
	mn_system_take_off_tunnel(mn, a);
	if (!a->bul.defended)
		mn_ndisc_announce(a->link->dev, &a->addr, true);
	if (blocked)
		mn_settle_usable(mn, a->link);
}

static void dad_goes_on(struct mn_net *mn, struct mn_addr *a, u32 flags)
{
	if (flags & IFA_F_OPTIMISTIC)
		return;
	a->dad = MN_DAD_BLOCKED;
	mn_system_undeliver(mn, a);
}

/* The stack tells nobody else that IPv6 is disabled on an interface, or enabled again. */
static void dad_look_at_link(struct mn_net *mn, int ifindex)
{
	struct mn_link *link = mn_link_find(mn, ifindex);

	if (link)
		mn_linkwatch_look(mn, link);
}

/*
 * An address that is gone because of a duplicate says so.  One that somebody else has
 * removed comes back, see guard.h.
 */
static void dad_event(struct mn_net *mn, const struct fama_watch_event *ev)
{
	struct mn_addr *a = mn_addr_find(mn, &ev->addr);

	if (a && !a->link && a->on_tunnel && ev->ifindex == mn->dev->ifindex)
		mn_system_leave_link(mn, a);
	if (!a || a->ifindex != ev->ifindex)
		return;
	/* The stack takes every address off a device that is switched off. */
	if (!a->link && ev->gone)
		mn_system_take_off_link(mn, a);
	if (!a->link || a->dad == MN_DAD_NONE)
		return;
	if (ev->flags & IFA_F_DADFAILED)
		mn_attach_collision(mn, a);
	else if (ev->gone)
		return;
	else if (ev->flags & IFA_F_TENTATIVE)
		dad_goes_on(mn, a, ev->flags);
	else if (mn_system_link_delivers(mn, a))
		dad_passed(mn, a);
}

/*
 * Reports were lost: detection may have ended, or failed, without a word.  An address
 * that is missing comes back, and then its detection begins anew.
 */
static void dad_ask(struct mn_net *mn)
{
	struct mn_link *link;
	struct mn_addr *a;

	list_for_each_entry(link, &mn->links, list)
		mn_linkwatch_look(mn, link);
	list_for_each_entry(a, &mn->addrs, list) {
		if (!a->link && a->on_tunnel)
			mn_system_leave_link(mn, a);
		if (a->link && a->dad != MN_DAD_NONE &&
		    mn_system_link_delivers(mn, a))
			dad_passed(mn, a);
	}
}

/* May it have to do with the address of a link? */
static bool dad_is_of_link(struct mn_net *mn, const struct fama_watch_event *ev)
{
	return ev->kind == FAMA_WATCH_LOST ||
	       (ev->kind == FAMA_WATCH_ADDRESS && mn_link_find(mn, ev->ifindex));
}

void mn_dad_events(struct mn_net *mn)
{
	struct fama_watch_event ev;
	bool look = false;

	lockdep_assert_held(&mn->lock);
	while (fama_watch_next(mn->watch, &ev)) {
		if (ev.kind == FAMA_WATCH_ADDRESS) {
			dad_look_at_link(mn, ev.ifindex);
			dad_event(mn, &ev);
		} else if (ev.kind == FAMA_WATCH_LOST) {
			dad_ask(mn);
		}
		look |= dad_is_of_link(mn, &ev);
		mn_guard_event(mn, &ev);
	}
	if (look)
		mn_attach_addresses(mn);
}
