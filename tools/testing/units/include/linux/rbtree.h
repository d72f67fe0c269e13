/* SPDX-License-Identifier: GPL-2.0-only */
/* Types of members: nothing here uses a tree. */
#ifndef _UNITS_LINUX_RBTREE_H
#define _UNITS_LINUX_RBTREE_H

struct rb_node {
	struct rb_node *unused;
};

struct rb_root_cached {
	struct rb_node *unused;
};

#endif
