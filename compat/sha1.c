// SPDX-License-Identifier: GPL-2.0-only
/*
 * SHA-1 (FIPS 180-4) and HMAC-SHA1 (RFC 2104) on the kernel's transform, where
 * its library has no more than that.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <crypto/sha1.h>

#ifndef FAMA_HAVE_HMAC_SHA1

#define HMAC_IPAD	0x36
#define HMAC_OPAD	0x5c

static void put_be32(u8 *p, u32 v)
{
	p[0] = v >> 24;
	p[1] = v >> 16;
	p[2] = v >> 8;
	p[3] = v;
}

/* Every block passes through @ctx->block, so input needs no alignment. */
static void sha1_block(struct sha1_ctx *ctx)
{
	u32 work[SHA1_WORKSPACE_WORDS];

	sha1_transform(ctx->state, (const char *)ctx->block, work);
	memzero_explicit(work, sizeof(work));
}

void sha1_init(struct sha1_ctx *ctx)
{
	static const u32 state[] = {
		SHA1_H0, SHA1_H1, SHA1_H2, SHA1_H3, SHA1_H4,
	};

	ctx->count = 0;
	memcpy(ctx->state, state, sizeof(ctx->state));
}
EXPORT_SYMBOL_GPL(sha1_init);

void sha1_update(struct sha1_ctx *ctx, const u8 *data, size_t len)
{
	while (len) {
		size_t used = ctx->count % SHA1_BLOCK_SIZE;
		size_t n = min_t(size_t, len, SHA1_BLOCK_SIZE - used);

		memcpy(ctx->block + used, data, n);
		ctx->count += n;
		data += n;
		len -= n;
		if (used + n == SHA1_BLOCK_SIZE)
			sha1_block(ctx);
	}
}
EXPORT_SYMBOL_GPL(sha1_update);

void sha1_final(struct sha1_ctx *ctx, u8 out[SHA1_DIGEST_SIZE])
{
	static const u8 padding[SHA1_BLOCK_SIZE] = { 0x80 };
	u64 bits = ctx->count * 8;
	u8 tail[8];
	int i;

	put_be32(tail, bits >> 32);
	put_be32(tail + 4, bits);
	/* One octet 0x80, then zeros until 8 octets of a block are left. */
	sha1_update(ctx, padding,
		    1 + (SHA1_BLOCK_SIZE - 9 - ctx->count) % SHA1_BLOCK_SIZE);
	sha1_update(ctx, tail, sizeof(tail));

	for (i = 0; i < ARRAY_SIZE(ctx->state); i++)
		put_be32(out + 4 * i, ctx->state[i]);
	memzero_explicit(ctx, sizeof(*ctx));
}
EXPORT_SYMBOL_GPL(sha1_final);

void sha1(const u8 *data, size_t len, u8 out[SHA1_DIGEST_SIZE])
{
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, data, len);
	sha1_final(&ctx, out);
}
EXPORT_SYMBOL_GPL(sha1);

/* Go on behind one block. */
static void sha1_resume(struct sha1_ctx *ctx, const u32 *state)
{
	ctx->count = SHA1_BLOCK_SIZE;
	memcpy(ctx->state, state, sizeof(ctx->state));
}

/* @len: no more than a block */
static void hmac_start(u32 *state, const u8 *key, size_t len, u8 pad)
{
	struct sha1_ctx ctx;
	size_t i;

	sha1_init(&ctx);
	memset(ctx.block, pad, sizeof(ctx.block));
	for (i = 0; i < len; i++)
		ctx.block[i] ^= key[i];
	sha1_block(&ctx);
	memcpy(state, ctx.state, sizeof(ctx.state));
	memzero_explicit(&ctx, sizeof(ctx));
}

void hmac_sha1_preparekey(struct hmac_sha1_key *key, const u8 *raw_key,
			  size_t raw_key_len)
{
	u8 digest[SHA1_DIGEST_SIZE];

	if (raw_key_len > SHA1_BLOCK_SIZE) {
		sha1(raw_key, raw_key_len, digest);
		raw_key = digest;
		raw_key_len = sizeof(digest);
	}
	hmac_start(key->inner, raw_key, raw_key_len, HMAC_IPAD);
	hmac_start(key->outer, raw_key, raw_key_len, HMAC_OPAD);
	memzero_explicit(digest, sizeof(digest));
}
EXPORT_SYMBOL_GPL(hmac_sha1_preparekey);

void hmac_sha1_init(struct hmac_sha1_ctx *ctx, const struct hmac_sha1_key *key)
{
	sha1_resume(&ctx->inner, key->inner);
	memcpy(ctx->outer, key->outer, sizeof(ctx->outer));
}
EXPORT_SYMBOL_GPL(hmac_sha1_init);

void hmac_sha1_update(struct hmac_sha1_ctx *ctx, const u8 *data, size_t len)
{
	sha1_update(&ctx->inner, data, len);
}
EXPORT_SYMBOL_GPL(hmac_sha1_update);

void hmac_sha1_final(struct hmac_sha1_ctx *ctx, u8 out[SHA1_DIGEST_SIZE])
{
	u8 digest[SHA1_DIGEST_SIZE];

	sha1_final(&ctx->inner, digest);
	sha1_resume(&ctx->inner, ctx->outer);
	sha1_update(&ctx->inner, digest, sizeof(digest));
	sha1_final(&ctx->inner, out);
	memzero_explicit(digest, sizeof(digest));
	memzero_explicit(ctx, sizeof(*ctx));
}
EXPORT_SYMBOL_GPL(hmac_sha1_final);

#endif /* FAMA_HAVE_HMAC_SHA1 */
