// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "bcache_walk.h"

#define WALK_BATCH	32	/* entries handled at a time */
#define WALK_PASSES	3	/* most passes of a walk */

/* Return: the next entry, or active binding; NULL at the end.  May reschedule. */
static struct dar_binding *walk_next(struct rhashtable_iter *it, bool all,
				     unsigned int *n)
{
	struct dar_binding *b;

	do {
		if (!(++*n % WALK_BATCH)) {
			rhashtable_walk_stop(it);
			cond_resched();
			rhashtable_walk_start(it);
		}
		b = rhashtable_walk_next(it);
	} while (b && (IS_ERR(b) || !(all || READ_ONCE(b->d.active))));
	return b;
}

/* Return: false: @fn has ended the walk. */
static bool walk_pass(struct dar_bcache *bc, bool all,
		      bool (*fn)(void *arg,
				 const struct dar_binding_view *view),
		      void *arg)
{
	struct dar_binding_view view;
	struct rhashtable_iter it;
	struct dar_binding *b;
	unsigned int n = 0;
	bool more = true;

	rhashtable_walk_enter(&bc->table, &it);
	rhashtable_walk_start(&it);
	while (more && (b = walk_next(&it, all, &n))) {
		dar_binding_view(b, &view);
		more = fn(arg, &view);
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
	memzero_explicit(&view, sizeof(view));
	return more;
}

/*
 * A walk that reschedules at an entry may skip others of the same bucket if this
 * entry is removed meanwhile.  Therefore the walk is repeated if an entry was
 * removed, but not without end.
 */
static void walk(struct dar_bcache *bc, bool all,
		 bool (*fn)(void *arg, const struct dar_binding_view *view),
		 void *arg)
{
	unsigned int passes = 0;
	unsigned long removals;

	do {
		removals = READ_ONCE(bc->removals);
	} while (walk_pass(bc, all, fn, arg) &&
		 removals != READ_ONCE(bc->removals) &&
		 ++passes < WALK_PASSES);
}

void dar_bcache_walk(struct dar_bcache *bc,
		     bool (*fn)(void *arg,
				const struct dar_binding_view *view),
		     void *arg)
{
	walk(bc, false, fn, arg);
}

void dar_bcache_walk_all(struct dar_bcache *bc,
			 bool (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg)
{
	walk(bc, true, fn, arg);
}
