// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>

#include "due.h"

void dar_due_init(struct dar_due *due, work_func_t work)
{
	due->tree = RB_ROOT_CACHED;
	INIT_DELAYED_WORK(&due->work, work);
}

static bool due_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct dar_binding, due)->d.wake <
	       rb_entry(b, struct dar_binding, due)->d.wake;
}

bool dar_due_add(struct dar_due *due, struct dar_binding *b)
{
	return b->d.wake != DAR_NEVER &&
	       rb_add_cached(&b->due, &due->tree, due_less);
}

void dar_due_del(struct dar_due *due, struct dar_binding *b)
{
	if (RB_EMPTY_NODE(&b->due))
		return;
	rb_erase_cached(&b->due, &due->tree);
	RB_CLEAR_NODE(&b->due);
}

struct dar_binding *dar_due_first(const struct dar_due *due)
{
	struct rb_node *first = rb_first_cached(&due->tree);

	return first ? rb_entry(first, struct dar_binding, due) : NULL;
}

/*
 * The caller holds the lock until the work is queued, so that the processor that
 * queues it last is also the one that saw the latest first entry.
 */
void dar_due_arm(struct dar_due *due)
{
	struct dar_binding *first = dar_due_first(due);
	u64 now = ktime_get_boottime_ns();
	u64 delay = 0;

	if (!first)
		return;
	/* A timer of 32 bits takes a time that is farther away for one in the past. */
	if (first->d.wake > now)
		delay = min_t(u64, nsecs_to_jiffies64(first->d.wake - now) + 1,
			      MAX_JIFFY_OFFSET);
	mod_delayed_work(system_unbound_wq, &due->work, delay);
}
