/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bounded queue that is fair to the senders of its items.
 *
 * Stochastic fair queueing in a tree.  Below the root are two classes: senders whose
 * home address is known, and all others.  Below each class are the /48s of sources,
 * and below each /48 its /64s, which hold the items.  The children of a node take
 * turns, and a child whose item costs more than one unit has to miss turns for it.
 * When the queue is full, the longest branch loses an item, so that a sender that
 * floods the queue pushes out only its own items, be it a /64 or the owner of a /48.
 *
 * A hash chooses a set of nodes of its level, and each sender has one node of its set
 * for itself, unless the set has fewer nodes than senders.
 *
 * The caller locks the queue and allocates its memory.  Pure.
 */
#ifndef _DAR_FQ_H
#define _DAR_FQ_H

#include <linux/list.h>
#include <linux/types.h>

#include "meter.h"

#define DAR_FQ_WAYS	8	/* nodes in a set */
#define DAR_FQ_SITES	64	/* nodes for /48s in each class */

/**
 * struct dar_fq_node - a branch of the tree
 * @parent: the node above, NULL for the root
 * @turn: in @turns of @parent while the node is not empty
 * @turns: children that are not empty, in the order of their turns; items of a leaf,
 *	the oldest first
 * @len: number of items in the branch
 * @hash: hash of the sender that the node belongs to: the sender of the first item
 *	since the node was empty
 * @debt: number of turns to be missed
 */
struct dar_fq_node {
	struct dar_fq_node *parent;
	struct list_head turn;
	struct list_head turns;
	unsigned int len;
	u32 hash;
	u32 debt;
};

/**
 * struct dar_fq_item - an item, embedded in a larger structure
 * @list: in dar_fq_node.turns of a leaf
 * @leaf: the leaf
 * @cost: in units, at least 1; set by the caller
 */
struct dar_fq_item {
	struct list_head list;
	struct dar_fq_node *leaf;
	u32 cost;
};

/**
 * struct dar_fq - the queue
 * @root: the root of the tree
 * @classes: senders that are not known, and those that are
 * @sites: /48s of each class
 * @subnets: /64s of each /48
 */
struct dar_fq {
	struct dar_fq_node root;
	struct dar_fq_node classes[2];
	struct dar_fq_node sites[2][DAR_FQ_SITES];
	struct dar_fq_node subnets[2][DAR_FQ_SITES][DAR_FQ_WAYS];
};

/* Make an empty queue. */
void dar_fq_init(struct dar_fq *fq);

/**
 * dar_fq_fits() - would dar_fq_push() accept an item?
 * @fq: the queue
 * @who: sender
 * @max: largest number of items
 *
 * Return: true: it would.
 */
bool dar_fq_fits(struct dar_fq *fq, const struct dar_asker *who,
		 unsigned int max);

/**
 * dar_fq_push() - put an item into the queue
 * @fq: the queue
 * @item: the item
 * @who: sender
 * @max: largest number of items
 *
 * When the queue is full, the newest item of the longest branch is removed, because
 * it has waited the shortest time.  But if the branch of @item would become as long
 * as that branch, @item is not accepted.
 *
 * Return: the item that was removed or not accepted, whose sender has to be refused:
 * NULL, @item, or another item.
 */
struct dar_fq_item *dar_fq_push(struct dar_fq *fq, struct dar_fq_item *item,
				const struct dar_asker *who, unsigned int max);

/* Remove the item whose turn it is.  Return: the item, NULL if there is none. */
struct dar_fq_item *dar_fq_pop(struct dar_fq *fq);

#endif /* _DAR_FQ_H */
