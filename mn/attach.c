// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include <fama/rtnl.h>

#include "mn.h"

/* Early token: this long after attaching, plus up to as much again. */
#define ATTACH_TOKEN_DELAY	(2 * NSEC_PER_SEC)

static u64 attach_token_time(u64 now)
{
	return now + ATTACH_TOKEN_DELAY + get_random_u32() %
	       (u32)ATTACH_TOKEN_DELAY;
}

/*
 * Who anchors a prefix: what its router says, else what the user does.
 * Unspecified: nobody.
 */
static struct in6_addr attach_anchor(const struct mn_net *mn,
				     const struct mn_ra *ra,
				     const struct mn_ra_prefix *p)
{
	const struct mn_anchor *anchor;

	if (ra->anchor && !ipv6_addr_any(&p->router))
		return p->router;
	anchor = mn_anchor_find(mn, &p->prefix);
	return anchor ? anchor->dar : in6addr_any;
}

/*
 * The prefix to form an address in: one that is anchored, else the first; while
 * a router renumbers, one that is not on its way out (preferred lifetime 0).
 */
static const struct mn_ra_prefix *attach_prefix(const struct mn_net *mn,
						const struct mn_ra *ra)
{
	const struct mn_ra_prefix *p, *best = NULL;
	unsigned int i, score, most = 0;
	struct in6_addr anchor;

	for (i = 0; i < ra->count; i++) {
		p = &ra->prefix[i];
		if (!p->valid)
			continue;
		anchor = attach_anchor(mn, ra, p);
		score = 1 + !!p->preferred + 2 * !ipv6_addr_any(&anchor);
		if (score <= most)
			continue;
		best = p;
		most = score;
	}
	return best;
}

/* Remember that a router was heard.  Return: it had been before. */
static bool attach_heard(struct mn_link *link, const struct in6_addr *prefix)
{
	unsigned int i;

	for (i = 0; i < link->heard_count; i++)
		if (ipv6_addr_equal(&link->heard[i], prefix))
			return true;
	if (i < MN_MAX_HEARD)
		link->heard[link->heard_count++] = *prefix;
	return false;
}

static bool attach_is_current(const struct mn_link *link,
			      const struct in6_addr *prefix)
{
	return link->cur && ipv6_prefix_equal(&link->cur->addr, prefix, 64);
}

/*
 * New flows take the newest address.  While it is tentative the system refuses
 * it as a source: then the route comes without, until detection has ended.
 */
static void attach_default_route(struct mn_net *mn, const struct mn_link *link,
				 const struct mn_addr *cur)
{
	struct fama_rtnl_route route = {
		.gateway = link->router,
		.ifindex = link->dev->ifindex,
		.table = RT_TABLE_MAIN,
		.metric = link->metric,
	};

	if (!cur) {
		fama_rtnl_route_del(mn->rtnl, &route);
		return;
	}
	route.prefsrc = cur->addr;
	if (!fama_rtnl_route_set(mn->rtnl, &route))
		return;
	route.prefsrc = in6addr_any;
	fama_rtnl_route_set(mn->rtnl, &route);
}

/* An address whose router is elsewhere: bind it to the current one. */
static void attach_move_addr(struct mn_net *mn, struct mn_addr *a,
			     const struct mn_link *link)
{
	mn_addr_set_host_route(mn, a, link);
	if (a->bul.pending == MN_BUL_RELEASE) {
		a->bul.coa = link->cur->addr;
		return;
	}
	mn_addr_set_rule(mn, a, true);
	/* Held until there is a path from here: none takes the old one. */
	mn_addr_set_path(mn, a, NULL);
	mn_bul_move(&a->bul, &link->cur->addr, mn_now());
	mn_signal_quick(mn, a);
}

static void attach_move_others(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (!a->link && mn_keep_follows(mn, a))
			attach_move_addr(mn, a, link);
}

