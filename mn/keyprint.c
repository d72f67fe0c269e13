// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/sha2.h>
#include <linux/build_bug.h>
#include <linux/string.h>

#include "keyprint.h"

static_assert(MN_CHECKPOINT_FINGERPRINT_LEN == SHA256_DIGEST_SIZE);

void mn_keyprint(const struct mn_key *key, struct mn_checkpoint_key *print)
{
	sha256(key->spki, key->spki_len, print->fingerprint);
	memcpy(print->modifier, key->modifier, sizeof(print->modifier));
	print->sec = key->sec;
}

static bool keyprint_same(const struct mn_checkpoint_key *a,
			  const struct mn_checkpoint_key *b)
{
	return a->sec == b->sec &&
	       !memcmp(a->modifier, b->modifier, sizeof(a->modifier)) &&
	       !memcmp(a->fingerprint, b->fingerprint, sizeof(a->fingerprint));
}

struct mn_key *mn_keyprint_find(const struct mn_keys *keys,
				const struct mn_checkpoint_key *print)
{
	struct mn_checkpoint_key other;
	unsigned int i;

	for (i = 0; i < keys->count; i++) {
		mn_keyprint(keys->key[i], &other);
		if (keyprint_same(&other, print))
			return keys->key[i];
	}
	return NULL;
}
