// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the stack says of addresses: the end of Duplicate Address Detection, when
 * one is ours at last, or somebody else's (RFC 3972 section 4, step 8); and when
 * packets for it are accepted where it is new.
 */
#include <linux/if_addr.h>

#include <fama/watch.h>

#include "mn.h"

static void dad_wake(void *arg)
{
	mn_inbox_kick(arg);
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

/*
 * Without optimistic DAD nothing could be sent from the address, and no answer
 * would have been accepted: what waits goes out now, not after its back-off.
 */
static void dad_passed(struct mn_net *mn, struct mn_addr *cur)
{
	struct mn_addr *a;
	bool blocked = cur->dad == MN_DAD_BLOCKED;

	cur->dad = MN_DAD_NONE;
	mn_addr_deliver_end(mn, cur);
	mn_addr_take_off_tunnel(mn, cur);
	if (!cur->bul.defended)
		mn_link_announce(cur->link, &cur->addr, true);
	if (!blocked)
		return;
	mn_attach_usable(mn, cur->link);
	list_for_each_entry(a, &mn->addrs, list)
		if (a == cur || !a->link)
			mn_bul_hurry(&a->bul, mn_now());
	mn_signal_run_all(mn);
}

static void dad_goes_on(struct mn_net *mn, struct mn_addr *a, u32 flags)
{
	if (flags & IFA_F_OPTIMISTIC)
		return;
	a->dad = MN_DAD_BLOCKED;
	mn_addr_deliver_end(mn, a);
}

static void dad_event(struct mn_net *mn, const struct fama_watch_event *ev)
{
	struct mn_addr *a = mn_addr_find(mn, &ev->addr);

	if (a && !a->link && a->on_tunnel && ev->ifindex == mn->dev->ifindex)
		mn_addr_leave_link(mn, a);
	if (!a || a->ifindex != ev->ifindex)
		return;
	/* The stack takes all addresses off a device that is switched off. */
	if (!a->link && ev->gone)
		mn_addr_take_off_link(mn, a);
	if (!a->link || a->dad == MN_DAD_NONE)
		return;
	if (ev->gone || ev->flags & IFA_F_DADFAILED)
		mn_attach_collision(mn, a);
	else if (ev->flags & IFA_F_TENTATIVE)
		dad_goes_on(mn, a, ev->flags);
	else if (mn_addr_delivered_by_link(mn, a))
		dad_passed(mn, a);
}

void mn_dad_events(struct mn_net *mn)
{
	struct fama_watch_event ev;

	lockdep_assert_held(&mn->lock);
	while (fama_watch_next(mn->watch, &ev))
		dad_event(mn, &ev);
}
