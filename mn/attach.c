// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>

#include <fama/airwatch.h>
#include <fama/cga.h>

#include "addr.h"
#include "anchor.h"
#include "attach.h"
#include "event.h"
#include "form.h"
#include "hostaddr.h"
#include "keep.h"
#include "link.h"
#include "linktrial.h"
#include "mn.h"
#include "ndisc.h"
#include "remove.h"
#include "settle.h"
#include "stats.h"
#include "system.h"

/* The node is about to be elsewhere. */
static void attach_leave_current(struct mn_link *link)
{
	if (link->cur) {
		link->cur->link = NULL;
		mn_keep_left(link->cur);
	}
	link->cur = NULL;
	link->coa = in6addr_any;
	link->returns = false;
	mn_movement_leave(&link->move);
}

void mn_attach_leave(struct mn_net *mn, struct mn_link *link)
{
	mn_linktrial_end(mn, link);
	attach_leave_current(link);
	mn_system_del_default_route(mn, link, link->move.metric);
}

/*
 * The link has no router any more, and looks for one.
 * @coa: the care-of address that it had, or the unspecified address
 *
 * ORDER: packets are held before the default route is deleted.  Else they would
 * take one of the stack's own default routes, by a router that was heard
 * elsewhere, and wait until the stack gives up the resolution of its address.
 */
static void attach_end(struct mn_net *mn, struct mn_link *link,
		       const struct in6_addr *coa)
{
	mn_movement_lost(&link->move, mn_now());
	if (!ipv6_addr_any(coa))
		mn_settle_suspend(mn, coa);
	mn_system_del_default_route(mn, link, link->move.metric);
}

/* The care-of address of a link: ours, or else one that somebody has made. */
static struct in6_addr attach_coa(struct mn_net *mn, const struct mn_link *link)
{
	return link->cur ? link->cur->addr : mn_hostaddr_look(mn, link).best;
}

/*
 * The node is attached by a link: with which care-of address?
 * @before: the one that it had, or the unspecified address
 */
static void attach_settle(struct mn_net *mn, struct mn_link *link,
			  const struct in6_addr *before)
{
	link->coa = attach_coa(mn, link);
	link->move.unusable = !mn_link_has_coa(link);
	if (!mn_link_has_coa(link) && !ipv6_addr_any(before))
		mn_settle_suspend(mn, before);
	mn_settle(mn, link);
}

/* Attach to the router that movement has chosen. */
static void attach_to_next(struct mn_net *mn, struct mn_link *link)
{
	struct mn_router *r = link->move.next;
	const struct mn_ra_prefix *p = mn_movement_prefix(&r->ra);
	struct in6_addr before = link->coa;
	struct mn_addr *a;

	mn_reach_end(&link->reach);
	attach_leave_current(link);
	/* It may claim the address at once. */
	mn_link_set_router(link, &r->ra);
	a = p ? mn_form(mn, link, p) : NULL;
	/* Without an address of ours its next advertisement is another occasion. */
	mn_movement_attached(&link->move, r, a ? p : NULL, mn_now());
	link->cur = a;
	mn_stats_inc(&mn->stats, MN_STAT_ATTACH);
	mn_event_attach(mn, link, a ? &a->dar : &in6addr_any, r->ra.time);
	attach_settle(mn, link, &before);
}

/*
 * From one link to another while both are up: no packet is lost.  The old link
 * goes on receiving, and its route stays until the new one is there.
 */
static void attach_switch(struct mn_net *mn, struct mn_link *from,
			  struct mn_link *to)
{
	from->move.next = from->move.cur;
	attach_leave_current(from);
	attach_to_next(mn, to);
	if (mn_link_has_coa(to)) {
		mn_system_del_default_route(mn, from, from->move.metric);
		return;
	}
	mn_attach_leave(mn, to);
	attach_to_next(mn, from);
}

/* Facts that movement cannot know: the present stay, anchors the user names. */
static void attach_refresh(const struct mn_net *mn, struct mn_link *link)
{
	struct mn_router *r = link->move.routers;

	link->move.stay = mn_link_stay(link);
	for (; r < link->move.routers + MN_MAX_ROUTERS; r++)
		mn_anchor_resolve(mn, &r->ra);
}

static struct mn_link *attach_best(const struct mn_net *mn)
{
	struct mn_movement *moves[MN_MAX_LINKS], *best;
	unsigned int count = 0;
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list) {
		attach_refresh(mn, link);
		moves[count++] = &link->move;
	}
	best = mn_movement_best(moves, count, mn_now());
	return best ? container_of(best, struct mn_link, move) : NULL;
}

