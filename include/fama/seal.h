/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Octets are sealed and opened: XChaCha20-Poly1305 of the kernel's crypto library, which
 * every kernel with WireGuard has.  It neither sleeps nor allocates.
 */
#ifndef _FAMA_SEAL_H
#define _FAMA_SEAL_H

#include <linux/types.h>

#include "sealkey.h"

/**
 * struct fama_seal - what seals and opens some octets
 * @header: what else is authenticated, and remains readable
 * @header_len: octets of @header
 * @nonce: never used twice with the same key
 * @key: see fama_seal_key()
 */
struct fama_seal {
	const u8 *header;
	size_t header_len;
	u8 nonce[FAMA_SEAL_NONCE_LEN];
	u8 key[FAMA_SEAL_KEY_LEN];
};

/**
 * fama_seal() - seal octets in their place
 * @seal: with what
 * @octets: the octets, with room for %FAMA_SEAL_TAG_LEN more behind them
 * @len: how many there are
 */
void fama_seal(const struct fama_seal *seal, u8 *octets, size_t len);

/**
 * fama_unseal() - open what was sealed
 * @seal: with what
 * @octets: result, @len - %FAMA_SEAL_TAG_LEN octets
 * @sealed: the sealed octets
 * @len: octets of @sealed, at least %FAMA_SEAL_TAG_LEN
 *
 * Return: false: any of these is another one than when the octets were sealed.
 */
bool fama_unseal(const struct fama_seal *seal, u8 *octets, const u8 *sealed,
		 size_t len);

#endif /* _FAMA_SEAL_H */
