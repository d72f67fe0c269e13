/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries of the binding cache in the order of the times when the DAR has
 * something to do about them, and the work that runs at the first such time.
 */
#ifndef _DAR_DUE_H
#define _DAR_DUE_H

#include <linux/rbtree.h>
#include <linux/workqueue.h>

#include "binding.h"

/**
 * struct dar_due - entries by dar_binding_data.wake; dar_bcache.lock
 * @tree: the entries
 * @work: runs at the first time
 */
struct dar_due {
	struct rb_root_cached tree;
	struct delayed_work work;
};

void dar_due_init(struct dar_due *due, work_func_t work);

/* Insert an entry unless it never wakes.  Return: true: it is the first. */
bool dar_due_add(struct dar_due *due, struct dar_binding *b);

/* Remove an entry if it is there. */
void dar_due_del(struct dar_due *due, struct dar_binding *b);

/* Return: the entry that wakes first, or NULL. */
struct dar_binding *dar_due_first(const struct dar_due *due);

/* Have the work run when the first entry wakes.  Holds: dar_bcache.lock. */
void dar_due_arm(struct dar_due *due);

#endif /* _DAR_DUE_H */
