// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>

#include "fq.h"

#define FQ_LEVELS	3	/* below the root: class, /48, /64 */

static void fq_init_node(struct dar_fq_node *node, struct dar_fq_node *parent)
{
	*node = (struct dar_fq_node){ .parent = parent };
	INIT_LIST_HEAD(&node->turns);
}

static void fq_init_class(struct dar_fq *fq, unsigned int class)
{
	struct dar_fq_node *site;
	unsigned int s, i;

	fq_init_node(&fq->classes[class], &fq->root);
	for (s = 0; s < DAR_FQ_SITES; s++) {
		site = &fq->sites[class][s];
		fq_init_node(site, &fq->classes[class]);
		for (i = 0; i < DAR_FQ_WAYS; i++)
			fq_init_node(&fq->subnets[class][s][i], site);
	}
}

void dar_fq_init(struct dar_fq *fq)
{
	unsigned int class;

	fq_init_node(&fq->root, NULL);
	for (class = 0; class < ARRAY_SIZE(fq->classes); class++)
		fq_init_class(fq, class);
}

/* The node of a sender, or an empty node, or the node of another sender. */
static struct dar_fq_node *fq_find(struct dar_fq_node *set, u32 hash)
{
	struct dar_fq_node *n, *unused = NULL;

	for (n = set; n < set + DAR_FQ_WAYS; n++) {
		if (n->len && n->hash == hash)
			return n;
		if (!n->len && !unused)
			unused = n;
	}
	return unused ?: set + hash % DAR_FQ_WAYS;
}

static struct dar_fq_node *fq_leaf(struct dar_fq *fq,
				   const struct dar_asker *who)
{
	struct dar_fq_node *sites = fq->sites[who->known], *site;
	u32 sets = DAR_FQ_SITES / DAR_FQ_WAYS;

	site = fq_find(sites + reciprocal_scale(who->site, sets) * DAR_FQ_WAYS,
		       who->site);
	return fq_find(fq->subnets[who->known][site - sites], who->subnet);
}

/* Of several longest children the one whose turn comes last. */
static struct dar_fq_node *fq_longest(const struct dar_fq_node *node)
{
	struct dar_fq_node *n, *longest = NULL;

	list_for_each_entry(n, &node->turns, turn)
		if (!longest || n->len >= longest->len)
			longest = n;
	return longest;
}

/*
 * Find the leaf that an item has to be removed from before one is added to @leaf: it
 * is in the first branch, seen from the root, that is longer than the branch of @leaf
 * even after both have changed.  Return: NULL: there is none.
 */
static struct dar_fq_node *fq_payer(struct dar_fq *fq, struct dar_fq_node *leaf)
{
	struct dar_fq_node *path[FQ_LEVELS] = {
		leaf->parent->parent, leaf->parent, leaf
	};
	struct dar_fq_node *node = &fq->root, *longest;
	unsigned int level;
	bool other = false;

	for (level = 0; level < FQ_LEVELS; level++) {
		longest = fq_longest(node);
		if (!longest)
			return NULL;
		other |= longest->len > path[level]->len + 1;
		node = other ? longest : path[level];
	}
	return other ? node : NULL;
}

static void fq_add(struct dar_fq_item *item, struct dar_fq_node *leaf,
		   const struct dar_asker *who)
{
	struct dar_fq_node *n;

	if (!leaf->parent->len)
		leaf->parent->hash = who->site;
	if (!leaf->len)
		leaf->hash = who->subnet;
	item->leaf = leaf;
	list_add_tail(&item->list, &leaf->turns);
	for (n = leaf; n; n = n->parent) {
		if (!n->len && n->parent)
			list_add_tail(&n->turn, &n->parent->turns);
		n->len++;
	}
}

static void fq_del(struct dar_fq_item *item)
{
	struct dar_fq_node *n;

	list_del(&item->list);
	for (n = item->leaf; n; n = n->parent) {
		if (--n->len || !n->parent)
			continue;
		list_del(&n->turn);
		n->debt = 0;
	}
}

bool dar_fq_fits(struct dar_fq *fq, const struct dar_asker *who,
		 unsigned int max)
{
	return fq->root.len < max || fq_payer(fq, fq_leaf(fq, who));
}

struct dar_fq_item *dar_fq_push(struct dar_fq *fq, struct dar_fq_item *item,
				const struct dar_asker *who, unsigned int max)
{
	struct dar_fq_node *leaf = fq_leaf(fq, who), *payer;
	struct dar_fq_item *out = NULL;

	if (fq->root.len >= max) {
		payer = fq_payer(fq, leaf);
		if (!payer)
			return item;
		out = list_last_entry(&payer->turns, struct dar_fq_item, list);
		fq_del(out);
	}
	fq_add(item, leaf, who);
	return out;
}

/* Return: the child whose turn it is. */
static struct dar_fq_node *fq_turn(struct dar_fq_node *node)
{
	struct dar_fq_node *n;

	while (true) {
		n = list_first_entry(&node->turns, struct dar_fq_node, turn);
		list_move_tail(&n->turn, &node->turns);
		if (!n->debt)
			return n;
		n->debt--;
	}
}

struct dar_fq_item *dar_fq_pop(struct dar_fq *fq)
{
	struct dar_fq_node *n = &fq->root;
	struct dar_fq_item *item;
	unsigned int level;

	if (!n->len)
		return NULL;
	for (level = 0; level < FQ_LEVELS; level++)
		n = fq_turn(n);
	item = list_first_entry(&n->turns, struct dar_fq_item, list);
	for (; n->parent; n = n->parent)
		n->debt += item->cost - 1;
	fq_del(item);
	return item;
}
