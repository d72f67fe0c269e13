/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A node takes up the state of a checkpoint when it is enabled.
 *
 * All of it is read first, while nothing is changed yet; what follows cannot fail.  All
 * functions take mn->lock.
 */
#ifndef _MN_RESTORE_H
#define _MN_RESTORE_H

#include <linux/types.h>

struct mn_keys;
struct mn_net;
struct mn_restore;
struct netlink_ext_ack;

/**
 * struct mn_restore_from - what a node is to take up
 * @octets: the checkpoint, or NULL: nothing
 * @len: octets of it
 * @secret: what has sealed it, %MN_SECRET_LEN octets
 */
struct mn_restore_from {
	const u8 *octets;
	size_t len;
	const u8 *secret;
};

/**
 * mn_restore_read() - read a checkpoint
 * @mn: the node, which is disabled
 * @from: the checkpoint
 * @keys: keys that the node will have
 * @extack: says why it is refused
 *
 * Return: what mn_restore_apply() or mn_restore_free() takes; or ERR_PTR: -EINVAL: it is no
 * checkpoint, -EPROTONOSUPPORT: it has another version, -ESTALE: it is too old, or was taken up
 * before, -EBADMSG: it is damaged or sealed with another secret, -ENOKEY: an address was made
 * with a key that is not given, -ENOMEM.
 */
struct mn_restore *mn_restore_read(struct mn_net *mn,
				   const struct mn_restore_from *from,
				   const struct mn_keys *keys,
				   struct netlink_ext_ack *extack);

/*
 * Take it up: the node has its tunnel device, and no links yet.  The addresses are on the
 * tunnel device, where their packets wait until the node is attached.
 */
void mn_restore_apply(struct mn_net *mn, struct mn_restore *r);

/* @r may be NULL. */
void mn_restore_free(struct mn_net *mn, struct mn_restore *r);

#endif /* _MN_RESTORE_H */
