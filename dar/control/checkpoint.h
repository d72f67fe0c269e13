/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A checkpoint of the binding cache is made, and the role is frozen for it.
 */
#ifndef _DAR_CONTROL_CHECKPOINT_H
#define _DAR_CONTROL_CHECKPOINT_H

#include <fama/seal.h>

#include "../pure/checkpoint.h"
#include "../state/dar.h"

/**
 * struct dar_sealer - a checkpoint that is being made
 * @c: its header
 * @header: the same in octets
 * @seal: what seals its next chunk
 * @begun: boot time in ns when it was begun
 * @thaws: dar_life.thaws at that time
 * @next: number of the next chunk
 * @count: number of entries in @chunk
 * @chunk: entries that are not sealed yet
 */
struct dar_sealer {
	struct dar_checkpoint c;
	u8 header[DAR_CHECKPOINT_HEADER_LEN];
	struct fama_seal seal;
	u64 begun;
	u32 thaws;
	u32 next;
	unsigned int count;
	u8 chunk[DAR_CHECKPOINT_CHUNK_MAX];
};

/**
 * dar_freeze() - let no node change its binding any more, or let all do it again
 * @dn: the namespace
 * @frozen: which of these
 * @discarded: header of a frozen checkpoint that was handed out, and that its maker has
 *	thrown away, if not @frozen; or NULL
 * @extack: gets an error message; may be NULL
 *
 * While the role is frozen packets are forwarded, messages of nodes are dropped, and
 * no binding ends.
 *
 * Return: 0, also if it is so already; -ENOTCONN, -EBUSY: see dar_net_lock(); -ENOKEY:
 * the secret is not lasting; -EPERM: a frozen checkpoint was made, so that the role
 * remains frozen until it is disabled.
 */
int dar_freeze(struct dar_net *dn, bool frozen, const u8 *discarded,
	       struct netlink_ext_ack *extack);

/**
 * dar_sealer_begin() - begin a checkpoint
 * @s: the checkpoint
 * @dn: the namespace
 * @extack: gets an error message; may be NULL
 *
 * Return: 0; -ENOTCONN, -EBUSY: see dar_net_lock(); -ENOKEY: the secret is not lasting.
 */
int dar_sealer_begin(struct dar_sealer *s, struct dar_net *dn,
		     struct netlink_ext_ack *extack);

/* Is there room for another entry? */
static inline bool dar_sealer_full(const struct dar_sealer *s)
{
	return s->count == DAR_CHECKPOINT_ENTRIES;
}

/* Return: octets of the chunk that was begun, sealed. */
static inline size_t dar_sealer_len(const struct dar_sealer *s)
{
	return s->count * DAR_CHECKPOINT_ENTRY_LEN + FAMA_SEAL_TAG_LEN;
}

/* Add an entry.  There is room for it. */
void dar_sealer_add(struct dar_sealer *s, const struct dar_binding_view *view);

/**
 * dar_sealer_seal() - seal the chunk that was begun, and begin the next one
 * @s: the checkpoint
 * @octets: result, dar_sealer_len() octets
 * @last: it is the last one
 */
void dar_sealer_seal(struct dar_sealer *s, u8 *octets, bool last);

/**
 * dar_sealer_end() - have all entries been there from the beginning to now?
 * @s: the checkpoint
 * @dn: the namespace
 * @extack: gets an error message; may be NULL
 *
 * If it is a frozen one, the role remains frozen from now on.
 *
 * Return: 0; -ENOTCONN, -EBUSY: see dar_net_lock(); -EINTR: it has ended meanwhile, and
 * began again, or was thawed.
 */
int dar_sealer_end(struct dar_sealer *s, struct dar_net *dn,
		   struct netlink_ext_ack *extack);

#endif /* _DAR_CONTROL_CHECKPOINT_H */
