/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Anchors: the prefixes whose addresses may be bound here.
 */
#ifndef _DAR_ANCHOR_H
#define _DAR_ANCHOR_H

#include <linux/hashtable.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>

#include "../pure/address.h"
#include "../pure/policy.h"
#include "dar.h"

/**
 * struct dar_anchor - an anchor
 * @node: in dar_net.anchors
 * @rcu: to free the anchor
 * @prefix: prefix of 64 bits, all other bits are zero
 * @ifindex: index of the access link
 * @dev: the access link; RTNL, because the anchor is removed before the device
 * @policy: what it demands of its nodes
 *
 * An anchor is constant while readers can find it: a changed copy replaces it.
 */
struct dar_anchor {
	struct hlist_node node;
	struct rcu_head rcu;
	struct in6_addr prefix;
	int ifindex;
	struct net_device *dev;
	struct dar_policy policy;
};

/* Key of dar_net.anchors. */
static inline u32 dar_anchor_key(const struct in6_addr *addr)
{
	return (__force u32)(addr->s6_addr32[0] ^ addr->s6_addr32[1]);
}

/*
 * Return: the anchor whose prefix an address is in, or NULL.
 * Context: RCU read side, or RTNL.  Inline, because every packet needs it.
 */
static inline struct dar_anchor *dar_anchor_find(const struct dar_net *dn,
						 const struct in6_addr *addr)
{
	struct dar_anchor *a;

	hash_for_each_possible_rcu(dn->anchors, a, node, dar_anchor_key(addr),
				   lockdep_rtnl_is_held())
		if (dar_address_same_prefix(&a->prefix, addr))
			return a;
	return NULL;
}

/**
 * dar_anchor_valid() - how long the prefix of an anchor is still valid
 * @dn: the namespace
 * @a: the anchor
 *
 * Context: RCU read side.
 * Return: see dar_link_valid().
 */
u32 dar_anchor_valid(const struct dar_net *dn, const struct dar_anchor *a);

/**
 * dar_anchor_add() - add an anchor
 * @dn: the namespace
 * @want: prefix, ifindex and policy of the anchor
 * @extack: gets an error message; may be NULL
 *
 * Context: RTNL.
 * Return: 0; -EINVAL: the prefix or the device cannot be used; -ENODEV; -EEXIST;
 * -ENOMEM; -EOVERFLOW: see dar_link_listen().
 */
int dar_anchor_add(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack);

/* Remove the anchor of exactly this prefix.  RTNL.  Return: 0, -ENOENT. */
int dar_anchor_del(struct dar_net *dn, const struct in6_addr *prefix);

/**
 * dar_anchor_del_device() - remove all anchors of an access link
 * @dn: the namespace
 * @ifindex: the access link, 0: all of them
 *
 * Context: RTNL.
 * Return: number of anchors that were removed.
 */
unsigned int dar_anchor_del_device(struct dar_net *dn, int ifindex);

/**
 * dar_anchor_set() - change the policy of an anchor
 * @dn: the namespace
 * @prefix: prefix of the anchor
 * @edit: changes the policy
 * @arg: second argument of @edit
 *
 * Context: RTNL.
 * Return: 0, -ENOENT, -ENOMEM, -EOVERFLOW.
 */
int dar_anchor_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg);

#endif /* _DAR_ANCHOR_H */
