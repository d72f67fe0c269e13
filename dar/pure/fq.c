// SPDX-License-Identifier: GPL-2.0-only
#include <linux/compiler.h>
#include <linux/kernel.h>

#include "fq.h"

void dar_fq_init(struct dar_fq *fq, struct dar_fq_bucket *buckets,
		 unsigned int n)
{
	unsigned int i;

	INIT_LIST_HEAD(&fq->turns);
	for (i = 0; i < n; i++) {
		INIT_LIST_HEAD(&buckets[i].items);
		buckets[i].len = 0;
		buckets[i].hash = 0;
	}
	fq->buckets = buckets;
	fq->n = n;
	fq->len = 0;
}

/* The bucket of a sender, or an empty bucket, or the bucket of another sender. */
static struct dar_fq_bucket *fq_bucket(const struct dar_fq *fq, u32 hash)
{
	u32 sets = fq->n / DAR_FQ_WAYS;
	struct dar_fq_bucket *set, *b, *unused = NULL;

	set = fq->buckets + reciprocal_scale(hash, sets) * DAR_FQ_WAYS;
	for (b = set; b < set + DAR_FQ_WAYS; b++) {
		if (b->len && b->hash == hash)
			return b;
		if (!b->len && !unused)
			unused = b;
	}
	return unused ?: set + hash % DAR_FQ_WAYS;
}

/* Of several longest buckets the one whose turn comes last. */
static struct dar_fq_bucket *fq_longest(const struct dar_fq *fq)
{
	struct dar_fq_bucket *b, *longest = NULL;

	list_for_each_entry(b, &fq->turns, turn)
		if (!longest || b->len >= longest->len)
			longest = b;
	return longest;
}

/* The length of the queue is also read without the lock, to be displayed. */
static void fq_add(struct dar_fq *fq, struct dar_fq_bucket *b,
		   struct dar_fq_item *item, u32 hash)
{
	if (!b->len++) {
		b->hash = hash;
		list_add_tail(&b->turn, &fq->turns);
	}
	list_add_tail(&item->list, &b->items);
	WRITE_ONCE(fq->len, fq->len + 1);
}

static void fq_del(struct dar_fq *fq, struct dar_fq_bucket *b,
		   struct dar_fq_item *item)
{
	list_del(&item->list);
	if (!--b->len)
		list_del(&b->turn);
	WRITE_ONCE(fq->len, fq->len - 1);
}

/*
 * Find the bucket that an item has to be removed from before one is added to
 * @b.  Return: NULL: the queue is not full; @b: no other bucket would still be at
 * least as long as @b afterwards.
 */
static struct dar_fq_bucket *fq_payer(const struct dar_fq *fq,
				      struct dar_fq_bucket *b,
				      unsigned int max)
{
	struct dar_fq_bucket *longest;

	if (fq->len < max)
		return NULL;
	longest = fq_longest(fq);
	return longest && longest->len > b->len + 1 ? longest : b;
}

bool dar_fq_fits(const struct dar_fq *fq, u32 hash, unsigned int max)
{
	struct dar_fq_bucket *b = fq_bucket(fq, hash);

	return fq_payer(fq, b, max) != b;
}

struct dar_fq_item *dar_fq_push(struct dar_fq *fq, struct dar_fq_item *item,
				u32 hash, unsigned int max)
{
	struct dar_fq_bucket *b = fq_bucket(fq, hash);
	struct dar_fq_bucket *payer = fq_payer(fq, b, max);
	struct dar_fq_item *out = NULL;

	if (payer == b)
		return item;
	if (payer) {
		out = list_last_entry(&payer->items, struct dar_fq_item, list);
		fq_del(fq, payer, out);
	}
	fq_add(fq, b, item, hash);
	return out;
}

struct dar_fq_item *dar_fq_pop(struct dar_fq *fq)
{
	struct dar_fq_bucket *b;
	struct dar_fq_item *item;

	b = list_first_entry_or_null(&fq->turns, struct dar_fq_bucket, turn);
	if (!b)
		return NULL;
	item = list_first_entry(&b->items, struct dar_fq_item, list);
	list_move_tail(&b->turn, &fq->turns);
	fq_del(fq, b, item);
	return item;
}
