// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/time64.h>
#include <net/ip6_fib.h>

#include "addr.h"
#include "dev.h"
#include "event.h"
#include "keep.h"
#include "link.h"
#include "mn.h"
#include "ndisc.h"
#include "remove.h"
#include "settle.h"
#include "signal.h"
#include "system.h"
#include "trial.h"

/* The early token is fetched after this time, plus up to as much again. */
#define SETTLE_TOKEN_DELAY	(2 * NSEC_PER_SEC)

static u64 settle_token_time(const struct mn_net *mn, const struct mn_addr *a,
			     u64 now)
{
	if (!mn_addr_anchored(a) || !mn->set.early_token)
		return MN_BUL_NEVER;
	return now + SETTLE_TOKEN_DELAY +
	       get_random_u32() % (u32)SETTLE_TOKEN_DELAY;
}

/*
 * The link seems to be that of the router of an address.  Whoever is there can say so:
 * packets go the way they went, or wait, until the router itself has acknowledged on
 * this link that the address is not bound any more.
 * Return: whether that is needed.
 */
static bool settle_return(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *a = link->cur;
	u64 now = mn_now();

	mn_trial_end(a);
	mn_bul_home(&a->bul, now, settle_token_time(mn, a, now));
	link->returns = a->bul.state == MN_ADDRESS_RETURNING;
	if (!link->returns)
		return false;
	/* The network of the former router of this interface has been left. */
	if (a->route_ifindex == link->ifindex)
		mn_system_set_router_route(mn, a, NULL);
	mn_system_set_rule(mn, a, true);
	mn_system_set_home_route(mn, a, link);
	mn_event_address(mn, a);
	mn_signal_run(mn, a);
	return true;
}

/* The address is at home: none of its packets is tunnelled any more. */
static void settle_come_home(struct mn_net *mn, struct mn_addr *a)
{
	mn_system_set_router_route(mn, a, NULL);
	mn_system_set_rule(mn, a, false);
	mn_system_set_home_route(mn, a, NULL);
	mn_addr_set_path(mn, a, NULL);
	mn_event_address(mn, a);
}

/* An address whose access router is elsewhere: bind it to the care-of address. */
static void settle_move(struct mn_net *mn, struct mn_addr *a,
			const struct mn_link *link)
{
	mn_system_set_router_route(mn, a, link);
	if (mn_addr_leaving(a)) {
		a->bul.coa = link->coa;
		return;
	}
	mn_trial_end(a);
	mn_system_set_rule(mn, a, true);
	if (mn_bul_resume(&a->bul, &link->coa, mn_now())) {
		mn_addr_set_path(mn, a, &a->bul.coa);
		mn_event_address(mn, a);
		return;
	}
	/* Packets are held until there is a path from here. */
	mn_addr_set_path(mn, a, NULL);
	mn_bul_move(&a->bul, &link->coa, mn_now());
	mn_signal_quick(mn, a);
}

static void settle_move_others(struct mn_net *mn, const struct mn_link *link)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (!a->link && mn_keep_follows(mn, a))
			settle_move(mn, a, link);
}

/*
 * Each address goes to the device where it is now.  An address without an access
 * router could not follow and is of no use any more, nor is one that the policy
 * leaves behind.  The stack takes a moment to accept packets for an address where
 * it is new: meanwhile an address that has come home stays on the tunnel device
 * as well, and one that has left home stays on its link.
 */
static void settle_tidy(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list) {
		if (a->link) {
			if (a->dad == MN_DAD_NONE)
				mn_system_take_off_tunnel(mn, a);
		} else if (mn_keep_follows(mn, a)) {
			mn_system_put_on_tunnel(mn, a);
			mn_system_leave_link(mn, a);
		} else {
			mn_remove(mn, a);
		}
	}
}

/*
 * ORDER: the Binding Updates that need no more than a hash are on their way.  Now
 * come the packets that applications wait for, then the signatures, and at last
 * what nobody waits for.
 */
static void settle_finish(struct mn_net *mn, struct mn_link *link)
{
	const struct mn_addr *cur = link->cur;

	mn_dev_flush_all(mn);
	mn_signal_run_all(mn);
	if (cur && !cur->bul.defended)
		mn_ndisc_announce(link->dev, &cur->addr, false);
	settle_tidy(mn);
}

/*
 * ORDER: the current address is at home before the others move.  With its rule
 * still there, what it sends as a care-of address would be held like what it sent
 * while it was away; and its own router must not send the answers of the other
 * routers to where it was.
 *
 * ORDER: the default route by the router of this link comes before the rule of an
 * address that returns goes: else packets would take a default route of the stack,
 * by any router that was heard before.  A new address has no rule, and the Binding
 * Updates need not wait for the route.
 */
void mn_settle(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *cur = link->cur;
	bool returns = cur && cur->has_rule;

	lockdep_assert_held(&mn->lock);
	if (cur && settle_return(mn, link))
		return;
	if (returns)
		mn_system_set_default_route(mn, link);
	if (cur)
		settle_come_home(mn, cur);
	if (mn_link_has_coa(link))
		settle_move_others(mn, link);
	if (!returns)
		mn_system_set_default_route(mn, link);
	settle_finish(mn, link);
}

/*
 * The packets of applications are held until there is a path again.  The rule
 * alone does not reach sockets that remember a route.
 */
static void settle_suspend(struct mn_net *mn, struct mn_addr *a)
{
	mn_bul_detach(&a->bul);
	mn_addr_set_path(mn, a, NULL);
	mn_system_set_home_route(mn, a, NULL);
	if (mn_addr_anchored(a))
		mn_system_set_rule(mn, a, true);
	mn_event_address(mn, a);
}

void mn_settle_suspend(struct mn_net *mn, const struct in6_addr *coa)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_addr_equal(&a->addr, coa) ||
		    (!a->link && ipv6_addr_equal(&a->bul.coa, coa)))
			settle_suspend(mn, a);
	rt_genid_bump_ipv6(mn->net);
}

/*
 * Nothing could be sent from the address, and no answer would have been accepted:
 * what waits for an answer is sent now and not after its back-off.
 */
void mn_settle_usable(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	if (!link->move.cur)
		return;
	mn_system_set_default_route(mn, link);
	list_for_each_entry(a, &mn->addrs, list)
		if (a == link->cur || !a->link)
			mn_bul_hurry(&a->bul, mn_now());
	mn_signal_run_all(mn);
}

void mn_settle_anchor(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *dar)
{
	u64 now = mn_now();

	lockdep_assert_held(&mn->lock);
	if (!a->link || a->link->returns || ipv6_addr_any(dar) || ipv6_addr_equal(&a->dar, dar))
		return;
	if (mn_addr_anchored(a) && a->bul.has_phkt) {
		if (mn_trial_begin(a, dar))
			mn_signal_run(mn, a);
		return;
	}
	a->dar = *dar;
	mn_system_anchored(mn, a);
	mn_bul_home(&a->bul, now, settle_token_time(mn, a, now));
	settle_come_home(mn, a);
}
