// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include <uapi/linux/dar.h>

#include <fama/vrf.h>

#include "../kernel/link.h"
#include "anchor.h"

u32 dar_anchor_valid(const struct dar_net *dn, const struct dar_anchor *a)
{
	return dar_link_valid(dn->net, dar_anchor_ifindex(a), &a->prefix);
}

u8 dar_anchor_state(const struct dar_anchor *a)
{
	u8 state = dar_access_state(a->access);

	return state == DAR_ANCHOR_SERVING && READ_ONCE(a->bare) ?
	       DAR_ANCHOR_NO_ADDRESS : state;
}

bool dar_anchor_look(const struct dar_net *dn, struct dar_anchor *a)
{
	bool bare = !dar_link_address(dn->net, dar_anchor_ifindex(a),
				      &a->prefix, NULL);

	return xchg(&a->bare, bare) != bare;
}

void dar_anchor_look_all(struct dar_net *dn, struct dar_access *access)
{
	struct dar_anchor *a;

	ASSERT_RTNL();

	rcu_read_lock();
	list_for_each_entry(a, &access->anchors, list)
		dar_anchor_look(dn, a);
	rcu_read_unlock();
}

/* Neighbor Discovery of others is received by those policies that use it. */
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

/* Find the access link of an anchor.  Return: 0; *dev is NULL: it has to wait. */
static int anchor_find_device(const struct dar_net *dn,
			      const struct dar_anchor_wish *want,
			      struct net_device **dev,
			      struct netlink_ext_ack *extack)
{
	if (*want->link)
		*dev = __dev_get_by_name(dn->net, want->link);
	else
		*dev = __dev_get_by_index(dn->net, want->ifindex);
	if (!*dev && !*want->link) {
		NL_SET_ERR_MSG(extack, "there is no such device in this namespace");
		return -ENODEV;
	}
	if (*dev && ((*dev)->flags & IFF_LOOPBACK ||
		     *dev == rtnl_dereference(dn->dev))) {
		NL_SET_ERR_MSG(extack, "this device cannot be an access link");
		return -EINVAL;
	}
	if (*dev && fama_in_vrf(*dev)) {
		NL_SET_ERR_MSG(extack, "this device belongs to a VRF, which is not supported");
		return -EOPNOTSUPP;
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

/* Count an anchor at its access link.  Return: see dar_access_listen(). */
static int anchor_link(struct dar_anchor *a)
{
	list_add_tail(&a->list, &a->access->anchors);
	a->access->n_anchors++;
	a->access->listeners += anchor_listens(&a->policy);
	return dar_access_listen(a->access);
}

static void anchor_unlink(struct dar_net *dn, struct dar_anchor *a)
{
	list_del(&a->list);
	a->access->n_anchors--;
	a->access->listeners -= anchor_listens(&a->policy);
	dar_access_listen(a->access);
	dar_access_put(&dn->accesses, a->access);
}

/* Let the access link of an anchor have its device, if that is there. */
static int anchor_join(struct dar_net *dn, struct net_device *dev,
		       struct netlink_ext_ack *extack)
{
	int err;

	if (!dev)
		return 0;
	err = PTR_ERR_OR_ZERO(dar_access_join(&dn->accesses, dev));
	if (err == -EOPNOTSUPP)
		NL_SET_ERR_MSG(extack, "this kernel has no CONFIG_NETFILTER_INGRESS");
	return err;
}

/* Return: the anchor, or ERR_PTR. */
static struct dar_anchor *anchor_new(struct dar_net *dn,
				     const struct dar_anchor_wish *want,
				     struct net_device *dev,
				     struct netlink_ext_ack *extack)
{
	struct dar_anchor *a = kzalloc(sizeof(*a), GFP_KERNEL_ACCOUNT);
	int err = -ENOMEM;

	if (!a)
		return ERR_PTR(err);
	a->prefix = want->prefix;
	a->policy = want->policy;
	a->tally = dar_tally_new();
	if (!a->tally)
		goto err_anchor;
	a->access = dar_access_get(&dn->accesses, dev ? dev->name : want->link);
	if (!a->access)
		goto err_tally;
	err = anchor_join(dn, dev, extack);
	if (err)
		goto err_access;
	rcu_read_lock();
	dar_anchor_look(dn, a);
	rcu_read_unlock();
	return a;

err_access:
	dar_access_put(&dn->accesses, a->access);
err_tally:
	dar_tally_put(a->tally);
err_anchor:
	kfree(a);
	return ERR_PTR(err);
}

/* ORDER: an anchor is complete before a packet can find it. */
static int anchor_insert(struct dar_net *dn, struct dar_anchor *a,
			 struct netlink_ext_ack *extack)
{
	int err;

	err = anchor_link(a);
	if (err) {
		NL_SET_ERR_MSG(extack, "the device cannot receive all multicasts");
		goto unlink;
	}
	err = rhashtable_lookup_insert_fast(&dn->anchors, &a->node,
					    dar_anchor_params);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "this prefix is already anchored");
	if (err)
		goto unlink;
	WRITE_ONCE(dn->n_anchors, dn->n_anchors + 1);
	anchor_changed(dn);
	return 0;

unlink:
	anchor_unlink(dn, a);
	dar_tally_put(a->tally);
	kfree(a);
	return err;
}

int dar_anchor_add(struct dar_net *dn, const struct dar_anchor_wish *want,
		   struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	struct dar_anchor *a;
	int err;

	ASSERT_RTNL();

	err = anchor_check(&want->prefix, extack);
	if (!err)
		err = anchor_find_device(dn, want, &dev, extack);
	if (err)
		return err;
	a = anchor_new(dn, want, dev, extack);
	if (IS_ERR(a))
		return PTR_ERR(a);
	err = anchor_insert(dn, a, extack);
	if (!err && !dev)
		NL_SET_ERR_MSG(extack, "the device does not exist yet, the anchor waits for it");
	return err;
}

static void anchor_remove(struct dar_net *dn, struct dar_anchor *a)
{
	rhashtable_remove_fast(&dn->anchors, &a->node, dar_anchor_params);
	anchor_unlink(dn, a);
	WRITE_ONCE(dn->n_anchors, dn->n_anchors - 1);
	anchor_changed(dn);
	dar_tally_put(a->tally);
	kfree_rcu(a, rcu);
}

/* Return: the anchor of exactly this prefix, or NULL. */
static struct dar_anchor *anchor_own(struct dar_net *dn,
				     const struct in6_addr *prefix)
{
	struct dar_anchor *a;

	ASSERT_RTNL();

	a = rhashtable_lookup_fast(&dn->anchors, prefix, dar_anchor_params);
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

/* Let the changed copy of an anchor take its place. */
static int anchor_replace(struct dar_net *dn, struct dar_anchor *a,
			  struct dar_anchor *new)
{
	struct dar_access *access = a->access;
	int err;

	access->listeners += anchor_listens(&new->policy) -
			     anchor_listens(&a->policy);
	err = dar_access_listen(access);
	if (!err)
		err = rhashtable_replace_fast(&dn->anchors, &a->node,
					      &new->node, dar_anchor_params);
	if (err) {
		access->listeners += anchor_listens(&a->policy) -
				     anchor_listens(&new->policy);
		dar_access_listen(access);
		return err;
	}
	list_replace(&a->list, &new->list);
	/* An address may have come or gone since the copy was made. */
	rcu_read_lock();
	dar_anchor_look(dn, new);
	rcu_read_unlock();
	anchor_changed(dn);
	kfree_rcu(a, rcu);
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
	err = anchor_replace(dn, a, new);
	if (err)
		kfree(new);
	return err;
}

void dar_anchor_del_all(struct dar_net *dn)
{
	struct dar_access *access;

	ASSERT_RTNL();

	/* An access link goes with its last anchor. */
	while (!list_empty(&dn->accesses.list)) {
		access = list_first_entry(&dn->accesses.list,
					  struct dar_access, list);
		anchor_remove(dn, list_first_entry(&access->anchors,
						   struct dar_anchor, list));
	}
}

int dar_anchors_init(struct dar_net *dn)
{
	int err;

	err = dar_accesses_init(&dn->accesses);
	if (err)
		return err;
	err = rhashtable_init(&dn->anchors, &dar_anchor_params);
	if (err)
		dar_accesses_exit(&dn->accesses);
	return err;
}

void dar_anchors_exit(struct dar_net *dn)
{
	rhashtable_destroy(&dn->anchors);
	dar_accesses_exit(&dn->accesses);
}
