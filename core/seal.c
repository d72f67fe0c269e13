// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/chacha20poly1305.h>
#include <linux/build_bug.h>
#include <linux/export.h>

#include <fama/seal.h>

static_assert(FAMA_SEAL_KEY_LEN == CHACHA20POLY1305_KEY_SIZE);
static_assert(FAMA_SEAL_NONCE_LEN == XCHACHA20POLY1305_NONCE_SIZE);
static_assert(FAMA_SEAL_TAG_LEN == CHACHA20POLY1305_AUTHTAG_SIZE);

void fama_seal(const struct fama_seal *seal, u8 *octets, size_t len)
{
	xchacha20poly1305_encrypt(octets, octets, len, seal->header,
				  seal->header_len, seal->nonce, seal->key);
}
EXPORT_SYMBOL_GPL(fama_seal);

bool fama_unseal(const struct fama_seal *seal, u8 *octets, const u8 *sealed,
		 size_t len)
{
	return xchacha20poly1305_decrypt(octets, sealed, len, seal->header,
					 seal->header_len, seal->nonce,
					 seal->key);
}
EXPORT_SYMBOL_GPL(fama_unseal);
