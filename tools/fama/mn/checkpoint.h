/* SPDX-License-Identifier: GPL-2.0-only */
/* The state of a node in a file, sealed with a secret. */
#ifndef FAMA_MN_CHECKPOINT_H
#define FAMA_MN_CHECKPOINT_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#include "common/args.h"
#include "common/secret.h"

#define MNCHECKPOINT_MAX 60000

/*
 * struct mncheckpoint - a checkpoint, and what has sealed it
 * @path: file of the checkpoint; NULL: there is none
 * @secret_path: file of the secret
 * @secret: the secret
 * @octets: the checkpoint
 * @len: octets of it
 */
struct mncheckpoint {
	const char *path;
	const char *secret_path;
	uint8_t secret[SECRET_LEN];
	uint8_t *octets;
	size_t len;
};

/* FILE secret FILE: freeze the node, and write its state. */
int mncheckpoint_make(struct args *a);

/* [FILE]: the node goes on, and what it was frozen for is removed. */
int mncheckpoint_thaw(struct args *a);

/* The words of mncheckpoint_make(), of a checkpoint that is there. */
int mncheckpoint_parse(struct args *a, struct mncheckpoint *c);

int mncheckpoint_load(struct mncheckpoint *c);
void mncheckpoint_put(struct nlmsghdr *nlh, const struct mncheckpoint *c);

/* The node has taken it up: it must not do so again. */
int mncheckpoint_spend(const struct mncheckpoint *c);
void mncheckpoint_forget(struct mncheckpoint *c);

#endif
