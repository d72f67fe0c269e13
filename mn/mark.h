/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marks of sockets and packets (SO_MARK), and which of them ask for an address.  Pure.
 */
#ifndef _MN_MARK_H
#define _MN_MARK_H

#include <linux/types.h>

/**
 * struct mn_mark - a mark
 * @mark: its bits
 * @mask: bits that are compared; 0: there is no mark
 */
struct mn_mark {
	u32 mark;
	u32 mask;
};

/* A mark has no bits that are not compared. */
static inline bool mn_mark_valid(const struct mn_mark *m)
{
	return !(m->mark & ~m->mask);
}

/* Is there a packet that has both marks? */
static inline bool mn_mark_overlap(const struct mn_mark *a,
				   const struct mn_mark *b)
{
	return a->mask && b->mask &&
	       !((a->mark ^ b->mark) & a->mask & b->mask);
}

/**
 * enum mn_srcmark_kind - which address a mark asks for
 * @MN_SRCMARK_HOME: an anchored one
 * @MN_SRCMARK_CAREOF: one of the network where the node is
 * @MN_SRCMARKS: number of kinds.  So many routing tables follow mn_net.table
 */
enum mn_srcmark_kind {
	MN_SRCMARK_HOME,
	MN_SRCMARK_CAREOF,
	MN_SRCMARKS,
};

/**
 * struct mn_srcmark - what the system has for one kind of address; all under the lock
 * @mark: mark of the rules, with mask 0 while there are none
 * @ifindex: interface of the default route of the table, 0 while there is none
 */
struct mn_srcmark {
	struct mn_mark mark;
	int ifindex;
};

#endif /* _MN_MARK_H */
