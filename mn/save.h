/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of a node is written into a checkpoint.
 */
#ifndef _MN_SAVE_H
#define _MN_SAVE_H

#include <linux/types.h>

struct mn_net;

#define MN_SECRET_LEN	32	/* octets of what the administrator gives */

/* What the key that seals checkpoints is for, see fama_seal_key(). */
#define MN_SEAL_PURPOSE	"checkpoints of a node"

/**
 * mn_save() - make a checkpoint
 * @mn: the node, which is enabled; its lock is held
 * @secret: what seals it
 * @len: result: octets of the checkpoint
 *
 * Return: the checkpoint, which mn_save_free() frees; NULL without memory.
 */
u8 *mn_save(struct mn_net *mn, const u8 secret[MN_SECRET_LEN], size_t *len);

void mn_save_free(u8 *octets, size_t len);

#endif /* _MN_SAVE_H */
