// SPDX-License-Identifier: GPL-2.0-only
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include "seen.h"

#define SEEN_SHARES	(DAR_SEEN_LINKS * DAR_SEEN_NEIGHBOURS)

/**
 * struct dar_seen_share - the addresses of the neighbours that share it
 * @entries: the one that was seen last is at the end
 * @count: number of them
 */
struct dar_seen_share {
	struct list_head entries;
	unsigned int count;
};

/**
 * struct seen_entry - an address
 * @node: in dar_seen.table
 * @home: the address, constant
 * @share: where it is, constant
 * @list: in @share
 * @rcu: to free the entry
 */
struct seen_entry {
	struct rhash_head node;
	struct in6_addr home;
	struct dar_seen_share *share;
	struct list_head list;
	struct rcu_head rcu;
};

static const struct rhashtable_params seen_params = {
	.head_offset = offsetof(struct seen_entry, node),
	.key_offset = offsetof(struct seen_entry, home),
	.key_len = sizeof_field(struct seen_entry, home),
	.automatic_shrinking = true,
};

static struct seen_entry *seen_find(struct dar_seen *s,
				    const struct in6_addr *home)
{
	return rhashtable_lookup_fast(&s->table, home, seen_params);
}

static struct dar_seen_share *seen_share(const struct dar_seen *s,
					 const struct in6_addr *home,
					 const u8 *lladdr, unsigned int len)
{
	u64 prefix = get_unaligned((const u64 *)home);
	u64 neighbour = siphash(lladdr, len, &s->key);
	u32 link = siphash_1u64(prefix, &s->key) % DAR_SEEN_LINKS;

	return &s->shares[link * DAR_SEEN_NEIGHBOURS +
			  siphash_2u64(prefix, neighbour, &s->key) %
			  DAR_SEEN_NEIGHBOURS];
}

static void seen_remove(struct dar_seen *s, struct seen_entry *e)
{
	rhashtable_remove_fast(&s->table, &e->node, seen_params);
	list_del(&e->list);
	e->share->count--;
	WRITE_ONCE(s->count, s->count - 1);
	kfree_rcu(e, rcu);
}

static void seen_insert(struct dar_seen *s, struct dar_seen_share *share,
			const struct in6_addr *home)
{
	struct seen_entry *e;

	if (share->count >= DAR_SEEN_QUOTA)
		seen_remove(s, list_first_entry(&share->entries,
						struct seen_entry, list));
	e = kmalloc(sizeof(*e), GFP_ATOMIC | __GFP_NOWARN);
	if (!e)
		return;
	e->home = *home;
	e->share = share;
	if (rhashtable_insert_fast(&s->table, &e->node, seen_params)) {
		kfree(e);
		return;
	}
	list_add_tail(&e->list, &share->entries);
	share->count++;
	WRITE_ONCE(s->count, s->count + 1);
}

void dar_seen_add(struct dar_seen *s, const struct in6_addr *home,
		  const u8 *lladdr, unsigned int len)
{
	struct seen_entry *e;

	spin_lock_bh(&s->lock);
	e = s->shares ? seen_find(s, home) : NULL;
	if (e)
		list_move_tail(&e->list, &e->share->entries);
	else if (s->shares)
		seen_insert(s, seen_share(s, home, lladdr, len), home);
	spin_unlock_bh(&s->lock);
}

bool dar_seen_has(struct dar_seen *s, const struct in6_addr *home)
{
	return dar_seen_count(s) && seen_find(s, home);
}

int dar_seen_start(struct dar_seen *s)
{
	struct dar_seen_share *shares;
	unsigned int i;

	shares = kvcalloc(SEEN_SHARES, sizeof(*shares), GFP_KERNEL_ACCOUNT);
	if (!shares)
		return -ENOMEM;
	for (i = 0; i < SEEN_SHARES; i++)
		INIT_LIST_HEAD(&shares[i].entries);
	get_random_bytes(&s->key, sizeof(s->key));
	spin_lock_bh(&s->lock);
	s->shares = shares;
	spin_unlock_bh(&s->lock);
	return 0;
}

static void seen_clear(struct dar_seen *s, struct dar_seen_share *share)
{
	struct seen_entry *e, *next;

	spin_lock_bh(&s->lock);
	list_for_each_entry_safe(e, next, &share->entries, list)
		seen_remove(s, e);
	spin_unlock_bh(&s->lock);
}

void dar_seen_stop(struct dar_seen *s)
{
	struct dar_seen_share *shares;
	unsigned int i;

	spin_lock_bh(&s->lock);
	shares = s->shares;
	s->shares = NULL;
	spin_unlock_bh(&s->lock);
	for (i = 0; i < SEEN_SHARES; i++) {
		seen_clear(s, &shares[i]);
		cond_resched();
	}
	kvfree(shares);
}

int dar_seen_init(struct dar_seen *s)
{
	spin_lock_init(&s->lock);
	return rhashtable_init(&s->table, &seen_params);
}

void dar_seen_exit(struct dar_seen *s)
{
	rhashtable_destroy(&s->table);
}
