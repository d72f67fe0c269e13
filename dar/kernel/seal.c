// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/chacha20poly1305.h>
#include <linux/build_bug.h>

#include "seal.h"

static_assert(DAR_CHECKPOINT_KEY_LEN == CHACHA20POLY1305_KEY_SIZE);
static_assert(DAR_CHECKPOINT_NONCE_LEN == XCHACHA20POLY1305_NONCE_SIZE);
static_assert(DAR_CHECKPOINT_TAG_LEN == CHACHA20POLY1305_AUTHTAG_SIZE);

void dar_seal(u8 *octets, size_t len,
	      const u8 header[DAR_CHECKPOINT_HEADER_LEN],
	      const u8 nonce[DAR_CHECKPOINT_NONCE_LEN],
	      const u8 key[DAR_CHECKPOINT_KEY_LEN])
{
	xchacha20poly1305_encrypt(octets, octets, len, header,
				  DAR_CHECKPOINT_HEADER_LEN, nonce, key);
}

bool dar_unseal(u8 *octets, const u8 *sealed, size_t len,
		const u8 header[DAR_CHECKPOINT_HEADER_LEN],
		const u8 nonce[DAR_CHECKPOINT_NONCE_LEN],
		const u8 key[DAR_CHECKPOINT_KEY_LEN])
{
	return xchacha20poly1305_decrypt(octets, sealed, len, header,
					 DAR_CHECKPOINT_HEADER_LEN, nonce, key);
}
