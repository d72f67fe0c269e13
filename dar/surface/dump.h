/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dumps of a hash table, which may change meanwhile, by netlink.
 *
 * Dumps are open to all users, as those of neighbours and routes are.  A dump whose
 * entries changed while it was read has NLM_F_DUMP_INTR.
 */
#ifndef _DAR_DUMP_H
#define _DAR_DUMP_H

#include <linux/netlink.h>
#include <linux/rhashtable-types.h>
#include <linux/skbuff.h>

/**
 * dar_dump_start() - begin a dump
 * @cb: the dump
 * @table: the table, which lives as long as the namespace
 * @generation: returns a number that changes whenever the set of entries does, and
 *	only grows
 *
 * Return: 0, -ENOMEM.
 */
int dar_dump_start(struct netlink_callback *cb, struct rhashtable *table,
		   u32 (*generation)(struct netlink_callback *cb));

/* End a dump. */
int dar_dump_done(struct netlink_callback *cb);

/**
 * dar_dump_entries() - put entries into a message until it is full
 * @skb: the message
 * @cb: the dump
 * @put: puts an entry into the message, or leaves it out and returns 0; any other
 *	result means that there is no room.  Context: RCU read side
 *
 * Return: octets of the message; 0: there are no more entries.
 */
int dar_dump_entries(struct sk_buff *skb, struct netlink_callback *cb,
		     int (*put)(struct sk_buff *skb,
				struct netlink_callback *cb, void *entry));

#endif /* _DAR_DUMP_H */
