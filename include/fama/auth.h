/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What proves that a Mobility Header is genuine: keygen tokens, Kbm, the
 * authenticator (RFC 6275 section 5.2, 6.2.7) and the octets that a CGA
 * signature covers (RFC 4866 section 4.5).  Pure.
 */
#ifndef _FAMA_AUTH_H
#define _FAMA_AUTH_H

#include <linux/in6.h>
#include <linux/types.h>
#include <crypto/sha1.h>

#include <fama/mhopt.h>

#define FAMA_KBM_LEN	SHA1_DIGEST_SIZE
#define FAMA_KCN_LEN	20

/* The token that stands in where none is held: 8 zero octets. */
extern const u8 fama_auth_no_token[FAMA_TOKEN_LEN];

/**
 * fama_auth_kbm() - binding management key
 * @kbm: result, as authenticators are keyed with it
 * @home: home keygen token or PHKT
 * @careof: care-of keygen token; %fama_auth_no_token when none is held; NULL
 *	for a deregistration, which hashes @home alone
 */
void fama_auth_kbm(struct hmac_sha1_key *kbm, const u8 home[FAMA_TOKEN_LEN],
		   const u8 *careof);

/**
 * fama_auth_mac() - authenticator of a message
 * @mac: result
 * @kbm: binding management key
 * @coa: care-of address that is registered; the home address in a
 *	deregistration.  Same order in BU and BA
 * @cn: address of the access router
 * @mh: the message, authenticator last; its checksum counts as zero
 * @len: octets of it
 */
void fama_auth_mac(u8 mac[FAMA_AUTH_LEN], const struct hmac_sha1_key *kbm,
		   const struct in6_addr *coa, const struct in6_addr *cn,
		   const u8 *mh, size_t len);

/**
 * fama_auth_mac_ok() - compare the authenticator of a message, in constant time
 * @kbm: binding management key
 * @coa: as for fama_auth_mac()
 * @cn: address of the access router
 * @mh: the message; the authenticator is its last 12 octets
 * @len: octets of it
 *
 * Return: true when it is genuine.
 */
bool fama_auth_mac_ok(const struct hmac_sha1_key *kbm,
		      const struct in6_addr *coa, const struct in6_addr *cn,
		      const u8 *mh, size_t len);

/**
 * fama_auth_digest() - SHA-1 of what a CGA signature covers
 * @digest: result
 * @coa: care-of address that is registered
 * @cn: address of the access router
 * @mh: the message; its checksum counts as zero
 * @len: octets covered: through the last CGA Parameters option
 */
void fama_auth_digest(u8 digest[SHA1_DIGEST_SIZE], const struct in6_addr *coa,
		      const struct in6_addr *cn, const u8 *mh, size_t len);

/**
 * fama_auth_careof_token() - care-of keygen token (RFC 6275 section 5.2.5)
 * @token: result
 * @kcn: node key
 * @coa: care-of address
 * @nonce: nonce
 * @nonce_len: octets of it
 */
void fama_auth_careof_token(u8 token[FAMA_TOKEN_LEN],
			    const u8 kcn[FAMA_KCN_LEN],
			    const struct in6_addr *coa,
			    const u8 *nonce, size_t nonce_len);

/* fama_auth_home_token() - the same for a home address, last octet 0 */
void fama_auth_home_token(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
			  const struct in6_addr *home,
			  const u8 *nonce, size_t nonce_len);

#endif /* _FAMA_AUTH_H */
