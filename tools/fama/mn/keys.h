/* SPDX-License-Identifier: GPL-2.0-only */
/* The key files of a node, and what a request says of them. */
#ifndef FAMA_MN_KEYS_H
#define FAMA_MN_KEYS_H

#include <linux/netlink.h>

#include "common/args.h"
#include "common/keyfile.h"

#define MNKEYS_MAX 8

/*
 * struct mnkeys - keys that are used one after the other
 * @files: their names; @count of them
 * @keys: what is in them
 */
struct mnkeys {
	const char *files[MNKEYS_MAX];
	struct keyfile keys[MNKEYS_MAX];
	unsigned int count;
};

/* The word behind "key". */
int mnkeys_parse(struct args *a, struct mnkeys *k);

int mnkeys_load(struct mnkeys *k);
void mnkeys_put(struct nlmsghdr *nlh, const struct mnkeys *k);
void mnkeys_forget(struct mnkeys *k);

#endif
