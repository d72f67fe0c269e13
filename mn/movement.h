/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Movement: which router and which network a node attaches to, by which link.
 *
 * Pure.  Facts come in: Router Advertisements with their sender, links that come up
 * and go down, routers that answer and routers that do not, and the time, as
 * nanoseconds of any clock that does not go back.  Verdicts come out, and the caller
 * carries them out.
 *
 * Whoever is on the link can send advertisements.  The node stays with its router as
 * long as that answers, whatever else is heard; each advertisement of another router
 * is a reason to ask the current one whether it is still there.  Another router is
 * taken when the current one withdraws by itself or does not answer, and for a moment
 * after the link was new: until then several routers may have answered.
 *
 * A router is known by its link-local address and its link-layer address: many
 * networks give all their routers the same link-local address.
 *
 * The links of a node are judged one by one, with one exception: at most one of
 * them is attached, that with the least metric of those that hear a router and have an
 * address to send from.  The others stand by and remember the routers that they heard.
 */
#ifndef _MN_MOVEMENT_H
#define _MN_MOVEMENT_H

#include <linux/in6.h>
#include <linux/limits.h>
#include <linux/types.h>

#include "ra.h"
#include "solicit.h"

#define MN_MOVEMENT_NEVER	U64_MAX
#define MN_MAX_ROUTERS		8	/* remembered on a link */

/**
 * enum mn_move - what the node shall do now
 * @MN_MOVE_STAY: nothing
 * @MN_MOVE_RENEW: it stays with its router, whose advertisement has news of
 *	lifetimes
 * @MN_MOVE_PROBE: ask the router whether it is still there; an answer goes to
 *	mn_movement_answered()
 * @MN_MOVE_ATTACH: attach to mn_movement.next
 * @MN_MOVE_LEAVE: the link has no router any more; then compare the links if
 *	it was the attached one
 * @MN_MOVE_COMPARE: another link may be the better one now: mn_movement_best()
 */
enum mn_move {
	MN_MOVE_STAY,
	MN_MOVE_RENEW,
	MN_MOVE_PROBE,
	MN_MOVE_ATTACH,
	MN_MOVE_LEAVE,
	MN_MOVE_COMPARE,
};

/**
 * struct mn_router - a router that was heard on a link
 * @ra: its last advertisement; the owner has filled in who anchors each prefix
 * @until: when it stops being a default router; 0: there is no router here
 * @heard: when it gave the last sign of life
 * @silent: it did not answer, and was not heard since
 * @denied: it said that it is the access router of an address, which is not true
 */
struct mn_router {
	struct mn_ra ra;
	u64 until;
	u64 heard;
	bool silent;
	bool denied;
};

/**
 * struct mn_movement - movement on one link; its owner serialises
 * @metric: the link with the least metric is the best
 * @up: the link can send and receive
 * @unusable: the node could send from no address of this link when it attached by it in
 *	this stay; written by the owner
 * @doubtful: the link hears a router, but no access router has answered by it: any other
 *	link is better; written by the owner
 * @stay: number of the present stay on the link, as the owner counts them
 * @routers: those heard in this stay
 * @cur: the router that the node is attached to, or NULL
 * @next: the router of the verdict to attach
 * @prefix: while attached: the /64 of the node's address on this link, or unspecified
 * @score: what speaks for that prefix, as it was advertised last, or 0
 * @missing: advertisements of @cur in a row that have other prefixes, and not this
 * @missed: when the last of them was counted
 * @choosing: until then a better router is taken
 * @roamed: the link leads to another access point, and no router has been heard since
 * @probe: when @cur is to be asked (again), or %MN_MOVEMENT_NEVER
 * @probes: how often it was asked and did not answer
 * @solicit: when to ask for a router
 */
struct mn_movement {
	u32 metric;
	bool up;
	bool unusable;
	bool doubtful;
	u32 stay;
	struct mn_router routers[MN_MAX_ROUTERS];
	struct mn_router *cur;
	struct mn_router *next;
	struct in6_addr prefix;
	unsigned int score;
	unsigned int missing;
	u64 missed;
	u64 choosing;
	bool roamed;
	u64 probe;
	unsigned int probes;
	struct mn_solicit solicit;
};

void mn_movement_init(struct mn_movement *m, u32 metric);

