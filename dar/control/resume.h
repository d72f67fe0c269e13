/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A checkpoint is checked, and then its entries are added to the binding cache.
 *
 * Both go through all chunks in order, one at a time, so that a checkpoint of any size
 * needs no memory of its own.  What was checked once cannot differ the second time,
 * because there is no other chunk that opens in its place.
 */
#ifndef _DAR_RESUME_H
#define _DAR_RESUME_H

#include "../state/dar.h"

/**
 * dar_resume_begin() - begin to check a checkpoint, or to add its entries
 * @dn: the namespace
 * @header: its header
 * @apply: add its entries, which were checked
 * @extack: gets an error message, or a warning if bindings are only remembered; may
 *	be NULL
 *
 * Return: 0; -ENOTCONN, -EBUSY: see dar_net_lock(); -EBUSY: the router is frozen;
 * -ENOKEY: the secret is not lasting; -EINVAL: it is no checkpoint, or was not checked;
 * -EPROTONOSUPPORT: it has another version.
 */
int dar_resume_begin(struct dar_net *dn,
		     const u8 header[DAR_CHECKPOINT_HEADER_LEN], bool apply,
		     struct netlink_ext_ack *extack);

/**
 * dar_resume_chunk() - check the next chunk of a checkpoint, or add its entries
 * @dn: the namespace
 * @chunk: the chunk, sealed
 * @len: octets of @chunk
 * @last: it is the last one
 * @extack: gets an error message; may be NULL
 *
 * Return: 0; -ENOTCONN, -EBUSY: see dar_net_lock(); -EINVAL: none was begun; -EBADMSG:
 * it is not the next chunk of this checkpoint, sealed with our secret; -ENOMEM.
 */
int dar_resume_chunk(struct dar_net *dn, const u8 *chunk, size_t len, bool last,
		     struct netlink_ext_ack *extack);

#endif /* _DAR_RESUME_H */
