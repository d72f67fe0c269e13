/* SPDX-License-Identifier: GPL-2.0-only */
/* Types of members: nothing here uses a table. */
#ifndef _UNITS_LINUX_RHASHTABLE_H
#define _UNITS_LINUX_RHASHTABLE_H

struct rhash_head {
	struct rhash_head *unused;
};

struct rhashtable {
	struct rhash_head *unused;
};

#endif
