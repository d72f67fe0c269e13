/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is admitted by name: the list of keys and home addresses that an operator
 * gives.
 */
#ifndef _DAR_ALLOW_H
#define _DAR_ALLOW_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/rhashtable-types.h>
#include <linux/siphash.h>
#include <linux/types.h>

#include "../kernel/fingerprint.h"

#define DAR_ALLOW_MAX		1048576	/* entries of a namespace */

/**
 * struct dar_allow - the list of a namespace
 * @lock: of writers; readers use RCU.  No other lock is taken below it
 * @table: the entries
 * @entries: the same in the order of their addition; writers only
 * @key: of the hash of home addresses
 * @count: number of entries
 * @generation: changes with the list, never 0; written under @lock
 *
 * The list is kept when the role is disabled, so that it may be loaded first.
 */
struct dar_allow {
	struct mutex lock;	/* see above */
	struct rhashtable table;
	struct list_head entries;
	siphash_key_t key;
	unsigned int count;
	u32 generation;
};

/**
 * struct dar_allow_name - who: a key or a home address
 * @key: it is a key
 * @octets: fingerprint of the key; or home address, followed by zeros
 */
struct dar_allow_name {
	bool key;
	u8 octets[DAR_FINGERPRINT_LEN];
};

/**
 * struct dar_allow_entry - an entry of the list
 * @node: in dar_allow.table
 * @id: what it is found by: the first octets of a fingerprint, a hash of an address
 * @name: who
 * @list: in dar_allow.entries
 * @rcu: to free the entry
 */
struct dar_allow_entry {
	struct rhash_head node;
	u64 id;
	struct dar_allow_name name;
	struct list_head list;
	struct rcu_head rcu;
};

/* Return: 0, -ENOMEM. */
int dar_allow_init(struct dar_allow *l);

/* Remove all entries, and free the list. */
void dar_allow_exit(struct dar_allow *l);

/**
 * dar_allow_add() - admit a key or a home address
 * @l: the list
 * @name: who
 * @extack: gets an error message; may be NULL
 *
 * Context: process.
 * Return: 0; -EEXIST: it is in the list; -ENOSPC: the list is full; -ENOMEM.
 */
int dar_allow_add(struct dar_allow *l, const struct dar_allow_name *name,
		  struct netlink_ext_ack *extack);

/* Admit it no longer.  Context: process.  Return: 0, -ENOENT. */
int dar_allow_del(struct dar_allow *l, const struct dar_allow_name *name,
		  struct netlink_ext_ack *extack);

/* Remove all entries.  Context: process. */
void dar_allow_flush(struct dar_allow *l);

/* Is a home address in the list?  Context: any. */
bool dar_allow_home(struct dar_allow *l, const struct in6_addr *home);

/* Is a key in the list?  Context: any. */
bool dar_allow_key(struct dar_allow *l, const u8 *fingerprint);

/* The same by dar_allow_key_id(), of a key that was proven.  Context: any. */
bool dar_allow_id(struct dar_allow *l, u64 id);

/* What is remembered of the key that has proven a home address; never 0. */
u64 dar_allow_key_id(const u8 *fingerprint);

/* Return: number of entries. */
static inline unsigned int dar_allow_count(const struct dar_allow *l)
{
	return READ_ONCE(l->count);
}

#endif /* _DAR_ALLOW_H */
