// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keygen tokens, Kbm, authenticator and signed octets (RFC 6275 5.2, 6.2.7;
 * RFC 4866 4.5).
 */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <crypto/algapi.h>

#include <fama/auth.h>
#include <fama/mh.h>
#include <fama/sha1.h>

/* Last octet hashed into a keygen token (RFC 6275 section 5.2.5). */
#define TOKEN_HOME	0
#define TOKEN_CAREOF	1

#define CHECKSUM_OFF	4
#define CHECKSUM_END	6

const u8 fama_auth_no_token[FAMA_TOKEN_LEN];
EXPORT_SYMBOL_GPL(fama_auth_no_token);

/* CGA message type tag of RFC 4866 section 7. */
static const u8 cga_tag[16] = {
	0x5f, 0x27, 0x05, 0x86, 0x8d, 0x6c, 0x4c, 0x56,
	0xa2, 0x46, 0x9e, 0xbb, 0x9b, 0x2a, 0x2e, 0x13,
};

void fama_auth_kbm(struct fama_hmac_key *kbm, const u8 home[FAMA_TOKEN_LEN],
		   const u8 *careof)
{
	u8 octets[FAMA_KBM_LEN];
	struct fama_sha1 ctx;

	fama_sha1_init(&ctx);
	fama_sha1_update(&ctx, home, FAMA_TOKEN_LEN);
	if (careof)
		fama_sha1_update(&ctx, careof, FAMA_TOKEN_LEN);
	fama_sha1_final(&ctx, octets);
	fama_hmac_set_key(kbm, octets, sizeof(octets));
	memzero_explicit(octets, sizeof(octets));
}
EXPORT_SYMBOL_GPL(fama_auth_kbm);

/* What authenticator and signature share: addresses, then MH with checksum 0 */
static void auth_message(struct fama_sha1 *ctx, const struct in6_addr *coa,
			 const struct in6_addr *cn, const u8 *mh, size_t len)
{
	static const u8 zero[CHECKSUM_END - CHECKSUM_OFF];

	fama_sha1_update(ctx, coa, sizeof(*coa));
	fama_sha1_update(ctx, cn, sizeof(*cn));
	fama_sha1_update(ctx, mh, min_t(size_t, len, CHECKSUM_OFF));
	if (len <= CHECKSUM_OFF)
		return;
	fama_sha1_update(ctx, zero, min_t(size_t, len - CHECKSUM_OFF,
					  sizeof(zero)));
	if (len > CHECKSUM_END)
		fama_sha1_update(ctx, mh + CHECKSUM_END, len - CHECKSUM_END);
}

void fama_auth_mac(u8 mac[FAMA_AUTH_LEN], const struct fama_hmac_key *kbm,
		   const struct in6_addr *coa, const struct in6_addr *cn,
		   const u8 *mh, size_t len)
{
	u8 full[SHA1_DIGEST_SIZE];
	struct fama_hmac ctx;

	/* RFC 6275 section 6.2.7: without the octets of the authenticator. */
	len -= min_t(size_t, len, FAMA_AUTH_LEN);

	fama_hmac_init(&ctx, kbm);
	auth_message(&ctx.inner, coa, cn, mh, len);
	fama_hmac_final(&ctx, full);
	memcpy(mac, full, FAMA_AUTH_LEN);
	memzero_explicit(full, sizeof(full));
}
EXPORT_SYMBOL_GPL(fama_auth_mac);

bool fama_auth_mac_ok(const struct fama_hmac_key *kbm,
		      const struct in6_addr *coa, const struct in6_addr *cn,
		      const u8 *mh, size_t len)
{
	u8 mac[FAMA_AUTH_LEN];
	bool ok;

	if (len < CHECKSUM_END + FAMA_AUTH_LEN)
		return false;

	fama_auth_mac(mac, kbm, coa, cn, mh, len);
	ok = !crypto_memneq(mac, mh + len - FAMA_AUTH_LEN, FAMA_AUTH_LEN);
	memzero_explicit(mac, sizeof(mac));
	return ok;
}
EXPORT_SYMBOL_GPL(fama_auth_mac_ok);

void fama_auth_digest(u8 digest[SHA1_DIGEST_SIZE], const struct in6_addr *coa,
		      const struct in6_addr *cn, const u8 *mh, size_t len)
{
	struct fama_sha1 ctx;

	fama_sha1_init(&ctx);
	fama_sha1_update(&ctx, cga_tag, sizeof(cga_tag));
	auth_message(&ctx, coa, cn, mh, len);
	fama_sha1_final(&ctx, digest);
}
EXPORT_SYMBOL_GPL(fama_auth_digest);

static void keygen_token(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
			 const struct in6_addr *addr,
			 const u8 *nonce, size_t nonce_len, u8 which)
{
	u8 full[SHA1_DIGEST_SIZE];
	struct fama_hmac_key key;
	struct fama_hmac ctx;

	fama_hmac_set_key(&key, kcn, FAMA_KCN_LEN);
	fama_hmac_init(&ctx, &key);
	fama_hmac_update(&ctx, addr, sizeof(*addr));
	fama_hmac_update(&ctx, nonce, nonce_len);
	fama_hmac_update(&ctx, &which, sizeof(which));
	fama_hmac_final(&ctx, full);
	memcpy(token, full, FAMA_TOKEN_LEN);
	memzero_explicit(full, sizeof(full));
	memzero_explicit(&key, sizeof(key));
}

void fama_auth_careof_token(u8 token[FAMA_TOKEN_LEN],
			    const u8 kcn[FAMA_KCN_LEN],
			    const struct in6_addr *coa,
			    const u8 *nonce, size_t nonce_len)
{
	keygen_token(token, kcn, coa, nonce, nonce_len, TOKEN_CAREOF);
}
EXPORT_SYMBOL_GPL(fama_auth_careof_token);

void fama_auth_home_token(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
			  const struct in6_addr *home,
			  const u8 *nonce, size_t nonce_len)
{
	keygen_token(token, kcn, home, nonce, nonce_len, TOKEN_HOME);
}
EXPORT_SYMBOL_GPL(fama_auth_home_token);
