/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an administrator changes while the role is enabled: anchors and settings.
 *
 * All functions return -ENOTCONN if the role is not enabled, and -EBUSY if it is
 * being disabled; @extack gets an error message and may be NULL.
 */
#ifndef _DAR_CONFIG_H
#define _DAR_CONFIG_H

#include "../pure/setting.h"
#include "../state/anchor.h"
#include "../state/dar.h"

/* Add an anchor.  Return: see dar_anchor_add(). */
int dar_config_add_anchor(struct dar_net *dn,
			  const struct dar_anchor_wish *want,
			  struct netlink_ext_ack *extack);

/**
 * dar_config_set_anchor() - change the policy of an anchor
 * @dn: the namespace
 * @prefix: prefix of the anchor
 * @edit: changes the policy; called with locks held
 * @arg: second argument of @edit
 * @extack: gets an error message; may be NULL
 *
 * Bindings are not changed.
 *
 * Return: see dar_anchor_set().
 */
int dar_config_set_anchor(struct dar_net *dn, const struct in6_addr *prefix,
			  void (*edit)(struct dar_policy *policy,
				       const void *arg),
			  const void *arg, struct netlink_ext_ack *extack);

/* Remove an anchor, and end its bindings.  Return: 0, -ENOENT. */
int dar_config_del_anchor(struct dar_net *dn, const struct in6_addr *prefix,
			  struct netlink_ext_ack *extack);

/**
 * dar_config_set() - change settings, all of them or none
 * @dn: the namespace
 * @change: new values
 * @extack: gets an error message; may be NULL
 *
 * Return: 0; -EINVAL: @change is empty; -ERANGE: a value is out of range.
 */
int dar_config_set(struct dar_net *dn, const struct dar_change *change,
		   struct netlink_ext_ack *extack);

/**
 * dar_config_same_secret() - is the secret of the router this one?
 * @dn: the namespace
 * @octets: %DAR_SECRET_LEN octets
 * @file: name of the file that they come from, which the router notes; NULL: it notes none
 * @extack: gets an error message; may be NULL
 *
 * Return: 0; -EKEYREJECTED: it is another one.
 */
int dar_config_same_secret(struct dar_net *dn, const u8 *octets, const char *file,
			   struct netlink_ext_ack *extack);

/**
 * dar_config_try_set() - change settings, but do not wait for dar_net.lock
 * @dn: the namespace
 * @change: new values
 *
 * For callers that the removal of the tunnel device waits for, under the RTNL.
 *
 * Return: as dar_config_set(); -EAGAIN: the lock is held, perhaps by a process that
 * waits for the RTNL.
 */
int dar_config_try_set(struct dar_net *dn, const struct dar_change *change);

#endif /* _DAR_CONFIG_H */
