/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses whose routes have to be made or removed.
 *
 * There is one slot for each address that has a route or shall have one.  What is
 * wanted may change faster than routes can be made: a slot waits in the queue once,
 * whatever happened to it, and waits no longer when nothing is left to do.  The
 * number of slots bounds the number of routes.
 *
 * The caller locks the mirror, allocates its memory and hashes addresses.  Pure.
 */
#ifndef _DAR_MIRROR_H
#define _DAR_MIRROR_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/types.h>

#define DAR_MIRROR_BUCKETS	4096	/* a power of two */

/**
 * struct dar_mirror_slot - what is known of the route of an address
 * @hash: in dar_mirror.buckets
 * @list: in dar_mirror.queue while it waits, in dar_mirror.unused while it is free
 * @home: the address
 * @wanted: it shall have a route
 * @there: it has a route
 * @stale: the route has to be made anew
 * @waits: it is in dar_mirror.queue
 * @busy: it was given to the caller, who has not finished yet
 * @lost: the route was removed by somebody else while @busy
 */
struct dar_mirror_slot {
	struct list_head hash;
	struct list_head list;
	struct in6_addr home;
	bool wanted;
	bool there;
	bool stale;
	bool waits;
	bool busy;
	bool lost;
};

/**
 * struct dar_mirror - all slots
 * @buckets: slots by hash
 * @queue: slots that wait, the first one to come first
 * @unused: slots without an address
 * @waiting: number of slots in @queue
 * @routes: number of routes that are there
 * @max: number of slots
 * @slots: the slots
 */
struct dar_mirror {
	struct list_head buckets[DAR_MIRROR_BUCKETS];
	struct list_head queue;
	struct list_head unused;
	unsigned int waiting;
	unsigned int routes;
	unsigned int max;
	struct dar_mirror_slot slots[];
};

/**
 * enum dar_mirror_change - what a change means to the caller
 * @DAR_MIRROR_SAME: there is nothing new to do
 * @DAR_MIRROR_WORK: a slot has begun to wait
 * @DAR_MIRROR_FULL: there is no slot for the address
 */
enum dar_mirror_change {
	DAR_MIRROR_SAME,
	DAR_MIRROR_WORK,
	DAR_MIRROR_FULL,
};

/**
 * enum dar_mirror_result - how the work for a slot has ended
 * @DAR_MIRROR_DONE: the route was made or removed
 * @DAR_MIRROR_FAILED: it was not; the slot waits again, behind all others
 * @DAR_MIRROR_REFUSED: it cannot be made until it is wanted again, or a route of the
 *	address is removed
 */
enum dar_mirror_result {
	DAR_MIRROR_DONE,
	DAR_MIRROR_FAILED,
	DAR_MIRROR_REFUSED,
};

/* Make @m, which is zero and has memory for @max slots, empty. */
void dar_mirror_init(struct dar_mirror *m, unsigned int max);

/**
 * dar_mirror_want() - an address shall have a route, or shall not
 * @m: the mirror
 * @home: the address
 * @hash: its hash
 * @wanted: it shall have one
 */
enum dar_mirror_change dar_mirror_want(struct dar_mirror *m,
				       const struct in6_addr *home, u32 hash,
				       bool wanted);

/**
 * dar_mirror_lost() - somebody has removed a route of an address, ours or another one
 * @m: the mirror
 * @home: the address
 * @hash: its hash
 *
 * Return: true: ours has to be made now.
 */
bool dar_mirror_lost(struct dar_mirror *m, const struct in6_addr *home,
		     u32 hash);

/* All routes have to be made anew.  Return: true: there are some. */
bool dar_mirror_renew(struct dar_mirror *m);

/* No route is wanted any more.  Return: true: some have to be removed. */
bool dar_mirror_clear(struct dar_mirror *m);

/**
 * dar_mirror_next() - take the first slot that waits
 * @m: the mirror
 *
 * The caller removes the route if it is there, or else makes it, and ends with
 * dar_mirror_done().
 * Return: the slot, or NULL.
 */
struct dar_mirror_slot *dar_mirror_next(struct dar_mirror *m);

/* The work of dar_mirror_next() has ended.  The slot may be free afterwards. */
void dar_mirror_done(struct dar_mirror *m, struct dar_mirror_slot *slot,
		     enum dar_mirror_result result);

#endif /* _DAR_MIRROR_H */
