/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access routers that the user names, for networks that do not name theirs.
 */
#ifndef _MN_ANCHOR_H
#define _MN_ANCHOR_H

#include <linux/in6.h>
#include <linux/list.h>

struct mn_net;
struct mn_ra;
struct netlink_ext_ack;

/**
 * struct mn_anchor - the access router of a prefix, as the user says; constant
 * @list: in mn_net.anchors; lock
 * @prefix: the /64
 * @dar: address of its access router in @prefix
 */
struct mn_anchor {
	struct list_head list;
	struct in6_addr prefix;
	struct in6_addr dar;
};

/* -EINVAL, -EEXIST, -ENOSPC, -ENOMEM; mn->lock */
int mn_anchor_add(struct mn_net *mn, const struct in6_addr *prefix,
		  const struct in6_addr *dar, struct netlink_ext_ack *extack);

/* Addresses that exist keep their access router.  -ENOENT; mn->lock */
int mn_anchor_del(struct mn_net *mn, const struct in6_addr *prefix,
		  struct netlink_ext_ack *extack);

/**
 * mn_anchor_resolve() - fill in who anchors the prefixes of an advertisement
 * @mn: the node; its lock is held
 * @ra: the advertisement
 *
 * That is who the router says, unless the rules of permit.h deny it, else who the user says,
 * else nobody.
 */
void mn_anchor_resolve(const struct mn_net *mn, struct mn_ra *ra);

/* Those of @anchors, which is empty then, instead of those that are there; mn->lock */
void mn_anchor_replace(struct mn_net *mn, struct list_head *anchors);

/* When the namespace ends. */
void mn_anchor_del_all(struct mn_net *mn);

#endif /* _MN_ANCHOR_H */
