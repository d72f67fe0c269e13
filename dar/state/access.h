/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access links: the devices that anchors name.
 *
 * Anchors name a device and wait for it.  A device may be deleted and made again,
 * or be renamed; what is bound does not depend on that.  All anchors of a device
 * share one &struct dar_access, so that 100,000 of them are served at once when it
 * comes or goes.
 */
#ifndef _DAR_ACCESS_H
#define _DAR_ACCESS_H

#include <linux/if.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>

#include "../pure/pace.h"

struct dar_access;

/**
 * struct dar_accesses - the access links of a namespace; RTNL
 * @table: by name
 * @list: all of them
 * @attach: a link has got its device: 0, or an error, and then it has none
 * @detach: a link is losing its device
 */
struct dar_accesses {
	struct rhashtable table;
	struct list_head list;
	int (*attach)(struct dar_accesses *all, struct dar_access *access);
	void (*detach)(struct dar_accesses *all, struct dar_access *access);
};

/**
 * struct dar_access - an access link
 * @node: in dar_accesses.table
 * @list: in dar_accesses.list
 * @rcu: to free it
 * @name: name of the device, constant
 * @ifindex: index of the device, 0 while there is none or @vrf is set; written under
 *	RTNL, read without it
 * @dev: the device, NULL while there is none; RTNL
 * @hook: sees what comes in by @dev, while there is one; RTNL
 * @vrf: the device belongs to a VRF, where it is no access link; written under RTNL,
 *	read without it
 * @anchors: the anchors that name it; RTNL
 * @n_anchors: number of @anchors; RTNL
 * @listeners: number of @anchors that need the multicasts of the link; RTNL
 * @listening: @dev receives all multicasts for them; written under RTNL, read
 *	without it
 * @answers: limits the rate of answers to Neighbor Solicitations
 * @defences: limits the rate of answers to probes
 * @announcements: limits the rate of announcements of bound addresses
 * @announcements_known: as many more, for addresses of known nodes
 *
 * It exists as long as an anchor names the device.
 */
struct dar_access {
	struct rhash_head node;
	struct list_head list;
	struct rcu_head rcu;
	char name[IFNAMSIZ];
	int ifindex;
	struct net_device *dev;
	struct nf_hook_ops hook;
	bool vrf;
	struct list_head anchors;
	unsigned int n_anchors;
	unsigned int listeners;
	bool listening;
	struct dar_pace answers;
	struct dar_pace defences;
	struct dar_pace announcements;
	struct dar_pace announcements_known;
};

/* Return: 0, -ENOMEM. */
int dar_accesses_init(struct dar_accesses *all);

/* The caller has removed all anchors. */
void dar_accesses_exit(struct dar_accesses *all);

/**
 * dar_access_get() - find or make the access link of a name
 * @all: the access links
 * @name: a valid name of a device
 *
 * A new one has no device yet.  Without an anchor it is freed by dar_access_put().
 * Context: RTNL.
 * Return: the access link, NULL: no memory.
 */
struct dar_access *dar_access_get(struct dar_accesses *all, const char *name);

/* Free an access link that no anchor names.  Context: RTNL. */
void dar_access_put(struct dar_accesses *all, struct dar_access *access);

/**
 * dar_access_join() - a device is there
 * @all: the access links
 * @dev: a device, perhaps under a new name, perhaps in a VRF
 *
 * Multicasts are not received yet: see dar_access_listen().
 * Context: RTNL.
 * Return: the access link that waited for it; NULL: none did; ERR_PTR of what @attach
 * says, and the link still has no device.
 */
struct dar_access *dar_access_join(struct dar_accesses *all,
				   struct net_device *dev);

/**
 * dar_access_leave() - a device is going, or has another name
 * @all: the access links
 * @dev: the device
 * @renamed: its name is not that of its access link any more
 *
 * Context: RTNL.
 * Return: the access link that has no device any more, or NULL.
 */
struct dar_access *dar_access_leave(struct dar_accesses *all,
				    struct net_device *dev, bool renamed);

/**
 * dar_access_set_vrf() - a device comes into a VRF, or leaves it
 * @all: the access links
 * @dev: the device
 * @vrf: it comes into one
 *
 * Multicasts are not received any more, or not received yet: see
 * dar_access_listen().
 * Context: RTNL.
 * Return: the access link that has changed, or NULL.
 */
struct dar_access *dar_access_set_vrf(struct dar_accesses *all,
				      struct net_device *dev, bool vrf);

/* Return: &enum dar_anchor_state of the anchors on this link.  Context: any. */
u8 dar_access_state(const struct dar_access *access);

/**
 * dar_access_listen() - let the device receive all multicasts, if anchors need them
 * @access: the access link; without a device nothing is done
 *
 * Not in a notifier of the device, where drivers may hold their lock.
 * Context: RTNL.
 * Return: 0, -EOVERFLOW.
 */
int dar_access_listen(struct dar_access *access);

#endif /* _DAR_ACCESS_H */
