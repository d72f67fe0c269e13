/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mirror of the bindings in the routing table of a namespace: what routes are
 * wanted, and which are there.  It makes no route itself.
 */
#ifndef _DAR_FIB_H
#define _DAR_FIB_H

#include <linux/in6.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "../pure/mirror.h"
#include "../pure/stats.h"

struct socket;

#define DAR_FIB_MAX	16384	/* routes */
#define DAR_FIB_PAUSE	HZ	/* after a failure, and before a route is restored */

/**
 * struct dar_fib - the mirror of a namespace
 * @lock: protects what @mirror points to; BH.  Taken below dar_bcache.lock and below
 *	the lock of a routing table
 * @mirror: the routes, NULL unless an anchor wants some; written under @lock, may be
 *	compared with NULL without it
 * @seed: of the hash of addresses
 * @mib: counters
 * @work: makes and removes routes
 * @rtnl: used by @work only; exists while @mirror does
 * @watch: notices routes that somebody else removes; registered while @mirror exists
 */
struct dar_fib {
	spinlock_t lock;	/* see above */
	struct dar_mirror *mirror;
	u32 seed;
	struct dar_mib __percpu *mib;
	struct delayed_work work;
	struct socket *rtnl;
	struct notifier_block watch;
};

/**
 * struct dar_fib_order - one route that is to be made or removed
 * @slot: its slot
 * @home: its address
 * @make: it is to be made, otherwise removed
 */
struct dar_fib_order {
	struct dar_mirror_slot *slot;
	struct in6_addr home;
	bool make;
};

void dar_fib_init(struct dar_fib *fib, struct dar_mib __percpu *mib);

/* Mirror bindings from now on.  Context: process.  Return: 0, -ENOMEM. */
int dar_fib_begin(struct dar_fib *fib);

/* Forget all routes, and wait for the work.  Context: process. */
void dar_fib_end(struct dar_fib *fib);

/* Does an anchor want routes, or has one wanted some?  Context: any. */
static inline bool dar_fib_active(const struct dar_fib *fib)
{
	return READ_ONCE(fib->mirror);
}

/**
 * dar_fib_want() - an address shall have a route, or shall not
 * @fib: the mirror
 * @home: the address
 * @wanted: it shall have one
 *
 * Context: any up to softirq.
 */
void dar_fib_want(struct dar_fib *fib, const struct in6_addr *home,
		  bool wanted);

/* Somebody has removed a route of an address.  Context: any up to softirq. */
void dar_fib_lost(struct dar_fib *fib, const struct in6_addr *home);

/* All routes have to be made anew. */
void dar_fib_renew(struct dar_fib *fib);

/* No route is wanted any more. */
void dar_fib_clear(struct dar_fib *fib);

/* Take an order; dar_fib_done() ends it.  Return: false: there is none. */
bool dar_fib_next(struct dar_fib *fib, struct dar_fib_order *order);

/* An order was carried out, or not. */
void dar_fib_done(struct dar_fib *fib, const struct dar_fib_order *order,
		  enum dar_mirror_result result);

/* Return: number of routes that are there.  @waiting: number that wait for work. */
unsigned int dar_fib_count(struct dar_fib *fib, unsigned int *waiting);

#endif /* _DAR_FIB_H */
