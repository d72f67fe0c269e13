// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "allow.h"

static const struct rhashtable_params allow_params = {
	.head_offset = offsetof(struct dar_allow_entry, node),
	.key_offset = offsetof(struct dar_allow_entry, id),
	.key_len = sizeof_field(struct dar_allow_entry, id),
	.automatic_shrinking = true,
};

/* Nobody can make a second key or address of the same 64 bits. */
u64 dar_allow_key_id(const u8 *fingerprint)
{
	return get_unaligned((const u64 *)fingerprint) ?: 1;
}

static u64 allow_id(const struct dar_allow *l, const struct dar_allow_name *name)
{
	if (name->key)
		return dar_allow_key_id(name->octets);
	return siphash(name->octets, sizeof(struct in6_addr), &l->key);
}

static bool allow_same(const struct dar_allow_name *a,
		       const struct dar_allow_name *b)
{
	return a->key == b->key &&
	       !memcmp(a->octets, b->octets, sizeof(a->octets));
}

/* Context: RCU read side, or holds dar_allow.lock. */
static struct dar_allow_entry *allow_find(struct dar_allow *l, u64 id)
{
	return rhashtable_lookup_fast(&l->table, &id, allow_params);
}

static bool allow_has(struct dar_allow *l, const struct dar_allow_name *name)
{
	struct dar_allow_entry *e;
	bool has;

	if (!dar_allow_count(l))
		return false;
	rcu_read_lock();
	e = allow_find(l, allow_id(l, name));
	has = e && allow_same(&e->name, name);
	rcu_read_unlock();
	return has;
}

bool dar_allow_home(struct dar_allow *l, const struct in6_addr *home)
{
	struct dar_allow_name name = { .key = false };

	memcpy(name.octets, home, sizeof(*home));
	return allow_has(l, &name);
}

bool dar_allow_key(struct dar_allow *l, const u8 *fingerprint)
{
	struct dar_allow_name name = { .key = true };

	memcpy(name.octets, fingerprint, sizeof(name.octets));
	return allow_has(l, &name);
}

bool dar_allow_id(struct dar_allow *l, u64 id)
{
	struct dar_allow_entry *e;
	bool has;

	rcu_read_lock();
	e = allow_find(l, id);
	has = e && e->name.key;
	rcu_read_unlock();
	return has;
}

static void allow_changed(struct dar_allow *l, int by)
{
	lockdep_assert_held(&l->lock);

	WRITE_ONCE(l->count, l->count + by);
	l->generation = l->generation + 1 ?: 1;
}

static int allow_insert(struct dar_allow *l, const struct dar_allow_name *name)
{
	struct dar_allow_entry *e;
	int err;

	lockdep_assert_held(&l->lock);

	if (l->count >= DAR_ALLOW_MAX)
		return -ENOSPC;
	e = kmalloc(sizeof(*e), GFP_KERNEL_ACCOUNT);
	if (!e)
		return -ENOMEM;
	e->id = allow_id(l, name);
	e->name = *name;
	err = rhashtable_lookup_insert_fast(&l->table, &e->node, allow_params);
	if (err) {
		kfree(e);
		return err;
	}
	list_add_tail(&e->list, &l->entries);
	allow_changed(l, 1);
	return 0;
}

int dar_allow_add(struct dar_allow *l, const struct dar_allow_name *name,
		  struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&l->lock);
	err = allow_insert(l, name);
	mutex_unlock(&l->lock);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "this key or address is already admitted");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "the list is full");
	return err;
}

static void allow_remove(struct dar_allow *l, struct dar_allow_entry *e)
{
	rhashtable_remove_fast(&l->table, &e->node, allow_params);
	list_del(&e->list);
	allow_changed(l, -1);
	kfree_rcu(e, rcu);
}

int dar_allow_del(struct dar_allow *l, const struct dar_allow_name *name,
		  struct netlink_ext_ack *extack)
{
	struct dar_allow_entry *e;
	int err = -ENOENT;

	mutex_lock(&l->lock);
	e = allow_find(l, allow_id(l, name));
	if (e && allow_same(&e->name, name)) {
		allow_remove(l, e);
		err = 0;
	}
	mutex_unlock(&l->lock);
	if (err)
		NL_SET_ERR_MSG(extack, "this key or address is not in the list");
	return err;
}

void dar_allow_flush(struct dar_allow *l)
{
	struct dar_allow_entry *e;

	do {
		mutex_lock(&l->lock);
		e = list_first_entry_or_null(&l->entries,
					     struct dar_allow_entry, list);
		if (e)
			allow_remove(l, e);
		mutex_unlock(&l->lock);
		cond_resched();
	} while (e);
}

int dar_allow_init(struct dar_allow *l)
{
	mutex_init(&l->lock);
	INIT_LIST_HEAD(&l->entries);
	l->generation = 1;
	get_random_bytes(&l->key, sizeof(l->key));
	return rhashtable_init(&l->table, &allow_params);
}

void dar_allow_exit(struct dar_allow *l)
{
	dar_allow_flush(l);
	rhashtable_destroy(&l->table);
}
