// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hashtable.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "../kernel/link.h"
#include "anchor.h"

u32 dar_anchor_valid(const struct dar_net *dn, const struct dar_anchor *a)
{
	return dar_link_valid(dn->net, a->ifindex, &a->prefix);
}

/* Neighbour Discovery of others is received by those policies that use it. */
static bool anchor_listens(const struct dar_policy *policy)
{
	return policy->proxy || policy->dad;
}

static int anchor_check(const struct in6_addr *prefix,
			struct netlink_ext_ack *extack)
{
	if (prefix->s6_addr32[2] || prefix->s6_addr32[3]) {
		NL_SET_ERR_MSG(extack, "the bits behind the prefix must be zero");
		return -EINVAL;
	}
	if (!dar_address_usable(prefix)) {
		NL_SET_ERR_MSG(extack, "this is not a global unicast prefix");
		return -EINVAL;
	}
	return 0;
}

static int anchor_check_device(const struct dar_net *dn, int ifindex,
			       struct netlink_ext_ack *extack)
{
	struct net_device *dev = __dev_get_by_index(dn->net, ifindex);

	if (!dev) {
		NL_SET_ERR_MSG(extack, "there is no such device in this namespace");
		return -ENODEV;
	}
	if (dev->flags & IFF_LOOPBACK || dev == rtnl_dereference(dn->dev)) {
		NL_SET_ERR_MSG(extack, "this device cannot be an access link");
		return -EINVAL;
	}
	return 0;
}

static void anchor_changed(struct dar_net *dn)
{
	ASSERT_RTNL();

	/* ORDER: after the change; pairs with the dump of anchors */
	smp_store_release(&dn->anchors_version,
			  (dn->anchors_version + 1) ?: 1);
}

static int anchor_may_add(const struct dar_net *dn,
			  const struct dar_anchor *want,
			  struct netlink_ext_ack *extack)
{
	int err;

	err = anchor_check(&want->prefix, extack);
	if (err)
		return err;
	err = anchor_check_device(dn, want->ifindex, extack);
	if (err)
		return err;
	if (dar_anchor_find(dn, &want->prefix)) {
		NL_SET_ERR_MSG(extack, "this prefix is already anchored");
		return -EEXIST;
	}
	return 0;
}

static struct dar_anchor *anchor_new(const struct dar_net *dn,
				     const struct dar_anchor *want)
{
	struct dar_anchor *a = kzalloc(sizeof(*a), GFP_KERNEL_ACCOUNT);

	if (!a)
		return NULL;
	a->prefix = want->prefix;
	a->ifindex = want->ifindex;
	a->dev = __dev_get_by_index(dn->net, a->ifindex);
	a->policy = want->policy;
	return a;
}

int dar_anchor_add(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack)
{
	struct dar_anchor *a;
	int err;

	ASSERT_RTNL();

	err = anchor_may_add(dn, want, extack);
	if (err)
		return err;
	a = anchor_new(dn, want);
	if (!a)
		return -ENOMEM;
	err = dar_link_listen(a->dev, false, anchor_listens(&a->policy));
	if (err) {
		NL_SET_ERR_MSG(extack, "the device cannot receive all multicasts");
		kfree(a);
		return err;
	}
	hash_add_rcu(dn->anchors, &a->node, dar_anchor_key(&a->prefix));
	WRITE_ONCE(dn->n_anchors, dn->n_anchors + 1);
	anchor_changed(dn);
	return 0;
}

static void anchor_remove(struct dar_net *dn, struct dar_anchor *a)
{
	ASSERT_RTNL();

	hash_del_rcu(&a->node);
	dar_link_listen(a->dev, anchor_listens(&a->policy), false);
	WRITE_ONCE(dn->n_anchors, dn->n_anchors - 1);
	anchor_changed(dn);
	kfree_rcu(a, rcu);
}

/* Return: the anchor of exactly this prefix, or NULL. */
static struct dar_anchor *anchor_own(struct dar_net *dn,
				     const struct in6_addr *prefix)
{
	struct dar_anchor *a = dar_anchor_find(dn, prefix);

	ASSERT_RTNL();

	return a && ipv6_addr_equal(&a->prefix, prefix) ? a : NULL;
}

int dar_anchor_del(struct dar_net *dn, const struct in6_addr *prefix)
{
	struct dar_anchor *a = anchor_own(dn, prefix);

	if (!a)
		return -ENOENT;
	anchor_remove(dn, a);
	return 0;
}

int dar_anchor_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg)
{
	struct dar_anchor *a = anchor_own(dn, prefix), *new;
	int err;

	if (!a)
		return -ENOENT;
	new = kmemdup(a, sizeof(*a), GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	edit(&new->policy, arg);
	err = dar_link_listen(a->dev, anchor_listens(&a->policy),
			      anchor_listens(&new->policy));
	if (err) {
		kfree(new);
		return err;
	}
	hlist_replace_rcu(&a->node, &new->node);
	anchor_changed(dn);
	kfree_rcu(a, rcu);
	return 0;
}

unsigned int dar_anchor_del_device(struct dar_net *dn, int ifindex)
{
	struct hlist_node *next;
	struct dar_anchor *a;
	unsigned int n = 0;
	int bucket;

	hash_for_each_safe(dn->anchors, bucket, next, a, node) {
		if (ifindex && a->ifindex != ifindex)
			continue;
		anchor_remove(dn, a);
		n++;
	}
	return n;
}
