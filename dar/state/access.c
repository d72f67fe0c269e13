// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rhashtable.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>

#include "../kernel/link.h"
#include "access.h"

/* A name in a table is followed by zeros, that of the caller need not be. */
static int access_differs(struct rhashtable_compare_arg *arg, const void *obj)
{
	return strcmp(((const struct dar_access *)obj)->name, arg->key);
}

static u32 access_hash(const void *name, u32 len, u32 seed)
{
	return full_name_hash((void *)(unsigned long)seed, name, strlen(name));
}

static const struct rhashtable_params access_params = {
	.head_offset = offsetof(struct dar_access, node),
	.key_offset = offsetof(struct dar_access, name),
	.key_len = sizeof_field(struct dar_access, name),
	.hashfn = access_hash,
	.obj_cmpfn = access_differs,
	.automatic_shrinking = true,
};

int dar_accesses_init(struct dar_accesses *all)
{
	INIT_LIST_HEAD(&all->list);
	return rhashtable_init(&all->table, &access_params);
}

void dar_accesses_exit(struct dar_accesses *all)
{
	WARN_ON_ONCE(!list_empty(&all->list));
	rhashtable_destroy(&all->table);
}

static struct dar_access *access_find(struct dar_accesses *all,
				      const char *name)
{
	ASSERT_RTNL();

	return rhashtable_lookup_fast(&all->table, name, access_params);
}

struct dar_access *dar_access_get(struct dar_accesses *all, const char *name)
{
	struct dar_access *access = access_find(all, name);

	if (access)
		return access;
	access = kzalloc(sizeof(*access), GFP_KERNEL_ACCOUNT);
	if (!access)
		return NULL;
	strscpy(access->name, name, sizeof(access->name));
	INIT_LIST_HEAD(&access->anchors);
	if (rhashtable_insert_fast(&all->table, &access->node, access_params)) {
		kfree(access);
		return NULL;
	}
	list_add_tail(&access->list, &all->list);
	return access;
}

void dar_access_put(struct dar_accesses *all, struct dar_access *access)
{
	ASSERT_RTNL();

	if (!list_empty(&access->anchors))
		return;
	list_del(&access->list);
	rhashtable_remove_fast(&all->table, &access->node, access_params);
	kfree_rcu(access, rcu);
}

static void access_set(struct dar_access *access, struct net_device *dev)
{
	access->dev = dev;
	WRITE_ONCE(access->ifindex, dev ? dev->ifindex : 0);
}

struct dar_access *dar_access_join(struct dar_accesses *all,
				   struct net_device *dev)
{
	struct dar_access *access = access_find(all, dev->name);

	if (!access || access->dev)
		return NULL;
	access_set(access, dev);
	return access;
}

/* The access link that still has a device which has got another name. */
static struct dar_access *access_holder(struct dar_accesses *all,
					const struct net_device *dev)
{
	struct dar_access *access;

	ASSERT_RTNL();

	list_for_each_entry(access, &all->list, list)
		if (access->dev == dev)
			return access;
	return NULL;
}

struct dar_access *dar_access_leave(struct dar_accesses *all,
				    struct net_device *dev, bool renamed)
{
	struct dar_access *access;

	access = renamed ? access_holder(all, dev) :
			   access_find(all, dev->name);
	if (!access || access->dev != dev)
		return NULL;
	dar_link_listen(dev, access->listening, false);
	WRITE_ONCE(access->listening, false);
	access_set(access, NULL);
	return access;
}

int dar_access_listen(struct dar_access *access)
{
	bool wanted = access->listeners;
	int err;

	if (!access->dev)
		return 0;
	err = dar_link_listen(access->dev, access->listening, wanted);
	if (!err)
		WRITE_ONCE(access->listening, wanted);
	return err;
}
