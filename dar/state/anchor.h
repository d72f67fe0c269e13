/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Anchors: the prefixes whose addresses may be bound here.
 */
#ifndef _DAR_ANCHOR_H
#define _DAR_ANCHOR_H

#include <linux/if.h>
#include <linux/in6.h>
#include <linux/jhash.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>

#include "../pure/address.h"
#include "../pure/policy.h"
#include "access.h"
#include "dar.h"
#include "tally.h"

/**
 * struct dar_anchor - an anchor
 * @node: in dar_net.anchors
 * @rcu: to free the anchor
 * @prefix: prefix of 64 bits, all other bits are zero
 * @access: its access link
 * @list: in dar_access.anchors; RTNL
 * @tally: what its nodes have done; a changed copy has the same
 * @policy: what it demands of its nodes
 * @bare: we have no address in @prefix, as far as was noticed; READ_ONCE()
 * @over: and the last one went because its valid lifetime was over; READ_ONCE()
 *
 * All but @list, @bare and @over is constant while readers can find it: a changed copy
 * replaces it.
 */
struct dar_anchor {
	struct rhash_head node;
	struct rcu_head rcu;
	struct in6_addr prefix;
	struct dar_access *access;
	struct list_head list;
	struct dar_tally *tally;
	struct dar_policy policy;
	bool bare;
	bool over;
};

/**
 * struct dar_anchor_wish - an anchor that is to be added
 * @prefix: as in &struct dar_anchor
 * @link: name of the access link, which need not exist yet; or empty
 * @ifindex: index of the access link if @link is empty
 * @policy: as in &struct dar_anchor
 */
struct dar_anchor_wish {
	struct in6_addr prefix;
	char link[IFNAMSIZ];
	int ifindex;
	struct dar_policy policy;
};

/* Hash of a prefix, or of an address in it. */
static inline u32 dar_anchor_hash(const void *addr, u32 len, u32 seed)
{
	const u32 *word = addr;

	return jhash_2words(word[0], word[1], seed);
}

static inline int dar_anchor_differs(struct rhashtable_compare_arg *arg,
				     const void *obj)
{
	const struct dar_anchor *a = obj;

	return !dar_address_same_prefix(&a->prefix, arg->key);
}

static const struct rhashtable_params dar_anchor_params = {
	.head_offset = offsetof(struct dar_anchor, node),
	.key_offset = offsetof(struct dar_anchor, prefix),
	.key_len = sizeof(u64),
	.hashfn = dar_anchor_hash,
	.obj_cmpfn = dar_anchor_differs,
	.automatic_shrinking = true,
};

/*
 * Return: the anchor whose prefix an address is in, or NULL.
 * Context: RCU read side.  Inline, because every packet needs it.
 */
static inline struct dar_anchor *dar_anchor_find(struct dar_net *dn,
						 const struct in6_addr *addr)
{
	return rhashtable_lookup(&dn->anchors, addr, dar_anchor_params);
}

/* Return: index of the access link, 0: it does not exist now.  RCU read side. */
static inline int dar_anchor_ifindex(const struct dar_anchor *a)
{
	return READ_ONCE(a->access->ifindex);
}

/* Return: &enum dar_anchor_state.  Context: RCU read side. */
u8 dar_anchor_state(const struct dar_anchor *a);

/**
 * dar_anchor_look() - notice whether we have an address in the prefix of an anchor
 * @dn: the namespace
 * @a: the anchor
 *
 * Context: RCU read side.
 * Return: true: it is not as before.
 */
bool dar_anchor_look(const struct dar_net *dn, struct dar_anchor *a);

/* Look at all anchors of an access link, whose device has come.  Context: RTNL. */
void dar_anchor_look_all(struct dar_net *dn, struct dar_access *access);

/**
 * dar_anchor_valid() - how long the prefix of an anchor is still valid
 * @dn: the namespace
 * @a: the anchor
 *
 * Context: RCU read side.
 * Return: see dar_link_valid().
 */
u32 dar_anchor_valid(const struct dar_net *dn, const struct dar_anchor *a);

/* Make an empty table of anchors.  Return: 0, -ENOMEM. */
int dar_anchors_init(struct dar_net *dn);

/* Free the table.  The caller has removed all anchors. */
void dar_anchors_exit(struct dar_net *dn);

/**
 * dar_anchor_add() - add an anchor
 * @dn: the namespace
 * @want: the anchor
 * @extack: gets an error message, or a warning if the anchor has to wait for its
 *	access link; may be NULL
 *
 * Context: RTNL.
 * Return: 0; -EINVAL: the prefix or the device cannot be used; -EOPNOTSUPP: the device
 * is in a VRF, or the kernel has no CONFIG_NETFILTER_INGRESS; -ENODEV: no device has
 * this index; -EEXIST; -ENOMEM; -EOVERFLOW: see dar_link_listen().
 */
int dar_anchor_add(struct dar_net *dn, const struct dar_anchor_wish *want,
		   struct netlink_ext_ack *extack);

/* Remove the anchor of exactly this prefix.  RTNL.  Return: 0, -ENOENT. */
int dar_anchor_del(struct dar_net *dn, const struct in6_addr *prefix);

/* Remove all anchors.  RTNL. */
void dar_anchor_del_all(struct dar_net *dn);

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