/* The address is on its link: nothing of it is tunnelled any more. */
static void attach_come_home(struct mn_net *mn, struct mn_addr *a)
{
	u64 now = mn_now();

	mn_addr_set_host_route(mn, a, NULL);
	mn_addr_set_rule(mn, a, false);
	mn_bul_home(&a->bul, now,
		    mn_addr_anchored(a) && mn->set.early_token ?
		    attach_token_time(now) : MN_BUL_NEVER);
	mn_addr_set_path(mn, a, NULL);
	mn_event_address(mn, a);
	mn_signal_quick(mn, a);
}

/*
 * Where the addresses live, now that they are elsewhere or here.  One without
 * an anchor could not follow, and is of no use any more; nor is one that the
 * policy leaves behind.  The stack takes a moment to accept packets for an
 * address where it is new: for it one that has come home stays on the tunnel
 * device as well, and one that goes away on its link.
 */
static void attach_tidy(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list) {
		if (a->link) {
			if (a->dad == MN_DAD_NONE)
				mn_addr_take_off_tunnel(mn, a);
		} else if (mn_keep_follows(mn, a)) {
			mn_addr_put_on_tunnel(mn, a);
			mn_addr_leave_link(mn, a);
		} else {
			mn_addr_del(mn, a);
		}
	}
}

/*
 * ORDER: Binding Updates that need no more than a hash are on their way; now
 * what applications wait for, then signatures, last what nobody waits for.
 */
static void attach_finish(struct mn_net *mn, struct mn_link *link)
{
	attach_default_route(mn, link, link->cur);
	mn_dev_flush_all(mn);
	mn_signal_run_all(mn);
	if (!link->cur->bul.defended)
		mn_link_announce(link, &link->cur->addr, false);
	attach_tidy(mn);
}

/* One that is on no link ends when another is reached. */
void mn_attach_anchor(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *dar)
{
	lockdep_assert_held(&mn->lock);
	if (!a->link || mn_addr_anchored(a) || ipv6_addr_any(dar))
		return;
	a->dar = *dar;
	attach_come_home(mn, a);
}

static void attach_leave_current(struct mn_link *link)
{
	if (link->cur) {
		link->cur->link = NULL;
		mn_keep_left(link->cur);
	}
	link->cur = NULL;
}

static struct mn_addr *attach_addr(struct mn_net *mn, const struct mn_ra *ra,
				   const struct mn_ra_prefix *p)
{
	struct in6_addr dar = attach_anchor(mn, ra, p);
	bool defended = false;
	struct mn_addr *a;

	a = mn_addr_of_prefix(mn, &p->prefix);
	if (a && a->bul.pending != MN_BUL_RELEASE) {
		if (!mn_addr_anchored(a))
			a->dar = dar;
		return a;
	}
	if (a) {
		/* With another key it will be another address. */
		defended = a->bul.defended && !a->count && a->key == mn->key;
		mn_addr_del(mn, a);
	}
	a = mn_addr_new(mn, &p->prefix, &dar, 0);
	if (a)
		a->bul.defended = defended;
	return a;
}

/*
 * The address is on the link: use it, and tell everybody concerned.
 *
 * ORDER: home first.  With its rule still there, what it sends as a care-of
 * address would be held like what it sent while it was away; and its own router
 * must not send the answers of the others to where it was.
 */
static void attach_settle(struct mn_net *mn, struct mn_link *link,
			  struct mn_addr *a)
{
	link->cur = a;
	attach_come_home(mn, a);
	attach_move_others(mn, link);
	attach_finish(mn, link);
}

