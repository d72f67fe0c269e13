/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The library's SHA-1 over pieces and HMAC-SHA1 (RFC 2104), for kernels whose
 * library has the transform of one block only.
 */
#ifndef _FAMA_COMPAT_SHA1_H
#define _FAMA_COMPAT_SHA1_H

#include_next <crypto/sha1.h>
#include <fama-features.h>

#ifndef FAMA_HAVE_HMAC_SHA1

#include <linux/types.h>

/**
 * struct sha1_ctx - a running hash; lives on the stack
 * @count: octets so far
 * @state: digest words
 * @block: octets not yet transformed
 */
struct sha1_ctx {
	u64 count;
	u32 state[SHA1_DIGEST_SIZE / 4];
	u8 block[SHA1_BLOCK_SIZE];
};

/* The kernel has another sha1_init(), and may have the others elsewhere. */
#define sha1_init	fama_sha1_init
#define sha1_update	fama_sha1_update
#define sha1_final	fama_sha1_final
#define sha1		fama_sha1

void sha1_init(struct sha1_ctx *ctx);
void sha1_update(struct sha1_ctx *ctx, const u8 *data, size_t len);
/* Writes the digest and wipes @ctx. */
void sha1_final(struct sha1_ctx *ctx, u8 out[SHA1_DIGEST_SIZE]);
void sha1(const u8 *data, size_t len, u8 out[SHA1_DIGEST_SIZE]);

/**
 * struct hmac_sha1_key - a key, as secret as its octets
 * @inner: state of the inner hash behind the key
 * @outer: the same of the outer hash
 */
struct hmac_sha1_key {
	u32 inner[SHA1_DIGEST_SIZE / 4];
	u32 outer[SHA1_DIGEST_SIZE / 4];
};

/**
 * struct hmac_sha1_ctx - a running HMAC-SHA1; lives on the stack
 * @inner: running hash
 * @outer: state of the outer hash
 */
struct hmac_sha1_ctx {
	struct sha1_ctx inner;
	u32 outer[SHA1_DIGEST_SIZE / 4];
};

#define hmac_sha1_preparekey	fama_hmac_sha1_preparekey
#define hmac_sha1_init		fama_hmac_sha1_init
#define hmac_sha1_update	fama_hmac_sha1_update
#define hmac_sha1_final		fama_hmac_sha1_final

void hmac_sha1_preparekey(struct hmac_sha1_key *key, const u8 *raw_key,
			  size_t raw_key_len);
void hmac_sha1_init(struct hmac_sha1_ctx *ctx, const struct hmac_sha1_key *key);
void hmac_sha1_update(struct hmac_sha1_ctx *ctx, const u8 *data, size_t len);
/* Writes the MAC and wipes @ctx. */
void hmac_sha1_final(struct hmac_sha1_ctx *ctx, u8 out[SHA1_DIGEST_SIZE]);

#endif /* FAMA_HAVE_HMAC_SHA1 */

#endif /* _FAMA_COMPAT_SHA1_H */
