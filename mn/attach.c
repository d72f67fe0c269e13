// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>
#include <linux/random.h>

#include <fama/cga.h>

#include "addr.h"
#include "anchor.h"
#include "attach.h"
#include "event.h"
#include "keep.h"
#include "link.h"
#include "mn.h"
#include "ndisc.h"
#include "release.h"
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
	link->returns = false;
	mn_movement_leave(&link->move);
}

void mn_attach_leave(struct mn_net *mn, struct mn_link *link)
{
	attach_leave_current(link);
	mn_system_del_default_route(mn, link, link->move.metric);
}

static struct mn_addr *attach_new_addr(struct mn_net *mn,
				       const struct in6_addr *prefix,
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
static bool attach_fits(const struct mn_addr *a, const struct mn_ra_prefix *p)
{
	return !mn_addr_anchored(a) || ipv6_addr_equal(&a->dar, &p->dar) ||
	       !mn_bul_may_be_bound(&a->bul);
}

/* The address with a collision count, the one that the node has or a new one. */
static struct mn_addr *attach_counted(struct mn_net *mn,
				      const struct mn_ra_prefix *p, u8 count)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_prefix_equal(&a->addr, &p->prefix, 64) &&
		    a->count == count && !mn_addr_leaving(a))
			return a;
	return attach_new_addr(mn, &p->prefix, &p->dar, count);
}

/* Begin anew with an address that is being given up. */
static struct mn_addr *attach_again(struct mn_net *mn, struct mn_addr *a,
				    const struct mn_ra_prefix *p)
{
	struct in6_addr former = a->addr;
	bool defended = a->bul.defended;

	mn_remove(mn, a);
	a = attach_new_addr(mn, &p->prefix, &p->dar, 0);
	/* With another key, or another collision count, it is another address. */
	if (a)
		a->bul.defended = defended &&
				  ipv6_addr_equal(&a->addr, &former);
	return a;
}

/* The address of the node in a prefix: the one that it has, or a new one. */
static struct mn_addr *attach_addr(struct mn_net *mn,
				   const struct mn_ra_prefix *p)
{
	struct mn_addr *a;
	u8 count = 0;

	list_for_each_entry(a, &mn->addrs, list) {
		if (!ipv6_prefix_equal(&a->addr, &p->prefix, 64))
			continue;
		if (!attach_fits(a, p)) {
			count = max(count, a->count + 1);
			continue;
		}
		if (mn_addr_leaving(a))
			return attach_again(mn, a, p);
		if (!mn_addr_anchored(a))
			a->dar = p->dar;
		return a;
	}
	return count > FAMA_CGA_MAX_COUNT ? NULL : attach_counted(mn, p, count);
}

/*
 * The link has no address of ours any more, and looks for a router.
 * @cur: the address that it had, or NULL
 *
 * ORDER: packets are held before the default route is deleted.  Else they would
 * take one of the stack's own default routes, by a router that was heard
 * elsewhere, and wait until the stack gives up the resolution of its address.
 */
static void attach_end(struct mn_net *mn, struct mn_link *link,
		       const struct in6_addr *cur)
{
	mn_movement_lost(&link->move, mn_now());
	if (!cur)
		return;
	mn_settle_suspend(mn, cur);
	mn_system_del_default_route(mn, link, link->move.metric);
}

/* Attach to the router that movement has chosen. */
static void attach_to_next(struct mn_net *mn, struct mn_link *link)
{
	bool attached = link->cur;
	struct in6_addr before = attached ? link->cur->addr : in6addr_any;
	struct mn_router *r = link->move.next;
	const struct mn_ra_prefix *p = mn_movement_prefix(&r->ra);
	struct mn_addr *a;

	attach_leave_current(link);
	/* It may claim the address at once. */
	mn_link_set_router(link, &r->ra);
	a = attach_addr(mn, p);
	if (!a || mn_system_put_on_link(mn, a, link, p->preferred, p->valid)) {
		attach_end(mn, link, attached ? &before : NULL);
		return;
	}
	mn_movement_attached(&link->move, r, p, mn_now());
	link->cur = a;
	mn_stats_inc(&mn->stats, MN_STAT_ATTACH);
	mn_event_attach(mn, link, &a->dar, r->ra.time);
	mn_settle(mn, link);
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
	if (to->cur)
		mn_system_del_default_route(mn, from, from->move.metric);
	else
		attach_to_next(mn, from);
}

/* Facts that movement cannot know: the present stay, anchors the user names. */
static void attach_refresh(const struct mn_net *mn, struct mn_link *link)
{
	struct mn_router *r = link->move.routers;

	link->move.stay = READ_ONCE(link->stay);
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

/* After a change that may have made another link the best one. */
static void attach_compare(struct mn_net *mn)
{
	struct mn_link *attached = mn_link_attached(mn);
	struct mn_link *best = attach_best(mn);

	if (best && attached)
		attach_switch(mn, attached, best);
	else if (best)
		attach_to_next(mn, best);
}

/* The network of a link is gone. */
static void attach_detach(struct mn_net *mn, struct mn_link *link)
{
	const struct mn_addr *cur = link->cur;

	attach_leave_current(link);
	attach_end(mn, link, cur ? &cur->addr : NULL);
}

static void attach_lost(struct mn_net *mn, struct mn_link *link)
{
	bool attached = link->cur;

	attach_detach(mn, link);
	if (attached)
		attach_compare(mn);
}

void mn_attach_set_metric(struct mn_net *mn, struct mn_link *link, u32 metric)
{
	u32 before = link->move.metric;

	lockdep_assert_held(&mn->lock);
	if (metric == before)
		return;
	link->move.metric = metric;
	if (link->cur) {
		mn_system_set_default_route(mn, link);
		mn_system_del_default_route(mn, link, before);
	}
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
 * section 4), after it has left the link.  Then the link is of no use until it comes up
 * anew.
 */
static void attach_next_count(struct mn_net *mn, struct mn_link *link,
			      struct mn_router *r,
			      const struct mn_ra_prefix *p, u8 count)
{
	struct mn_addr *a = NULL;

	mn_movement_give_up(&link->move);
	if (count > FAMA_CGA_MAX_COUNT)
		mn_stats_inc(&mn->stats, MN_STAT_DAD_FAILED);
	else
		a = attach_counted(mn, p, count);
	if (!a || mn_system_put_on_link(mn, a, link, p->preferred, p->valid)) {
		attach_compare(mn);
		return;
	}
	mn_movement_attached(&link->move, r, p, mn_now());
	link->cur = a;
	mn_settle(mn, link);
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
	if (!attach_take_back(mn, a))
		attach_collide(mn, link);
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
		attach_to_next(mn, link);
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
		attach_to_next(mn, link);
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
	mn_event_link(mn, link, true);
	mn_ndisc_drop_waiting(link->dev, &link->router);
	attach_solicit(link);
}

static void attach_down(struct mn_net *mn, struct mn_link *link)
{
	enum mn_move verdict = mn_movement_down(&link->move);

	if (verdict == MN_MOVE_LEAVE)
		mn_event_link(mn, link, false);
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
		if (test_and_clear_bit(MN_LINK_UNREACHABLE, &link->events))
			attach_unreachable(mn, link);
		if (test_and_clear_bit(MN_LINK_ANSWERED, &link->events))
			attach_answered(link);
		if (gone)
			mn_link_del(mn, link);
		else if (test_and_clear_bit(MN_LINK_UP, &link->events))
			attach_up(mn, link);
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
	}
}
