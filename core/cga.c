// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/string.h>
#include <crypto/sha1.h>

#include <fama/cga.h>
#include <fama/spki.h>

#define IID_OFF		8
#define IID_LEN		8
#define SEC_SHIFT	5
#define SEC_OCTETS	2	/* zero octets of Hash2 for each unit of Sec */
#define HASH_MASK	0x1c	/* first octet without the bits of Sec, u and g */

/* Hash1, but with prefix and collision count taken as zero. */
static void cga_hash2(u8 digest[SHA1_DIGEST_SIZE], const u8 *params, size_t len)
{
	static const u8 zero[FAMA_CGA_KEY_OFF - FAMA_CGA_PREFIX_OFF];
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, params, FAMA_CGA_MODIFIER_LEN);
	sha1_update(&ctx, zero, sizeof(zero));
	sha1_update(&ctx, params + FAMA_CGA_KEY_OFF, len - FAMA_CGA_KEY_OFF);
	sha1_final(&ctx, digest);
}

/* A key of any algorithm will do, since addresses do not depend on it. */
static bool cga_has_key(const u8 *params, size_t len)
{
	struct fama_spki spki;
	int err;

	if (len <= FAMA_CGA_KEY_OFF)
		return false;
	err = fama_spki_parse(params + FAMA_CGA_KEY_OFF,
			      len - FAMA_CGA_KEY_OFF, &spki);
	return !err || err == -ENOPKG;
}

static bool cga_iid_ok(const u8 *iid, const u8 *hash1)
{
	return !((iid[0] ^ hash1[0]) & HASH_MASK) &&
	       !memcmp(iid + 1, hash1 + 1, IID_LEN - 1);
}

bool fama_cga_modifier_ok(const u8 *params, size_t len, u8 sec)
{
	u8 hash2[SHA1_DIGEST_SIZE];

	if (len < FAMA_CGA_KEY_OFF || sec > 7)
		return false;
	if (!sec)
		return true;

	cga_hash2(hash2, params, len);
	return !memchr_inv(hash2, 0, sec * SEC_OCTETS);
}
EXPORT_SYMBOL_GPL(fama_cga_modifier_ok);

enum fama_cga_err fama_cga_verify(const struct in6_addr *addr,
				  const u8 *params, size_t len)
{
	const u8 *iid = addr->s6_addr + IID_OFF;
	u8 hash1[SHA1_DIGEST_SIZE];

	if (!cga_has_key(params, len))
		return FAMA_CGA_EFORMAT;
	if (params[FAMA_CGA_COUNT_OFF] > FAMA_CGA_MAX_COUNT)
		return FAMA_CGA_ECOUNT;
	if (memcmp(params + FAMA_CGA_PREFIX_OFF, addr, FAMA_CGA_PREFIX_LEN))
		return FAMA_CGA_EPREFIX;

	sha1(params, len, hash1);
	if (!cga_iid_ok(iid, hash1))
		return FAMA_CGA_EHASH1;
	if (!fama_cga_modifier_ok(params, len, fama_cga_sec(addr)))
		return FAMA_CGA_EHASH2;
	return FAMA_CGA_OK;
}
EXPORT_SYMBOL_GPL(fama_cga_verify);

void fama_cga_generate(const u8 *params, size_t len, u8 sec,
		       struct in6_addr *addr)
{
	u8 hash1[SHA1_DIGEST_SIZE];

	sha1(params, len, hash1);
	hash1[0] = (hash1[0] & HASH_MASK) | sec << SEC_SHIFT;
	memcpy(addr->s6_addr, params + FAMA_CGA_PREFIX_OFF,
	       FAMA_CGA_PREFIX_LEN);
	memcpy(addr->s6_addr + IID_OFF, hash1, IID_LEN);
}
EXPORT_SYMBOL_GPL(fama_cga_generate);

int fama_cga_build(u8 *out, size_t size, const u8 *modifier,
		   const struct in6_addr *prefix, u8 count,
		   const u8 *spki, size_t spki_len)
{
	if (size < FAMA_CGA_KEY_OFF || size - FAMA_CGA_KEY_OFF < spki_len)
		return -EMSGSIZE;

	memcpy(out, modifier, FAMA_CGA_MODIFIER_LEN);
	memcpy(out + FAMA_CGA_PREFIX_OFF, prefix, FAMA_CGA_PREFIX_LEN);
	out[FAMA_CGA_COUNT_OFF] = count;
	memcpy(out + FAMA_CGA_KEY_OFF, spki, spki_len);
	return FAMA_CGA_KEY_OFF + spki_len;
}
EXPORT_SYMBOL_GPL(fama_cga_build);
