/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user tells a node to do.  All functions take mn->lock; their extack
 * says why they fail.  Whatever would change a node that is frozen, see upgrade.h, fails with
 * -EBUSY.
 */
#ifndef _MN_CONFIG_H
#define _MN_CONFIG_H

#include <linux/in6.h>
#include <linux/mn.h>

#include "link.h"
#include "restore.h"

struct mn_keys;
struct mn_permit;
struct mn_net;
struct netlink_ext_ack;

/* Initialize mn_net.removed, the work that ends a node without a device. */
void mn_config_init(struct mn_net *mn);

/**
 * struct mn_config_link - an interface that attaches to access routers
 * @name: its name, see name.h; or NULL
 * @ifindex: its number, if it has no @name
 */
struct mn_config_link {
	const char *name;
	int ifindex;
};

/**
 * struct mn_config - what a node begins with
 * @name: name of the tunnel device
 * @table: its routing table
 * @preference: of the rules that lead packets to that table
 * @links: interfaces that attach to access routers.  One that is not there yet is
 *	waited for if it is named
 * @count: number of entries of @links
 * @from: the checkpoint whose state it takes up
 */
struct mn_config {
	const char *name;
	u32 table;
	u32 preference;
	struct mn_config_link links[MN_MAX_LINKS];
	unsigned int count;
	struct mn_restore_from from;
};

/**
 * mn_config_enable() - start a node
 * @mn: the node
 * @config: what it begins with
 * @keys: keys of addresses to be made; the node takes them over unless this fails
 * @extack: says why it fails
 *
 * Return: 0; -EALREADY, or what a part of it says: see mn_restore_read().
 */
int mn_config_enable(struct mn_net *mn, const struct mn_config *config,
		     struct mn_keys *keys, struct netlink_ext_ack *extack);

/* Stop it, and take back what the system was told.  -ENOTCONN */
int mn_config_disable(struct mn_net *mn);

/* The same at the end of the namespace; nothing of the node runs any more. */
void mn_config_shut_down(struct mn_net *mn);

/* Use another name from now on, see mn_name_add().  -ENOTCONN */
int mn_config_new_link(struct mn_net *mn, const char *text, u32 metric,
		       struct netlink_ext_ack *extack);

/* Use a name no longer, nor the interfaces that it stands for.  -ENODEV */
int mn_config_del_link(struct mn_net *mn, const char *text,
		       struct netlink_ext_ack *extack);

/* -ENOTCONN; -ENODEV: the interface is none of the node's */
int mn_config_set_metric(struct mn_net *mn, int ifindex, u32 metric,
			 struct netlink_ext_ack *extack);

/* The same of a name, see mn_name_add(), and of the interfaces that have it.  -ENOTCONN, -ENODEV */
int mn_config_set_name_metric(struct mn_net *mn, const char *text, u32 metric,
			      struct netlink_ext_ack *extack);

/* The keys of addresses to be made; @keys gets the former ones.  -ENOTCONN */
int mn_config_set_keys(struct mn_net *mn, struct mn_keys *keys,
		       struct netlink_ext_ack *extack);

/* What the user wants of an address.  -ENOENT, -EBUSY, -EOPNOTSUPP */
int mn_config_keep(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_keep keep, struct netlink_ext_ack *extack);

/* See mn_anchor_add() and mn_anchor_del(). */
int mn_config_add_anchor(struct mn_net *mn, const struct in6_addr *prefix,
			 const struct in6_addr *dar,
			 struct netlink_ext_ack *extack);
int mn_config_add_permit(struct mn_net *mn, const struct mn_permit *rule,
			 struct netlink_ext_ack *extack);
int mn_config_del_permit(struct mn_net *mn, const struct mn_permit *rule,
			 struct netlink_ext_ack *extack);
int mn_config_del_anchor(struct mn_net *mn, const struct in6_addr *prefix,
			 struct netlink_ext_ack *extack);

#endif /* _MN_CONFIG_H */
