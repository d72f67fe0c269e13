/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-1 and HMAC-SHA1 (RFC 2202) over pieces, on the kernel's library
 * transform: no allocation, any context.  A key of HMAC is hashed once for all
 * messages that it authenticates.
 */
#ifndef _FAMA_SHA1_H
#define _FAMA_SHA1_H

#include <linux/types.h>
#include <crypto/sha1.h>

/**
 * struct fama_sha1 - a running hash; lives on the stack
 * @count: octets so far
 * @state: digest words
 * @block: octets not yet transformed
 */
struct fama_sha1 {
	u64 count;
	u32 state[SHA1_DIGEST_SIZE / 4];
	u8 block[SHA1_BLOCK_SIZE];
};

void fama_sha1_init(struct fama_sha1 *ctx);
void fama_sha1_update(struct fama_sha1 *ctx, const void *data, size_t len);
/* Writes the digest and wipes @ctx. */
void fama_sha1_final(struct fama_sha1 *ctx, u8 digest[SHA1_DIGEST_SIZE]);

/**
 * struct fama_hmac_key - a key, as secret as its octets
 * @inner: state of the inner hash behind the key
 * @outer: the same of the outer hash
 */
struct fama_hmac_key {
	u32 inner[SHA1_DIGEST_SIZE / 4];
	u32 outer[SHA1_DIGEST_SIZE / 4];
};

void fama_hmac_set_key(struct fama_hmac_key *key, const u8 *octets, size_t len);

/**
 * struct fama_hmac - a running HMAC-SHA1; lives on the stack
 * @inner: running hash
 * @outer: state of the outer hash
 */
struct fama_hmac {
	struct fama_sha1 inner;
	u32 outer[SHA1_DIGEST_SIZE / 4];
};

void fama_hmac_init(struct fama_hmac *ctx, const struct fama_hmac_key *key);
void fama_hmac_update(struct fama_hmac *ctx, const void *data, size_t len);
/* Writes the MAC and wipes @ctx. */
void fama_hmac_final(struct fama_hmac *ctx, u8 mac[SHA1_DIGEST_SIZE]);

#endif /* _FAMA_SHA1_H */
