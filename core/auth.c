// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <crypto/algapi.h>
#include <crypto/sha1.h>

#include <fama/auth.h>
#include <fama/mh.h>

/* The last octet that is hashed into a keygen token (RFC 6275 section 5.2.5). */
#define TOKEN_HOME	0
#define TOKEN_CAREOF	1

/* Offsets in a Mobility Header */
#define CHECKSUM_OFF	4
#define CHECKSUM_END	6

const u8 fama_auth_no_token[FAMA_TOKEN_LEN];
EXPORT_SYMBOL_GPL(fama_auth_no_token);

/* The CGA Message Type Tag of RFC 4866 section 7. */
static const u8 cga_tag[16] = {
	0x5f, 0x27, 0x05, 0x86, 0x8d, 0x6c, 0x4c, 0x56,
	0xa2, 0x46, 0x9e, 0xbb, 0x9b, 0x2a, 0x2e, 0x13,
};

void fama_auth_kbm(struct hmac_sha1_key *kbm, const u8 home[FAMA_TOKEN_LEN],
		   const u8 *careof)
{
	u8 octets[FAMA_KBM_LEN];
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, home, FAMA_TOKEN_LEN);
	if (careof)
		sha1_update(&ctx, careof, FAMA_TOKEN_LEN);
	sha1_final(&ctx, octets);
	hmac_sha1_preparekey(kbm, octets, sizeof(octets));
	memzero_explicit(octets, sizeof(octets));
}
EXPORT_SYMBOL_GPL(fama_auth_kbm);

/* Octets that are hashed without being copied. */
struct auth_piece {
	const u8 *octets;
	size_t len;
};

#define AUTH_PIECES	5

/*
 * What both authenticator and signature cover: two addresses, then the Mobility
 * Header with zeros in place of its checksum.
 */
static void auth_message(struct auth_piece piece[AUTH_PIECES],
			 const struct in6_addr *coa, const struct in6_addr *cn,
			 const u8 *mh, size_t len)
{
	static const u8 zero[CHECKSUM_END - CHECKSUM_OFF];
	size_t head = min_t(size_t, len, CHECKSUM_OFF);
	size_t checksum = min_t(size_t, len - head, sizeof(zero));

	piece[0] = (struct auth_piece){ coa->s6_addr, sizeof(*coa) };
	piece[1] = (struct auth_piece){ cn->s6_addr, sizeof(*cn) };
	piece[2] = (struct auth_piece){ mh, head };
	piece[3] = (struct auth_piece){ zero, checksum };
	piece[4] = (struct auth_piece){ mh + head + checksum,
					len - head - checksum };
}

void fama_auth_mac(u8 mac[FAMA_AUTH_LEN], const struct hmac_sha1_key *kbm,
		   const struct in6_addr *coa, const struct in6_addr *cn,
		   const u8 *mh, size_t len)
{
	u8 full[SHA1_DIGEST_SIZE];
	struct auth_piece piece[AUTH_PIECES];
	struct hmac_sha1_ctx ctx;
	int i;

	/* The authenticator does not cover itself (RFC 6275 section 6.2.7). */
	len -= min_t(size_t, len, FAMA_AUTH_LEN);

	hmac_sha1_init(&ctx, kbm);
	auth_message(piece, coa, cn, mh, len);
	for (i = 0; i < AUTH_PIECES; i++)
		hmac_sha1_update(&ctx, piece[i].octets, piece[i].len);
	hmac_sha1_final(&ctx, full);
	memcpy(mac, full, FAMA_AUTH_LEN);
	memzero_explicit(full, sizeof(full));
}
EXPORT_SYMBOL_GPL(fama_auth_mac);

bool fama_auth_mac_ok(const struct hmac_sha1_key *kbm,
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
	struct auth_piece piece[AUTH_PIECES];
	struct sha1_ctx ctx;
	int i;

	sha1_init(&ctx);
	sha1_update(&ctx, cga_tag, sizeof(cga_tag));
	auth_message(piece, coa, cn, mh, len);
	for (i = 0; i < AUTH_PIECES; i++)
		sha1_update(&ctx, piece[i].octets, piece[i].len);
	sha1_final(&ctx, digest);
}
EXPORT_SYMBOL_GPL(fama_auth_digest);

static void keygen_token(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
			 const struct in6_addr *addr,
			 const u8 *nonce, size_t nonce_len, u8 which)
{
	u8 full[SHA1_DIGEST_SIZE];
	struct hmac_sha1_key key;
	struct hmac_sha1_ctx ctx;

	hmac_sha1_preparekey(&key, kcn, FAMA_KCN_LEN);
	hmac_sha1_init(&ctx, &key);
	hmac_sha1_update(&ctx, addr->s6_addr, sizeof(*addr));
	hmac_sha1_update(&ctx, nonce, nonce_len);
	hmac_sha1_update(&ctx, &which, sizeof(which));
	hmac_sha1_final(&ctx, full);
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
