/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a checkpoint names the key that an address was made with.
 */
#ifndef _MN_KEYPRINT_H
#define _MN_KEYPRINT_H

#include "checkpoint.h"
#include "key.h"

void mn_keyprint(const struct mn_key *key, struct mn_checkpoint_key *print);

/* The key that is named so, without a reference of its own; or NULL. */
struct mn_key *mn_keyprint_find(const struct mn_keys *keys,
				const struct mn_checkpoint_key *print);

#endif /* _MN_KEYPRINT_H */
