/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses that Neighbor Discovery has shown on the access links: a hint that a
 * node is a guest there, until an early token proves it.
 */
#ifndef _DAR_SEEN_H
#define _DAR_SEEN_H

#include <linux/in6.h>
#include <linux/rhashtable-types.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define DAR_SEEN_LINKS		16	/* shares of the links */
#define DAR_SEEN_NEIGHBOURS	256	/* shares of the neighbours of a link */
#define DAR_SEEN_QUOTA		16	/* addresses in the share of a neighbour */

struct dar_seen_share;

/**
 * struct dar_seen - the addresses of a namespace
 * @lock: protects everything but readers of @table, which use RCU; BH
 * @table: the addresses
 * @shares: %DAR_SEEN_LINKS * %DAR_SEEN_NEIGHBOURS of them, while the role is
 *	enabled; a keyed hash of the prefix chooses the share of a link, and one of
 *	prefix and link-layer address the part of it that is a neighbour's
 * @key: of these hashes, so that nobody can aim at the share of another
 * @count: number of addresses
 *
 * A neighbour that shows further addresses pushes out its own oldest one, and so
 * does a neighbour that invents link-layer addresses, at most those of one link in
 * sixteen.  The link is known by its prefix: its interface may come and go.
 */
struct dar_seen {
	spinlock_t lock;	/* see above */
	struct rhashtable table;
	struct dar_seen_share *shares;
	siphash_key_t key;
	unsigned int count;
};

/* Initialize it for a namespace.  Return: 0, -ENOMEM. */
int dar_seen_init(struct dar_seen *s);

/* The caller has stopped it. */
void dar_seen_exit(struct dar_seen *s);

/* Begin to remember addresses.  Return: 0, -ENOMEM. */
int dar_seen_start(struct dar_seen *s);

/* Forget all addresses, and remember no further ones.  Sleeps. */
void dar_seen_stop(struct dar_seen *s);

/**
 * dar_seen_add() - an address was seen on its link
 * @s: the addresses
 * @home: the address
 * @lladdr: link-layer address of the neighbour that has it
 * @len: octets of @lladdr
 *
 * An address that is known stays with the neighbour that showed it first.
 * Context: any up to softirq.
 */
void dar_seen_add(struct dar_seen *s, const struct in6_addr *home,
		  const u8 *lladdr, unsigned int len);

/* Was the address seen?  Context: any. */
bool dar_seen_has(struct dar_seen *s, const struct in6_addr *home);

/* Return: number of addresses. */
static inline unsigned int dar_seen_count(const struct dar_seen *s)
{
	return READ_ONCE(s->count);
}

#endif /* _DAR_SEEN_H */
