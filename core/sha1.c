// SPDX-License-Identifier: GPL-2.0-only
/*
 * SHA-1 (FIPS 180-4) and HMAC-SHA1 (RFC 2104) on the kernel's transform.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <fama/sha1.h>

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
static void sha1_block(struct fama_sha1 *ctx)
{
	u32 work[SHA1_WORKSPACE_WORDS];

	sha1_transform(ctx->state, (const char *)ctx->block, work);
	memzero_explicit(work, sizeof(work));
}

void fama_sha1_init(struct fama_sha1 *ctx)
{
	ctx->count = 0;
	sha1_init(ctx->state);
}
EXPORT_SYMBOL_GPL(fama_sha1_init);

void fama_sha1_update(struct fama_sha1 *ctx, const void *data, size_t len)
{
	const u8 *p = data;

	while (len) {
		size_t used = ctx->count % SHA1_BLOCK_SIZE;
		size_t n = min_t(size_t, len, SHA1_BLOCK_SIZE - used);

		memcpy(ctx->block + used, p, n);
		ctx->count += n;
		p += n;
		len -= n;
		if (used + n == SHA1_BLOCK_SIZE)
			sha1_block(ctx);
	}
}
EXPORT_SYMBOL_GPL(fama_sha1_update);

void fama_sha1_final(struct fama_sha1 *ctx, u8 digest[SHA1_DIGEST_SIZE])
{
	static const u8 padding[SHA1_BLOCK_SIZE] = { 0x80 };
	u64 bits = ctx->count * 8;
	u8 tail[8];
	int i;

	put_be32(tail, bits >> 32);
	put_be32(tail + 4, bits);
	/* One octet 0x80, then zeros until 8 octets of a block are left. */
	fama_sha1_update(ctx, padding,
			 1 + (SHA1_BLOCK_SIZE - 9 - ctx->count) % SHA1_BLOCK_SIZE);
	fama_sha1_update(ctx, tail, sizeof(tail));

	for (i = 0; i < ARRAY_SIZE(ctx->state); i++)
		put_be32(digest + 4 * i, ctx->state[i]);
	memzero_explicit(ctx, sizeof(*ctx));
}
EXPORT_SYMBOL_GPL(fama_sha1_final);

/* Go on behind one block. */
static void sha1_resume(struct fama_sha1 *ctx, const u32 *state)
{
	ctx->count = SHA1_BLOCK_SIZE;
	memcpy(ctx->state, state, sizeof(ctx->state));
}

/* @len: no more than a block */
static void hmac_start(u32 *state, const u8 *key, size_t len, u8 pad)
{
	struct fama_sha1 ctx;
	size_t i;

	fama_sha1_init(&ctx);
	memset(ctx.block, pad, sizeof(ctx.block));
	for (i = 0; i < len; i++)
		ctx.block[i] ^= key[i];
	sha1_block(&ctx);
	memcpy(state, ctx.state, sizeof(ctx.state));
	memzero_explicit(&ctx, sizeof(ctx));
}

void fama_hmac_set_key(struct fama_hmac_key *key, const u8 *octets, size_t len)
{
	u8 digest[SHA1_DIGEST_SIZE];
	struct fama_sha1 ctx;

	if (len > SHA1_BLOCK_SIZE) {
		fama_sha1_init(&ctx);
		fama_sha1_update(&ctx, octets, len);
		fama_sha1_final(&ctx, digest);
		octets = digest;
		len = sizeof(digest);
	}
	hmac_start(key->inner, octets, len, HMAC_IPAD);
	hmac_start(key->outer, octets, len, HMAC_OPAD);
	memzero_explicit(digest, sizeof(digest));
}
EXPORT_SYMBOL_GPL(fama_hmac_set_key);

void fama_hmac_init(struct fama_hmac *ctx, const struct fama_hmac_key *key)
{
	sha1_resume(&ctx->inner, key->inner);
	memcpy(ctx->outer, key->outer, sizeof(ctx->outer));
}
EXPORT_SYMBOL_GPL(fama_hmac_init);

void fama_hmac_update(struct fama_hmac *ctx, const void *data, size_t len)
{
	fama_sha1_update(&ctx->inner, data, len);
}
EXPORT_SYMBOL_GPL(fama_hmac_update);

void fama_hmac_final(struct fama_hmac *ctx, u8 mac[SHA1_DIGEST_SIZE])
{
	u8 digest[SHA1_DIGEST_SIZE];

	fama_sha1_final(&ctx->inner, digest);
	sha1_resume(&ctx->inner, ctx->outer);
	fama_sha1_update(&ctx->inner, digest, sizeof(digest));
	fama_sha1_final(&ctx->inner, mac);
	memzero_explicit(digest, sizeof(digest));
	memzero_explicit(ctx, sizeof(*ctx));
}
EXPORT_SYMBOL_GPL(fama_hmac_final);
