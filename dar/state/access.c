// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rhashtable.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>

#include <uapi/linux/dar.h>

#include <fama/vrf.h>

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

static void access_set(struct dar_access *access, struct net_device *dev,
		       bool vrf)
{
	access->dev = dev;
	WRITE_ONCE(access->vrf, vrf);
	WRITE_ONCE(access->ifindex, dev && !vrf ? dev->ifindex : 0);
}

static int access_attach(struct dar_accesses *all, struct dar_access *access,
			 struct net_device *dev)
{
	int err;

	access->dev = dev;
	err = all->attach(all, access);
	if (err)
		access->dev = NULL;
	else
		access_set(access, dev, fama_in_vrf(dev));
	return err;
}

static void access_detach(struct dar_accesses *all, struct dar_access *access)
{
	if (!access->dev)
		return;
	all->detach(all, access);
	access_set(access, NULL, false);
}

void dar_access_put(struct dar_accesses *all, struct dar_access *access)
{
	ASSERT_RTNL();

	if (!list_empty(&access->anchors))
		return;
	access_detach(all, access);
	list_del(&access->list);
	rhashtable_remove_fast(&all->table, &access->node, access_params);
	kfree_rcu(access, rcu);
}

struct dar_access *dar_access_join(struct dar_accesses *all,
				   struct net_device *dev)
{
	struct dar_access *access = access_find(all, dev->name);
	int err;

	if (!access || access->dev)
		return NULL;
	err = access_attach(all, access, dev);
	return err ? ERR_PTR(err) : access;
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

static void access_unlisten(struct dar_access *access)
{
	dar_link_listen(access->dev, access->listening, false);
	WRITE_ONCE(access->listening, false);
}

struct dar_access *dar_access_leave(struct dar_accesses *all,
				    struct net_device *dev, bool renamed)
{
	struct dar_access *access;

	access = renamed ? access_holder(all, dev) :
			   access_find(all, dev->name);
	if (!access || access->dev != dev)
		return NULL;
	access_unlisten(access);
	access_detach(all, access);
	return access;
}

struct dar_access *dar_access_set_vrf(struct dar_accesses *all,
				      struct net_device *dev, bool vrf)
{
	struct dar_access *access = access_find(all, dev->name);

	if (!access || access->dev != dev || access->vrf == vrf)
		return NULL;
	/*
	 * ORDER: a VRF takes the device down and up with all of its flags, as a user
	 * would.  That we receive all multicasts must not be one of them then.
	 */
	if (vrf)
		access_unlisten(access);
	access_set(access, dev, vrf);
	return access;
}

u8 dar_access_state(const struct dar_access *access)
{
	if (READ_ONCE(access->ifindex))
		return DAR_ANCHOR_SERVING;
	return READ_ONCE(access->vrf) ? DAR_ANCHOR_VRF : DAR_ANCHOR_WAITING;
}

int dar_access_listen(struct dar_access *access)
{
	bool wanted = access->listeners && !access->vrf;
	int err;

	if (!access->dev)
		return 0;
	err = dar_link_listen(access->dev, access->listening, wanted);
	if (!err)
		WRITE_ONCE(access->listening, wanted);
	return err;
}
