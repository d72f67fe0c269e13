/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chunks of a checkpoint are sealed and opened: XChaCha20-Poly1305 of the kernel's
 * crypto library, which every kernel with WireGuard has.  It neither sleeps nor
 * allocates.
 */
#ifndef _DAR_SEAL_H
#define _DAR_SEAL_H

#include "../pure/checkpoint.h"

/**
 * dar_seal() - seal a chunk in its place
 * @octets: the chunk, with room for %DAR_CHECKPOINT_TAG_LEN octets behind it
 * @len: octets of the chunk
 * @header: header of the checkpoint
 * @nonce: of this chunk; never used twice
 * @key: see dar_checkpoint_key()
 */
void dar_seal(u8 *octets, size_t len,
	      const u8 header[DAR_CHECKPOINT_HEADER_LEN],
	      const u8 nonce[DAR_CHECKPOINT_NONCE_LEN],
	      const u8 key[DAR_CHECKPOINT_KEY_LEN]);

/**
 * dar_unseal() - open a chunk
 * @octets: result, @len - %DAR_CHECKPOINT_TAG_LEN octets
 * @sealed: the sealed chunk
 * @len: octets of @sealed, at least %DAR_CHECKPOINT_TAG_LEN
 * @header: as in dar_seal()
 * @nonce: as in dar_seal()
 * @key: as in dar_seal()
 *
 * Return: false: any of these is another one than when the chunk was sealed.
 */
bool dar_unseal(u8 *octets, const u8 *sealed, size_t len,
		const u8 header[DAR_CHECKPOINT_HEADER_LEN],
		const u8 nonce[DAR_CHECKPOINT_NONCE_LEN],
		const u8 key[DAR_CHECKPOINT_KEY_LEN]);

#endif /* _DAR_SEAL_H */
