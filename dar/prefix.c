// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

#include "dar.h"

static u32 prefix_key(const struct in6_addr *addr)
{
	return (__force u32)(addr->s6_addr32[0] ^ addr->s6_addr32[1]);
}

struct dar_anchor *dar_prefix_find(const struct dar_net *dn,
				   const struct in6_addr *addr)
{
	struct dar_anchor *a;

	hash_for_each_possible_rcu(dn->anchors, a, node, prefix_key(addr),
				   lockdep_rtnl_is_held())
		if (dar_address_same_prefix(&a->prefix, addr))
			return a;
	return NULL;
}

/*
 * What is unrelated fails the first or second test: nothing is bound, or nothing is
 * anchored in this prefix.
 */
static bool prefix_may_bind(const struct dar_net *dn,
			    const struct in6_addr *addr)
{
	return dar_bcache_active(&dn->bcache) && dar_prefix_find(dn, addr);
}

static bool prefix_binds(const struct dar_binding *b)
{
	return b && READ_ONCE(b->d.active);
}

bool dar_is_bound(struct dar_net *dn, const struct in6_addr *addr)
{
	return prefix_may_bind(dn, addr) &&
	       prefix_binds(dar_bcache_find(&dn->bcache, addr));
}

bool dar_is_bound_bh(struct dar_net *dn, const struct in6_addr *addr)
{
	return prefix_may_bind(dn, addr) &&
	       prefix_binds(dar_bcache_find_bh(&dn->bcache, addr));
}

static u32 prefix_addr_valid(const struct inet6_ifaddr *ifa)
{
	unsigned long age = (jiffies - READ_ONCE(ifa->tstamp)) / HZ;
	u32 valid = READ_ONCE(ifa->valid_lft);

	if (valid == U32_MAX)	/* infinity */
		return U32_MAX;
	return valid > age ? valid - age : 0;
}

/*
 * The prefix lives as long as the longest of our own addresses in it; where
 * there is none on the link, nothing says that it ends.
 */
u32 dar_prefix_valid(const struct dar_net *dn, const struct dar_anchor *a)
{
	const struct inet6_ifaddr *ifa;
	struct net_device *dev;
	struct inet6_dev *idev;
	u32 valid = 0;
	bool any = false;

	dev = dev_get_by_index_rcu(dn->net, a->ifindex);
	idev = dev ? __in6_dev_get(dev) : NULL;
	if (!idev)
		return U32_MAX;
	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (!dar_address_same_prefix(&ifa->addr, &a->prefix))
			continue;
		any = true;
		valid = max(valid, prefix_addr_valid(ifa));
	}
	return any ? valid : U32_MAX;
}

static int prefix_check(const struct in6_addr *prefix,
			struct netlink_ext_ack *extack)
{
	if (prefix->s6_addr32[2] || prefix->s6_addr32[3]) {
		NL_SET_ERR_MSG(extack, "bits behind the prefix are not zero");
		return -EINVAL;
	}
	if (!dar_address_usable(prefix)) {
		NL_SET_ERR_MSG(extack, "not a global unicast prefix");
		return -EINVAL;
	}
	return 0;
}

static int prefix_check_device(const struct dar_net *dn, int ifindex,
			       struct netlink_ext_ack *extack)
{
	struct net_device *dev = __dev_get_by_index(dn->net, ifindex);

	if (!dev) {
		NL_SET_ERR_MSG(extack, "no such device in this namespace");
		return -ENODEV;
	}
	if (dev->flags & IFF_LOOPBACK || dev == rtnl_dereference(dn->dev)) {
		NL_SET_ERR_MSG(extack, "this device is no access link");
		return -EINVAL;
	}
	return 0;
}

static void prefix_changed(struct dar_net *dn)
{
	ASSERT_RTNL();

	/* ORDER: after the change; pairs with dar_dump_anchors() */
	smp_store_release(&dn->anchors_version,
			  (dn->anchors_version + 1) ?: 1);
}

int dar_prefix_add(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack)
{
	struct dar_anchor *a;
	int err;

	ASSERT_RTNL();

	err = prefix_check(&want->prefix, extack);
	if (err)
		return err;
	err = prefix_check_device(dn, want->ifindex, extack);
	if (err)
		return err;
	if (dar_prefix_find(dn, &want->prefix)) {
		NL_SET_ERR_MSG(extack, "prefix is already anchored");
		return -EEXIST;
	}
	a = kzalloc(sizeof(*a), GFP_KERNEL_ACCOUNT);
	if (!a)
		return -ENOMEM;
	a->prefix = want->prefix;
	a->ifindex = want->ifindex;
	a->dev = __dev_get_by_index(dn->net, a->ifindex);
	a->policy = want->policy;
	err = dar_proxy_watch(a->dev, NULL, &a->policy);
	if (err) {
		NL_SET_ERR_MSG(extack, "device cannot receive all multicasts");
		kfree(a);
		return err;
	}
	hash_add_rcu(dn->anchors, &a->node, prefix_key(&a->prefix));
	WRITE_ONCE(dn->n_anchors, dn->n_anchors + 1);
	prefix_changed(dn);
	return 0;
}

static void prefix_remove(struct dar_net *dn, struct dar_anchor *a)
{
	ASSERT_RTNL();

	hash_del_rcu(&a->node);
	dar_proxy_watch(a->dev, &a->policy, NULL);
	WRITE_ONCE(dn->n_anchors, dn->n_anchors - 1);
	prefix_changed(dn);
	kfree_rcu(a, rcu);
}

/* The anchor of exactly this prefix, for who changes it. */
static struct dar_anchor *prefix_own(struct dar_net *dn,
				     const struct in6_addr *prefix)
{
	struct dar_anchor *a = dar_prefix_find(dn, prefix);

	ASSERT_RTNL();

	return a && ipv6_addr_equal(&a->prefix, prefix) ? a : NULL;
}

int dar_prefix_del(struct dar_net *dn, const struct in6_addr *prefix)
{
	struct dar_anchor *a = prefix_own(dn, prefix);

	if (!a)
		return -ENOENT;
	prefix_remove(dn, a);
	return 0;
}

int dar_prefix_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg)
{
	struct dar_anchor *a = prefix_own(dn, prefix), *new;
	int err;

	if (!a)
		return -ENOENT;
	new = kmemdup(a, sizeof(*a), GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	edit(&new->policy, arg);
	err = dar_proxy_watch(a->dev, &a->policy, &new->policy);
	if (err) {
		kfree(new);
		return err;
	}
	hlist_replace_rcu(&a->node, &new->node);
	prefix_changed(dn);
	kfree_rcu(a, rcu);
	return 0;
}

unsigned int dar_prefix_del_device(struct dar_net *dn, int ifindex)
{
	struct hlist_node *next;
	struct dar_anchor *a;
	unsigned int n = 0;
	int bucket;

	hash_for_each_safe(dn->anchors, bucket, next, a, node) {
		if (ifindex && a->ifindex != ifindex)
			continue;
		prefix_remove(dn, a);
		n++;
	}
	return n;
}