/* Will there be a care-of address when the node attaches to the next router? */
static bool attach_offers(struct mn_net *mn, const struct mn_link *link)
{
	struct mn_hostaddrs host;

	if (mn_movement_prefix(&link->move.next->ra))
		return true;
	host = mn_hostaddr_look(mn, link);
	return !ipv6_addr_any(&host.best);
}

/*
 * A better link is taken as soon as it is known to lead somewhere: until then nothing is
 * taken from the one by which the node is attached, unless that is of no use.
 * Return: whether there may be more to do.
 */
static bool attach_take(struct mn_net *mn, struct mn_link *best)
{
	struct mn_link *attached = mn_link_attached(mn);

	if (attached && !attach_offers(mn, best)) {
		best->move.unusable = true;
		return true;
	}
	if (attached && !attached->move.unusable && mn_linktrial_asks(mn, best))
		return false;
	if (attached)
		attach_switch(mn, attached, best);
	else
		attach_to_next(mn, best);
	return true;
}

/*
 * After a change that may have made another link the best one.  Each turn of the loop
 * finds a better link, or one that has no address and is not tried again.
 */
static void attach_compare(struct mn_net *mn)
{
	struct mn_link *best;

	do
		best = attach_best(mn);
	while (best && attach_take(mn, best));
}

/* The network of a link is gone. */
static void attach_detach(struct mn_net *mn, struct mn_link *link)
{
	struct in6_addr coa;

	mn_linktrial_end(mn, link);
	coa = link->coa;
	attach_leave_current(link);
	attach_end(mn, link, &coa);
}

static void attach_lost(struct mn_net *mn, struct mn_link *link)
{
	bool attached = link->move.cur;

	attach_detach(mn, link);
	if (attached)
		attach_compare(mn);
}

/* Another router is taken on a link, and another link if that one is of no use. */
static void attach_change(struct mn_net *mn, struct mn_link *link)
{
	attach_to_next(mn, link);
	if (link->move.unusable)
		attach_compare(mn);
}

/* Another link may be the better one now. */
static void attach_stop_trials(struct mn_net *mn)
{
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		mn_linktrial_end(mn, link);
}

void mn_attach_set_metric(struct mn_net *mn, struct mn_link *link, u32 metric)
{
	u32 before = link->move.metric;

	lockdep_assert_held(&mn->lock);
	if (metric == before)
		return;
	link->move.metric = metric;
	if (link->move.cur) {
		mn_system_set_default_route(mn, link);
		mn_system_del_default_route(mn, link, before);
	}
	attach_stop_trials(mn);
	attach_compare(mn);
}

/* What is known of the network of an address. */
static struct mn_ra_prefix attach_prefix(const struct mn_addr *a)
{
	struct mn_ra_prefix p = {
		.dar = a->dar,
		.valid = a->valid,
		.preferred = a->preferred,
	};

	ipv6_addr_prefix(&p.prefix, &a->addr, 64);
	return p;
}

/*
 * The node takes the address with the next collision count, at most twice (RFC 3972
 * section 4), after it has left the link.  Then it forms no other address in this network.
 */
static void attach_next_count(struct mn_net *mn, struct mn_link *link,
			      struct mn_router *r,
			      const struct mn_ra_prefix *p, u8 count)
{
	struct mn_addr *a = NULL;

	if (count > FAMA_CGA_MAX_COUNT)
		mn_stats_inc(&mn->stats, MN_STAT_DAD_FAILED);
	else
		a = mn_form_counted(mn, link, p, count);
	mn_movement_attached(&link->move, r, p, mn_now());
	link->cur = a;
	attach_settle(mn, link, &in6addr_any);
	if (link->move.unusable)
		attach_compare(mn);
}

/*
 * The access router claims the address on its link: it has a binding that the node does
 * not remember.  Who can sign owns the address, and takes it back.
 */
static bool attach_take_back(struct mn_net *mn, struct mn_addr *a)
{
	struct mn_link *link = a->link;
	struct mn_ra_prefix p = attach_prefix(a);

	if (!READ_ONCE(a->claimed) || !mn_addr_anchored(a) || a->bul.defended)
		return false;
	a->bul.defended = true;
	a->retaken = true;
	mn_system_take_off_link(mn, a);
	if (mn_system_put_on_link(mn, a, link, p.preferred, p.valid))
		return false;
	mn_settle(mn, link);
	return true;
}

/* The current address of a link is another node's. */
static void attach_collide(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *a = link->cur;
	struct mn_ra_prefix p = attach_prefix(a);
	struct mn_router *r = link->move.cur;
	u8 count = a->count + 1;

	mn_stats_inc(&mn->stats, MN_STAT_DAD_COLLISION);
	attach_detach(mn, link);
	mn_remove(mn, a);
	attach_next_count(mn, link, r, &p, count);
}