static void attach_to(struct mn_net *mn, struct mn_link *link,
		      const struct mn_ra *ra, const struct mn_ra_prefix *p)
{
	struct mn_addr *a;

	attach_leave_current(link);
	link->seeking = true;
	a = attach_addr(mn, ra, p);
	if (!a || mn_addr_put_on_link(mn, a, link, p->preferred, p->valid))
		return;
	if (ra != &link->ra)
		link->ra = *ra;
	link->router = ra->source;
	link->until = mn_ra_until(ra, mn_now());
	link->seeking = false;
	mn_solicit_stop(&link->solicit);
	mn_stats_inc(&mn->stats, MN_STAT_ATTACH);
	mn_event_attach(mn, link, &a->dar, ra->time);
	attach_settle(mn, link, a);
}

void mn_attach_forget(struct mn_net *mn, struct mn_link *link)
{
	attach_leave_current(link);
	attach_default_route(mn, link, NULL);
}

/*
 * Keep what applications send: it is held until there is a path again.  The
 * rule alone does not reach sockets that remember a route.
 */
static void attach_suspend(struct mn_net *mn, struct mn_addr *a)
{
	mn_bul_detach(&a->bul);
	mn_addr_set_path(mn, a, NULL);
	if (mn_addr_anchored(a))
		mn_addr_set_rule(mn, a, true);
	mn_event_address(mn, a);
}

/* The network is gone, and what was learnt about it. */
static void attach_detach(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *cur = link->cur, *a;

	link->until = MN_BUL_NEVER;
	link->seeking = true;
	link->ra.lifetime = 0;
	mn_solicit_start(&link->solicit, mn_now());
	if (!cur)
		return;
	mn_attach_forget(mn, link);
	list_for_each_entry(a, &mn->addrs, list)
		if (a == cur || (!a->link &&
				 ipv6_addr_equal(&a->bul.coa, &cur->addr)))
			attach_suspend(mn, a);
	rt_genid_bump_ipv6(mn->net);
}

static struct mn_link *attach_active(const struct mn_net *mn)
{
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (link->cur)
			return link;
	return NULL;
}

/* Has it heard a router that would do, and is it not given up. */
static bool attach_stands_by(const struct mn_net *mn,
			     const struct mn_link *link)
{
	return !link->cur && link->up && link->seeking && link->ra.lifetime &&
	       link->ra.stay == READ_ONCE(link->stay) &&
	       mn_now() < link->until && attach_prefix(mn, &link->ra);
}

/* The best of those that stand by, if it is better than @than. */
static struct mn_link *attach_better(const struct mn_net *mn, u32 than)
{
	struct mn_link *link, *best = NULL;

	list_for_each_entry(link, &mn->links, list) {
		if (link->metric >= than || !attach_stands_by(mn, link))
			continue;
		best = link;
		than = link->metric;
	}
	return best;
}

/* What was heard a while ago is used now: its router has so much less to live. */
static void attach_to_heard(struct mn_net *mn, struct mn_link *link)
{
	const struct mn_ra_prefix *p = attach_prefix(mn, &link->ra);
	u64 until = link->until;

	attach_heard(link, &p->prefix);
	attach_to(mn, link, &link->ra, p);
	link->until = until;
}

/*
 * From one link to another while both are up: nothing is lost.  The old link
 * goes on receiving, and its route stays until there is the new one.
 */
static void attach_switch(struct mn_net *mn, struct mn_link *from,
			  struct mn_link *to)
{
	attach_leave_current(from);
	from->seeking = true;
	attach_to_heard(mn, to);
	if (to->cur)
		attach_default_route(mn, from, NULL);
	else
		attach_to_heard(mn, from);
}

/* After a change that makes another link the best one, perhaps. */
static void attach_choose(struct mn_net *mn)
{
	struct mn_link *active = attach_active(mn), *better;

	better = attach_better(mn, active ? active->metric : U32_MAX);
	if (!better)
		return;
	if (active)
		attach_switch(mn, active, better);
	else
		attach_to_heard(mn, better);
}

void mn_attach_set_metric(struct mn_net *mn, struct mn_link *link, u32 metric)
{
	lockdep_assert_held(&mn->lock);
	if (link->metric == metric)
		return;
	swap(link->metric, metric);
	if (link->cur) {
		attach_default_route(mn, link, link->cur);
		/* now the one of before */
		swap(link->metric, metric);
		attach_default_route(mn, link, NULL);
		swap(link->metric, metric);
	}
	attach_choose(mn);
}

