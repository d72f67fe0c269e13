// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "dump.h"

#define DUMP_BATCH	1024	/* entries between two calls of cond_resched() */

/**
 * struct dump - state of a dump
 * @it: position
 * @restarts: number of times that the table was resized and the walk began again
 * @generation: see dar_dump_start()
 */
struct dump {
	struct rhashtable_iter it;
	u32 restarts;
	u32 (*generation)(struct netlink_callback *cb);
};

/*
 * The iterator stays in the table between two calls.  The table lives as long
 * as the namespace, which the socket holds, and the module, which the dump
 * holds; a disable in between empties it.
 */
int dar_dump_start(struct netlink_callback *cb, struct rhashtable *table,
		   u32 (*generation)(struct netlink_callback *cb))
{
	struct dump *dump;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	dump->generation = generation;
	rhashtable_walk_enter(table, &dump->it);
	cb->args[0] = (long)dump;
	return 0;
}

int dar_dump_done(struct netlink_callback *cb)
{
	struct dump *dump = (struct dump *)cb->args[0];

	rhashtable_walk_exit(&dump->it);
	kfree(dump);
	return 0;
}

/* Both the generation of the table and the number of restarts only grow. */
static void dump_generation(struct netlink_callback *cb)
{
	const struct dump *dump = (const struct dump *)cb->args[0];

	/* 0 would mean that there are no generations. */
	cb->seq = dump->generation(cb) + dump->restarts + 1;
}

/* The next entry.  If the table is resized, the walk begins again. */
static void *dump_next(struct netlink_callback *cb, bool peek)
{
	struct dump *dump = (struct dump *)cb->args[0];
	void *entry;

	entry = peek ? rhashtable_walk_peek(&dump->it) :
		       rhashtable_walk_next(&dump->it);
	while (IS_ERR(entry)) {
		dump->restarts++;
		dump_generation(cb);
		entry = rhashtable_walk_next(&dump->it);
	}
	return entry;
}

/* Continue the walk.  The table may have been resized in the meantime. */
static void dump_walk(struct netlink_callback *cb) __acquires(RCU)
{
	struct dump *dump = (struct dump *)cb->args[0];

	if (rhashtable_walk_start_check(&dump->it))
		dump->restarts++;
	dump_generation(cb);
}

/* rhashtable_walk_peek() finds the entry again for which there was no room. */
int dar_dump_entries(struct sk_buff *skb, struct netlink_callback *cb,
		     int (*put)(struct sk_buff *skb,
				struct netlink_callback *cb, void *entry))
{
	struct dump *dump = (struct dump *)cb->args[0];
	unsigned int n = 0;
	void *entry;

	dump_walk(cb);
	for (entry = dump_next(cb, true); entry; entry = dump_next(cb, false)) {
		if (put(skb, cb, entry))
			break;
		if (++n % DUMP_BATCH)
			continue;
		rhashtable_walk_stop(&dump->it);
		cond_resched();
		dump_walk(cb);
	}
	rhashtable_walk_stop(&dump->it);
	return skb->len;
}