/**
 * mn_movement_prefix() - the prefix of an advertisement to form an address in
 * @ra: the advertisement; who anchors each prefix has been filled in
 *
 * A prefix with an access router is preferred, then one whose preferred lifetime
 * is not 0: a router that renumbers takes the others out of service.  Then comes a
 * global prefix before one that is local to its site (RFC 4193).
 *
 * Return: NULL when no prefix is valid.
 */
const struct mn_ra_prefix *mn_movement_prefix(const struct mn_ra *ra);

/* Has a router of this stay advertised the /64 of an address? */
bool mn_movement_hears(const struct mn_movement *m, const struct in6_addr *addr);

/**
 * mn_movement_up() - the link can send and receive
 * @m: link
 * @now: time
 *
 * Return: false when this was known; true when the first solicitation is due.
 */
bool mn_movement_up(struct mn_movement *m, u64 now);

/**
 * mn_movement_down() - the link can neither send nor receive
 * @m: link
 *
 * Return: %MN_MOVE_LEAVE, or %MN_MOVE_STAY when this was known.
 */
enum mn_move mn_movement_down(struct mn_movement *m);

/**
 * mn_movement_roamed() - the link, which stays up, leads to another access point
 * @m: link
 * @now: time
 *
 * This may be of the same network or of another one.  The node stays with its router until
 * another one is heard, or until the same one is heard with other prefixes: many networks
 * give all their routers the same addresses.  The first solicitation is due.
 *
 * Return: what to do.
 */
enum mn_move mn_movement_roamed(struct mn_movement *m, u64 now);

/**
 * mn_movement_unreachable() - the router of the link does not answer any more
 * @m: link
 * @now: time
 *
 * This is what Neighbor Unreachability Detection of the stack says.
 *
 * Return: what to do.
 */
enum mn_move mn_movement_unreachable(struct mn_movement *m, u64 now);

/*
 * The router of the link is not who it says.  Any other router that the link hears is
 * better.  Return: what to do.
 */
enum mn_move mn_movement_deny(struct mn_movement *m, u64 now);

/* The router of the link has answered: it is there. */
void mn_movement_answered(struct mn_movement *m, u64 now);

/**
 * mn_movement_timer() - time has passed
 * @m: link
 * @now: time
 *
 * Return: what to do.
 */
enum mn_move mn_movement_timer(struct mn_movement *m, u64 now);

/* When to call mn_movement_timer() and look at the solicitation next. */
u64 mn_movement_next(const struct mn_movement *m);

/**
 * mn_movement_ra() - a router was heard
 * @m: link on which it was heard
 * @other: another link is the attached one
 * @ra: the advertisement; who anchors each prefix has been filled in
 * @now: time
 *
 * Return: what to do.
 */
enum mn_move mn_movement_ra(struct mn_movement *m, bool other,
			    const struct mn_ra *ra, u64 now);

/**
 * mn_movement_best() - the link that the node should be attached by instead
 * @links: links; who anchors each prefix that they heard has been filled in
 * @count: number of entries of @links
 * @now: time
 *
 * Return: a link that stands by and is better than the attached one, if there is
 * one, with its router in mn_movement.next; NULL: stay.
 */
struct mn_movement *mn_movement_best(struct mn_movement *const *links,
				     unsigned int count, u64 now);

/**
 * mn_movement_attached() - the verdict to attach has been carried out
 * @m: link
 * @r: the router, one of @m
 * @p: the prefix of the address, one of @r; NULL: the node has formed none
 * @now: time
 *
 * The link is not attached: after mn_movement_leave().  A router that was not heard for a
 * while is asked whether it is there.
 */
void mn_movement_attached(struct mn_movement *m, struct mn_router *r,
			  const struct mn_ra_prefix *p, u64 now);

/*
 * The prefix of the node's address, as the router advertised it last; NULL if its last
 * advertisement does not have it.
 */
const struct mn_ra_prefix *mn_movement_current(const struct mn_movement *m);

/* The node is about to attach elsewhere; the link still hears its router. */
void mn_movement_leave(struct mn_movement *m);

/* The link has no router any more; while it is up it asks for one. */
void mn_movement_lost(struct mn_movement *m, u64 now);

#endif /* _MN_MOVEMENT_H */
