/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bounded queue that is fair to the senders of its items.
 *
 * Stochastic fair queueing: the hash of a sender chooses a set of buckets, and
 * each sender has one bucket of its set for itself, unless the set has fewer
 * buckets than senders.  The buckets take turns; in each turn the oldest item of
 * one bucket leaves the queue.  When the queue is full, an item of the longest
 * bucket is removed, so that a sender that floods the queue pushes out only
 * items of its own bucket.
 *
 * The caller locks the queue and allocates its memory.  Pure.
 */
#ifndef _DAR_FQ_H
#define _DAR_FQ_H

#include <linux/list.h>
#include <linux/types.h>

/* Buckets in a set. */
#define DAR_FQ_WAYS	8

struct dar_fq_bucket;

/**
 * struct dar_fq_item - an item, embedded in a larger structure
 * @list: in dar_fq_bucket.items
 */
struct dar_fq_item {
	struct list_head list;
};

/**
 * struct dar_fq_bucket - items of one sender, or of several if the set is full
 * @turn: in dar_fq.turns while the bucket is not empty
 * @items: the items, the oldest first
 * @len: number of @items
 * @hash: hash of the sender that the bucket belongs to: the sender of the first
 *	item since the bucket was empty
 */
struct dar_fq_bucket {
	struct list_head turn;
	struct list_head items;
	unsigned int len;
	u32 hash;
};

/**
 * struct dar_fq - the queue
 * @turns: buckets that are not empty, in the order of their turns
 * @buckets: all buckets
 * @n: number of buckets
 * @len: number of items in all buckets
 */
struct dar_fq {
	struct list_head turns;
	struct dar_fq_bucket *buckets;
	unsigned int n;
	unsigned int len;
};

/*
 * Make an empty queue.  @n is a multiple of %DAR_FQ_WAYS; the caller frees
 * @buckets.
 */
void dar_fq_init(struct dar_fq *fq, struct dar_fq_bucket *buckets,
		 unsigned int n);

/**
 * dar_fq_fits() - would dar_fq_push() accept an item?
 * @fq: the queue
 * @hash: hash of the sender
 * @max: largest number of items
 *
 * Return: true: it would.
 */
bool dar_fq_fits(const struct dar_fq *fq, u32 hash, unsigned int max);

/**
 * dar_fq_push() - put an item into its bucket
 * @fq: the queue
 * @item: the item
 * @hash: hash of the sender
 * @max: largest number of items
 *
 * When the queue is full, the newest item of the longest bucket is removed,
 * because it has waited the shortest time.  But if the bucket of @item would
 * become as long as that bucket, @item is not accepted.
 *
 * Return: the item that was removed or not accepted, whose sender has to be
 * refused: NULL, @item, or another item.
 */
struct dar_fq_item *dar_fq_push(struct dar_fq *fq, struct dar_fq_item *item,
				u32 hash, unsigned int max);

/* Remove the item whose turn it is.  Return: the item, NULL if there is none. */
struct dar_fq_item *dar_fq_pop(struct dar_fq *fq);

#endif /* _DAR_FQ_H */
