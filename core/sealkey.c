// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <crypto/sha1.h>

#include <fama/sealkey.h>

#define SEALKEY_REST	(FAMA_SEAL_KEY_LEN - SHA1_DIGEST_SIZE)

static void sealkey_half(u8 half[SHA1_DIGEST_SIZE],
			 const struct hmac_sha1_key *hmac, const char *purpose,
			 const char *which)
{
	struct hmac_sha1_ctx ctx;

	hmac_sha1_init(&ctx, hmac);
	hmac_sha1_update(&ctx, purpose, strlen(purpose));
	hmac_sha1_update(&ctx, which, strlen(which));
	hmac_sha1_final(&ctx, half);
}

void fama_seal_key(u8 key[FAMA_SEAL_KEY_LEN], const u8 *secret, size_t len,
		   const char *purpose)
{
	struct hmac_sha1_key hmac;
	u8 half[SHA1_DIGEST_SIZE];

	hmac_sha1_preparekey(&hmac, secret, len);
	sealkey_half(half, &hmac, purpose, " 1");
	memcpy(key, half, SHA1_DIGEST_SIZE);
	sealkey_half(half, &hmac, purpose, " 2");
	memcpy(key + SHA1_DIGEST_SIZE, half, SEALKEY_REST);
	memzero_explicit(&hmac, sizeof(hmac));
	memzero_explicit(half, sizeof(half));
}
EXPORT_SYMBOL_GPL(fama_seal_key);
