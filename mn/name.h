/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the interfaces that a node shall use.
 *
 * A name may be that of an interface which is not there yet, or not any more: when one of
 * this name appears, the node uses it.  In a name, "*" stands for any characters.
 *
 * All functions but mn_name_matches() take mn->lock.
 */
#ifndef _MN_NAME_H
#define _MN_NAME_H

#include <linux/if.h>
#include <linux/list.h>
#include <linux/types.h>

struct mn_net;
struct netlink_ext_ack;

#define MN_MAX_NAMES	16

/**
 * struct mn_name - a name
 * @list: in mn_net.names; lock
 * @text: the name
 * @metric: of the links of this name; lock
 */
struct mn_name {
	struct list_head list;
	char text[IFNAMSIZ];
	u32 metric;
};

/* Does a name of the list stand for this name of an interface? */
bool mn_name_matches(const char *text, const char *device);

/**
 * mn_name_add() - add a name
 * @mn: the node
 * @text: the name
 * @metric: metric of its links; 0: one more than the name before has
 * @extack: says why it fails
 *
 * Return: 0; -EEXIST: it is there, -E2BIG: there are too many, -EINVAL: no interface can
 * have it, -ENOMEM.
 */
int mn_name_add(struct mn_net *mn, const char *text, u32 metric,
		struct netlink_ext_ack *extack);

/* The name itself, not one that stands for it; or NULL. */
struct mn_name *mn_name_find(struct mn_net *mn, const char *text);

/* The first name that stands for an interface, or NULL. */
struct mn_name *mn_name_of(struct mn_net *mn, const char *device);

void mn_name_del(struct mn_name *name);
void mn_name_del_all(struct mn_net *mn);

#endif /* _MN_NAME_H */