void mn_attach_collision(struct mn_net *mn, struct mn_addr *a)
{
	struct mn_link *link = a->link;

	lockdep_assert_held(&mn->lock);
	if (!link->move.cur) {
		mn_linktrial_end(mn, link);
		link->move.unusable = true;
	} else if (!attach_take_back(mn, a)) {
		attach_collide(mn, link);
	}
}

/*
 * Nobody has proven to be the router of the address.  So the node is elsewhere, with
 * another router, or else with another address of the same prefix as care-of address.
 */
static void attach_elsewhere(struct mn_net *mn, struct mn_link *link)
{
	struct mn_ra_prefix p = attach_prefix(link->cur);
	struct mn_router *r = link->move.cur;
	u8 count = link->cur->count + 1;

	if (link->cur->retaken) {
		attach_collide(mn, link);
		return;
	}
	mn_stats_inc(&mn->stats, MN_STAT_NOT_HOME);
	if (mn_movement_deny(&link->move, mn_now()) == MN_MOVE_ATTACH) {
		attach_change(mn, link);
		return;
	}
	attach_detach(mn, link);
	attach_next_count(mn, link, r, &p, count);
}

static void attach_arrive(struct mn_net *mn, struct mn_link *link)
{
	link->cur->retaken = false;
	WRITE_ONCE(link->cur->claimed, false);
	mn_settle(mn, link);
}

void mn_attach_returns(struct mn_net *mn)
{
	struct mn_link *link;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list) {
		if (!link->cur || !link->returns)
			continue;
		if (link->cur->bul.state == MN_ADDRESS_HOME)
			attach_arrive(mn, link);
		else if (mn_bul_elsewhere(&link->cur->bul, mn_now()))
			attach_elsewhere(mn, link);
	}
}

/* Lifetimes run on; the system hears of them when a quarter has passed. */
static bool attach_stale(const struct mn_addr *a, const struct mn_ra_prefix *p)
{
	return p->valid != a->valid ||
	       mn_now() - a->set >= mn_ra_renewal(p);
}

static void attach_renew(struct mn_net *mn, struct mn_link *link)
{
	const struct mn_ra_prefix *p = mn_movement_current(&link->move);
	struct mn_addr *a = link->cur;

	if (!a)
		return;
	mn_settle_anchor(mn, a, &p->dar);
	if (attach_stale(a, p))
		mn_system_put_on_link(mn, a, link, p->preferred, p->valid);
}

/* Where routers have no link-layer address there is nothing to ask. */
static void attach_probe(struct mn_net *mn, struct mn_link *link)
{
	WRITE_ONCE(link->asked, true);
	if (mn_ndisc_probe(link->dev, &link->move.cur->ra.source,
			   link->move.cur->ra.hw))
		mn_stats_inc(&mn->stats, MN_STAT_ROUTER_PROBED);
	else
		mn_movement_answered(&link->move, mn_now());
}

static void attach_obey(struct mn_net *mn, struct mn_link *link,
			enum mn_move verdict)
{
	switch (verdict) {
	case MN_MOVE_RENEW:
		attach_renew(mn, link);
		break;
	case MN_MOVE_PROBE:
		attach_probe(mn, link);
		break;
	case MN_MOVE_ATTACH:
		attach_change(mn, link);
		break;
	case MN_MOVE_LEAVE:
		attach_lost(mn, link);
		break;
	case MN_MOVE_COMPARE:
		attach_compare(mn);
		break;
	case MN_MOVE_STAY:
		break;
	}
}

/* Another address may be the care-of address, and the preferred source of routes. */
static void attach_choose(struct mn_net *mn, struct mn_link *link)
{
	struct in6_addr before = link->coa, coa = attach_coa(mn, link);

	if (ipv6_addr_equal(&coa, &before))
		mn_system_update_source(mn, link);
	else
		attach_settle(mn, link, &before);
}

static void attach_look_again(struct mn_net *mn, struct mn_link *link)
{
	struct mn_hostaddrs host;

	if (link->move.cur) {
		if (!link->returns)
			attach_choose(mn, link);
		return;
	}
	host = mn_hostaddr_look(mn, link);
	if (link->move.unusable)
		link->move.unusable = ipv6_addr_any(&host.best);
	if (!link->cur && mn_link_has_coa(link) &&
	    !ipv6_addr_equal(&link->coa, &host.best))
		mn_linktrial_end(mn, link);
}

void mn_attach_addresses(struct mn_net *mn)
{
	struct mn_link *link;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list)
		attach_look_again(mn, link);
	attach_compare(mn);
}