void mn_attach_usable(struct mn_net *mn, struct mn_link *link)
{
	lockdep_assert_held(&mn->lock);
	attach_default_route(mn, link, link->cur);
}

/*
 * Somebody else has the address: try the next collision count, at most twice
 * (RFC 3972 section 4).  Then the link is of no use until it comes up anew.
 */
void mn_attach_collision(struct mn_net *mn, struct mn_addr *a)
{
	u32 preferred = a->preferred, valid = a->valid;
	struct in6_addr prefix, dar = a->dar;
	struct mn_link *link = a->link;
	u64 until = link->until;
	u8 count = a->count + 1;

	lockdep_assert_held(&mn->lock);
	ipv6_addr_prefix(&prefix, &a->addr, 64);
	mn_stats_inc(&mn->stats, MN_STAT_DAD_COLLISION);
	attach_detach(mn, link);
	mn_solicit_stop(&link->solicit);
	link->seeking = false;
	mn_addr_del(mn, a);
	a = NULL;
	if (count > FAMA_CGA_MAX_COUNT)
		mn_stats_inc(&mn->stats, MN_STAT_DAD_FAILED);
	else
		a = mn_addr_new(mn, &prefix, &dar, count);
	if (!a || mn_addr_put_on_link(mn, a, link, preferred, valid)) {
		attach_choose(mn);
		return;
	}
	link->until = until;
	attach_settle(mn, link, a);
}

/* Lifetimes run on; the system is told when a good part of them has passed. */
static void attach_renew(struct mn_net *mn, struct mn_link *link,
			 const struct mn_ra *ra, const struct mn_ra_prefix *p)
{
	struct in6_addr dar = attach_anchor(mn, ra, p);
	struct mn_addr *a = link->cur;
	u64 age = mn_now() - a->set;

	link->ra = *ra;
	link->until = mn_ra_until(ra, mn_now());
	mn_attach_anchor(mn, a, &dar);
	if (p->valid == a->valid &&
	    age < mn_ra_renewal(p))
		return;
	mn_addr_put_on_link(mn, a, link, p->preferred, p->valid);
}

/* A link that stands by has what it needs, and asks no more. */
static void attach_remember(struct mn_link *link, const struct mn_ra *ra)
{
	if (link->cur)
		return;
	link->ra = *ra;
	link->until = ra->lifetime ? mn_ra_until(ra, mn_now()) : MN_BUL_NEVER;
	if (ra->lifetime)
		mn_solicit_stop(&link->solicit);
}

void mn_attach_ra(struct mn_net *mn, const struct mn_ra *ra)
{
	struct mn_link *link = mn_link_find(mn, ra->ifindex);
	const struct mn_ra_prefix *p = attach_prefix(mn, ra);
	struct mn_link *active = attach_active(mn);
	bool current_router, heard;

	lockdep_assert_held(&mn->lock);
	if (!link || !link->up || ra->stay != READ_ONCE(link->stay) || !p)
		return;
	attach_remember(link, ra);
	if (active && active != link) {
		attach_choose(mn);
		return;
	}
	current_router = attach_is_current(link, &p->prefix);
	if (!ra->lifetime) {
		if (current_router)
			mn_attach_lost(mn, link);
		return;
	}
	heard = attach_heard(link, &p->prefix);
	if (current_router && !link->seeking)
		attach_renew(mn, link, ra, p);
	else if (link->seeking || !heard)
		attach_to(mn, link, ra, p);
}

void mn_attach_lost(struct mn_net *mn, struct mn_link *link)
{
	bool active = link->cur;

	lockdep_assert_held(&mn->lock);
	attach_detach(mn, link);
	if (active)
		attach_choose(mn);
}
