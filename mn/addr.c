// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "addr.h"
#include "lost.h"
#include "mn.h"

struct mn_addr *mn_addr_find(struct mn_net *mn, const struct in6_addr *addr)
{
	struct mn_addr *a;

	list_for_each_entry_rcu(a, &mn->addrs, list,
				lockdep_is_held(&mn->lock))
		if (ipv6_addr_equal(&a->addr, addr))
			return a;
	return NULL;
}

struct mn_addr *mn_addr_of_prefix(struct mn_net *mn,
				  const struct in6_addr *prefix)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_prefix_equal(&a->addr, prefix, 64))
			return a;
	return NULL;
}

static int addr_generate(const struct mn_key *key, struct mn_addr *a,
			 const struct in6_addr *prefix)
{
	u8 params[MN_KEY_PARAMS_MAX];
	int len;

	len = mn_key_params(key, prefix, a->count, params, sizeof(params));
	if (len < 0)
		return len;
	fama_cga_generate(params, len, key->sec, &a->addr);
	return 0;
}

static bool addr_has_key(const struct mn_net *mn, const struct mn_key *key)
{
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (a->key == key)
			return true;
	return false;
}

/*
 * The next key, if possible one that no address has: then no two access routers see the
 * same one.
 */
static struct mn_key *addr_next_key(struct mn_net *mn)
{
	struct mn_keys *keys = &mn->keys;
	unsigned int i, place = keys->next;

	for (i = 0; i < keys->count; i++) {
		place = (keys->next + i) % keys->count;
		if (!addr_has_key(mn, keys->key[place]))
			break;
	}
	if (i == keys->count)
		place = keys->next;
	keys->next = (place + 1) % keys->count;
	return keys->key[place];
}

static void addr_changed(struct mn_net *mn, int more)
{
	WRITE_ONCE(mn->addr_count, mn->addr_count + more);
	mn->addrs_version = (mn->addrs_version + 1) ?: 1;
}

struct mn_addr *mn_addr_make(struct mn_key *key, const struct in6_addr *prefix,
			     const struct in6_addr *dar, u8 count)
{
	struct mn_addr *a;

	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return NULL;
	a->dar = *dar;
	a->count = count;
	a->keep = MN_KEEP_AUTO;
	a->used = jiffies;
	skb_queue_head_init(&a->held);
	mn_bul_init(&a->bul, get_random_u16());
	a->key = key;
	if (addr_generate(a->key, a, prefix)) {
		kfree(a);
		return NULL;
	}
	mn_key_get(a->key);
	return a;
}

void mn_addr_add(struct mn_net *mn, struct mn_addr *a)
{
	lockdep_assert_held(&mn->lock);
	list_add_tail_rcu(&a->list, &mn->addrs);
	addr_changed(mn, 1);
}

struct mn_addr *mn_addr_new(struct mn_net *mn, const struct in6_addr *prefix,
			    const struct in6_addr *dar, u8 count)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	a = mn_addr_make(addr_next_key(mn), prefix, dar, count);
	if (a)
		mn_addr_add(mn, a);
	return a;
}

void mn_addr_unlist(struct mn_net *mn, struct mn_addr *a)
{
	lockdep_assert_held(&mn->lock);
	list_del_rcu(&a->list);
	addr_changed(mn, -1);
}

void mn_addr_free(struct mn_net *mn, struct mn_addr *a)
{
	mn_lost_queue(mn, &a->held, MN_STAT_TUNNEL_GIVEN_UP);
	mn_key_put(a->key);
	kfree_sensitive(a);
}

void mn_addr_set_path(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *coa)
{
	struct mn_path *path = NULL, *old;

	if (coa) {
		path = kzalloc(sizeof(*path), GFP_KERNEL);
		if (!path)
			return;
		path->peer.src = *coa;
		path->peer.dst = a->dar;
	}
	old = rcu_replace_pointer(a->path, path, lockdep_is_held(&mn->lock));
	if (old)
		kfree_rcu(old, rcu);
}
