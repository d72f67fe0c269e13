/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bound addresses that are to be announced again: a frame may be lost, and a
 * neighbour that missed it sends to the node's place until it asks again.
 */
#ifndef _DAR_ANNOUNCE_H
#define _DAR_ANNOUNCE_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

/**
 * struct dar_announcements - the addresses of a namespace
 * @lock: protects @list, @len and the entries; BH
 * @list: the addresses, the one that is due first comes first
 * @len: number of them
 * @turn: held while an announcement is sent, after a look whether the address is
 *	still bound.  Who ends a binding takes it once: no announcement follows; BH
 * @work: runs when the first is due
 */
struct dar_announcements {
	spinlock_t lock;	/* see above */
	struct list_head list;
	unsigned int len;
	spinlock_t turn;	/* see above */
	struct delayed_work work;
};

void dar_announcements_init(struct dar_announcements *a, work_func_t work);

/**
 * dar_announce_later() - announce an address some more times
 * @a: the addresses
 * @home: the address
 * @times: how many times, one second apart
 *
 * Context: any up to softirq.
 * Return: false: there are too many, or there is no memory.
 */
bool dar_announce_later(struct dar_announcements *a,
			const struct in6_addr *home, unsigned int times);

/**
 * dar_announce_next() - take an address that is due
 * @a: the addresses
 * @home: result
 * @times: result: how many more times it is to be announced after this one
 *
 * Return: false: none is due yet.
 */
bool dar_announce_next(struct dar_announcements *a, struct in6_addr *home,
		       unsigned int *times);

/* Have the work run when the first address is due. */
void dar_announce_arm(struct dar_announcements *a);

/* Forget all addresses, and wait for the work.  The caller adds none any more. */
void dar_announce_stop(struct dar_announcements *a);

#endif /* _DAR_ANNOUNCE_H */
