/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits, in a bounded queue that is fair to all who fill it.
 *
 * Stochastic fair queueing: a hash chooses a set of buckets, and everyone has
 * one of the set to himself unless more want one than there are.  The buckets
 * take turns, one item a turn, oldest first.  When all places are taken the
 * longest bucket makes room, so that whoever floods the queue pushes out only
 * what shares a bucket with him.
 *
 * No locks, no memory of its own: the caller has both.
 */
#ifndef _DAR_FQ_H
#define _DAR_FQ_H

#include <linux/list.h>
#include <linux/types.h>

/* buckets in a set */
#define DAR_FQ_WAYS	8

struct dar_fq_bucket;

/**
 * struct dar_fq_item - what waits, part of something larger
 * @list: in dar_fq_bucket.items
 */
struct dar_fq_item {
	struct list_head list;
};

/**
 * struct dar_fq_bucket - items of one hash, or of those that found no other
 * @turn: in dar_fq.turns while there are items
 * @items: oldest first
 * @len: of @items
 * @hash: of the first one since it was empty
 */
struct dar_fq_bucket {
	struct list_head turn;
	struct list_head items;
	unsigned int len;
	u32 hash;
};

/**
 * struct dar_fq - the queue
 * @turns: buckets that have items, the next one first
 * @buckets: all of them
 * @n: how many
 * @len: items in all buckets
 */
struct dar_fq {
	struct list_head turns;
	struct dar_fq_bucket *buckets;
	unsigned int n;
	unsigned int len;
};

/* Make an empty queue of @n buckets, whole sets, which stay the caller's. */
void dar_fq_init(struct dar_fq *fq, struct dar_fq_bucket *buckets,
		 unsigned int n);

/**
 * dar_fq_fits() - would dar_fq_push() keep an item
 * @fq: the queue
 * @hash: of whom it comes from
 * @max: places
 */
bool dar_fq_fits(const struct dar_fq *fq, u32 hash, unsigned int max);

/**
 * dar_fq_push() - put an item into its bucket
 * @fq: the queue
 * @item: new
 * @hash: of whom it comes from
 * @max: places
 *
 * When all places are taken the newest item of the longest bucket leaves: it
 * has waited least.  But only for a bucket that stays shorter, else @item does.
 *
 * Return: which item is not in the queue and has to be told so: NULL, @item, or
 * another.
 */
struct dar_fq_item *dar_fq_push(struct dar_fq *fq, struct dar_fq_item *item,
				u32 hash, unsigned int max);

/* Whose turn it is: the item leaves.  NULL when there are none. */
struct dar_fq_item *dar_fq_pop(struct dar_fq *fq);

#endif /* _DAR_FQ_H */
