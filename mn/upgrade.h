/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Another module takes the place of this one: a node is frozen, and its state goes into a
 * checkpoint.
 *
 * A frozen node tunnels packets as before.  It sends nothing and changes nothing, so that
 * the checkpoint remains its last state; and when the role ends, access routers are not told.
 */
#ifndef _MN_UPGRADE_H
#define _MN_UPGRADE_H

#include <linux/types.h>

struct mn_net;
struct netlink_ext_ack;

/**
 * mn_upgrade_freeze() - make a checkpoint, and do nothing after it
 * @mn: the node
 * @secret: what seals the checkpoint, %MN_SECRET_LEN octets
 * @octets: result: the checkpoint, which mn_save_free() frees
 * @len: result: octets of it
 * @extack: says why it fails
 *
 * Context: process, takes mn->lock.
 * Return: 0; -ENOTCONN: the node is not enabled, -EBUSY: it is frozen, -ENOMEM.
 */
int mn_upgrade_freeze(struct mn_net *mn, const u8 *secret, u8 **octets,
		      size_t *len, struct netlink_ext_ack *extack);

/**
 * mn_upgrade_thaw() - go on, since the last checkpoint was thrown away
 * @mn: the node
 * @octets: that checkpoint, or its header; NULL: nobody has got it
 * @len: octets of it
 * @extack: says why it fails
 *
 * Context: process, takes mn->lock.
 * Return: 0; -ENOTCONN: the node is not frozen, -EPERM: not by this checkpoint.
 */
int mn_upgrade_thaw(struct mn_net *mn, const u8 *octets, size_t len,
		    struct netlink_ext_ack *extack);

#endif /* _MN_UPGRADE_H */
