/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Movement: which router and which network a node attaches to, by which link.
 *
 * Pure.  Facts come in: Router Advertisements, links that come up and go down,
 * routers that stop answering, and the time, as nanoseconds of any clock that
 * does not go back.  Verdicts come out, and the caller carries them out.
 *
 * The links of a node are judged one by one, with one exception: at most one of
 * them is attached, that with the least metric of those that hear a router.  The
 * others stand by and remember the last advertisement that they heard.
 */
#ifndef _MN_MOVEMENT_H
#define _MN_MOVEMENT_H

#include <linux/in6.h>
#include <linux/limits.h>
#include <linux/types.h>

#include "ra.h"
#include "solicit.h"

#define MN_MOVEMENT_NEVER	U64_MAX
#define MN_MAX_HEARD		8	/* prefixes remembered on a link */

/**
 * enum mn_move - what the node shall do now
 * @MN_MOVE_STAY: nothing
 * @MN_MOVE_RENEW: it stays with its router, whose advertisement has news of
 *	lifetimes
 * @MN_MOVE_ATTACH: attach to the router of the advertisement
 * @MN_MOVE_LEAVE: the link has no router any more; then compare the links if
 *	it was the attached one
 * @MN_MOVE_COMPARE: another link may be the better one now: mn_movement_best()
 */
enum mn_move {
	MN_MOVE_STAY,
	MN_MOVE_RENEW,
	MN_MOVE_ATTACH,
	MN_MOVE_LEAVE,
	MN_MOVE_COMPARE,
};

/**
 * struct mn_movement - movement on one link; its owner serialises
 * @metric: the link with the least metric is the best
 * @up: the link can send and receive
 * @attached: the node is attached by this link
 * @seeking: the next router that is heard will do; never while @attached
 * @stay: number of the present stay on the link, as the owner counts them
 * @prefix: while attached: the /64 of the node's address on this link
 * @ra: last advertisement heard; its lifetime is 0 when there is none, or when
 *	the link has gone down since
 * @until: when the router of @ra stops being a default router
 * @solicit: when to ask for a router
 * @heard: prefixes of the routers heard since the link came up
 * @heard_count: number of entries of @heard
 */
struct mn_movement {
	u32 metric;
	bool up;
	bool attached;
	bool seeking;
	u32 stay;
	struct in6_addr prefix;
	struct mn_ra ra;
	u64 until;
	struct mn_solicit solicit;
	struct in6_addr heard[MN_MAX_HEARD];
	unsigned int heard_count;
};

void mn_movement_init(struct mn_movement *m, u32 metric);

/**
 * mn_movement_prefix() - the prefix of an advertisement to form an address in
 * @ra: the advertisement; who anchors each prefix has been filled in
 *
 * A prefix with an access router is preferred, then one whose preferred lifetime
 * is not 0: a router that renumbers takes the others out of service.
 *
 * Return: NULL when no prefix is valid.
 */
const struct mn_ra_prefix *mn_movement_prefix(const struct mn_ra *ra);

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
 * mn_movement_unreachable() - the router of the link does not answer any more
 * @m: link
 *
 * Return: %MN_MOVE_LEAVE, or %MN_MOVE_STAY when the link is not attached.
 */
enum mn_move mn_movement_unreachable(struct mn_movement *m);

/**
 * mn_movement_timer() - time has passed
 * @m: link
 * @now: time
 *
 * Return: %MN_MOVE_LEAVE when the lifetime of the router has ended, else
 * %MN_MOVE_STAY.
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
 * one; NULL: stay.
 */
struct mn_movement *mn_movement_best(struct mn_movement *const *links,
				     unsigned int count, u64 now);

/**
 * mn_movement_attached() - the verdict to attach has been carried out
 * @m: link
 * @ra: advertisement of the router, may be that in @m
 * @prefix: the /64 of the address
 * @until: when the router stops being a default router
 */
void mn_movement_attached(struct mn_movement *m, const struct mn_ra *ra,
			  const struct in6_addr *prefix, u64 until);

/* The router renewed its advertisement: it lives on. */
void mn_movement_renewed(struct mn_movement *m, const struct mn_ra *ra,
			 u64 now);

/* The node is about to attach elsewhere; the link still hears its router. */
void mn_movement_leave(struct mn_movement *m);

/* The link has no router any more; while it is up it asks for one. */
void mn_movement_lost(struct mn_movement *m, u64 now);

/*
 * After mn_movement_lost(): no address could be had on this link, which is of no
 * use until it comes up anew.
 */
void mn_movement_give_up(struct mn_movement *m);

#endif /* _MN_MOVEMENT_H */