void mn_attach_ra(struct mn_net *mn, struct mn_ra *ra)
{
	struct mn_link *link = mn_link_find(mn, ra->ifindex), *attached;

	lockdep_assert_held(&mn->lock);
	if (!link)
		return;
	attached = mn_link_attached(mn);
	attach_refresh(mn, link);
	mn_anchor_resolve(mn, ra);
	attach_obey(mn, link, mn_movement_ra(&link->move,
					     attached && attached != link, ra,
					     mn_now()));
}

static void attach_solicit(struct mn_link *link)
{
	mn_ndisc_solicit(link->dev);
	mn_solicit_sent(&link->move.solicit, mn_now(), get_random_u32());
}

static void attach_up(struct mn_net *mn, struct mn_link *link)
{
	if (!mn_movement_up(&link->move, mn_now()))
		return;
	mn_reach_init(&link->reach);
	mn_event_link(mn, link, true);
	mn_ndisc_drop_waiting(link->dev, &link->router);
	if (link->ssid.wireless)
		fama_airwatch_look(&mn->air);
	attach_solicit(link);
}

/* What was heard before may have been of a network that was not known by its name. */
static void attach_named(struct mn_net *mn, struct mn_link *link)
{
	if (link->move.up && mn_permit_asks(&mn->permits, MN_PERMIT_BY_SSID))
		attach_solicit(link);
}

static void attach_down(struct mn_net *mn, struct mn_link *link)
{
	enum mn_move verdict = mn_movement_down(&link->move);

	if (verdict == MN_MOVE_LEAVE)
		mn_event_link(mn, link, false);
	attach_obey(mn, link, verdict);
}

/*
 * Another access point, perhaps of the same network: nothing is taken away until somebody
 * says so, or nobody answers.
 */
static void attach_roamed(struct mn_net *mn, struct mn_link *link)
{
	enum mn_move verdict;

	if (!link->move.up)
		return;
	if (!link->move.cur)
		mn_linktrial_end(mn, link);
	mn_reach_init(&link->reach);
	verdict = mn_movement_roamed(&link->move, mn_now());
	attach_solicit(link);
	attach_obey(mn, link, verdict);
}

static void attach_unreachable(struct mn_net *mn, struct mn_link *link)
{
	enum mn_move verdict = mn_movement_unreachable(&link->move, mn_now());

	if (verdict != MN_MOVE_STAY)
		mn_stats_inc(&mn->stats, MN_STAT_ROUTER_UNREACHABLE);
	attach_obey(mn, link, verdict);
}

static void attach_answered(struct mn_link *link)
{
	WRITE_ONCE(link->asked, false);
	mn_movement_answered(&link->move, mn_now());
}

void mn_attach_events(struct mn_net *mn)
{
	struct mn_link *link, *next;
	bool gone;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry_safe(link, next, &mn->links, list) {
		gone = test_and_clear_bit(MN_LINK_GONE, &link->events);
		if (test_and_clear_bit(MN_LINK_DOWN, &link->events) || gone)
			attach_down(mn, link);
		if (test_and_clear_bit(MN_LINK_ROAMED, &link->events))
			attach_roamed(mn, link);
		if (test_and_clear_bit(MN_LINK_UNREACHABLE, &link->events))
			attach_unreachable(mn, link);
		if (test_and_clear_bit(MN_LINK_ANSWERED, &link->events))
			attach_answered(link);
		if (test_and_clear_bit(MN_LINK_NAMED, &link->events))
			attach_named(mn, link);
		if (gone)
			mn_link_del(mn, link);
		else if (test_and_clear_bit(MN_LINK_UP, &link->events))
			attach_up(mn, link);
	}
}

void mn_attach_gone(struct mn_net *mn)
{
	struct mn_link *link, *next;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry_safe(link, next, &mn->links, list) {
		if (!test_bit(MN_LINK_GONE, &link->events))
			continue;
		attach_down(mn, link);
		mn_link_del(mn, link);
	}
}

/* Time has passed on a link. */
static void attach_look(struct mn_net *mn, struct mn_link *link, u64 now)
{
	const struct mn_router *r = link->move.cur;
	enum mn_move verdict = mn_movement_timer(&link->move, now);

	if (r && r->silent && now < r->until)
		mn_stats_inc(&mn->stats, MN_STAT_ROUTER_UNREACHABLE);
	attach_obey(mn, link, verdict);
}

void mn_attach_timer(struct mn_net *mn)
{
	struct mn_link *link;
	u64 now = mn_now();

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list) {
		attach_look(mn, link, now);
		if (now >= link->move.solicit.due)
			attach_solicit(link);
		if (mn_linktrial_timer(mn, link, now))
			attach_compare(mn);
	}
}

void mn_attach_reached(struct mn_net *mn, struct mn_link *link)
{
	lockdep_assert_held(&mn->lock);
	mn_reach_answered(&link->reach);
	attach_compare(mn);
}
