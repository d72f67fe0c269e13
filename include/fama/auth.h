/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Proofs that a Mobility Header is genuine: keygen tokens, the binding management
 * key Kbm, the authenticator (RFC 6275 sections 5.2 and 6.2.7), and the digest
 * that a CGA signature signs (RFC 4866 section 4.5).  Pure.
 */
#ifndef _FAMA_AUTH_H
#define _FAMA_AUTH_H

#include <linux/in6.h>
#include <linux/types.h>
#include <crypto/sha1.h>

#include <fama/mhopt.h>

#define FAMA_KBM_LEN	SHA1_DIGEST_SIZE
#define FAMA_KCN_LEN	20

/* The token that is used when there is none: 8 zero octets. */
extern const u8 fama_auth_no_token[FAMA_TOKEN_LEN];

/**
 * fama_auth_kbm() - compute the binding management key (RFC 6275 section 5.2.5)
 * @kbm: result, ready to be used by fama_auth_mac(); as secret as the tokens
 * @home: home keygen token or PHKT
 * @careof: care-of keygen token; fama_auth_no_token when there is none; NULL for
 *	a deregistration, whose key depends on @home only
 */
void fama_auth_kbm(struct hmac_sha1_key *kbm, const u8 home[FAMA_TOKEN_LEN],
		   const u8 *careof);

/**
 * fama_auth_mac() - compute the authenticator of a message
 * @mac: result
 * @kbm: binding management key
 * @coa: the care-of address of the binding, both for a Binding Update and for the
 *	answer to it; for a deregistration, the home address
 * @cn: address of the access router
 * @mh: the message, which ends with the authenticator.  Its checksum is taken as
 *	zero
 * @len: octets at @mh
 */
void fama_auth_mac(u8 mac[FAMA_AUTH_LEN], const struct hmac_sha1_key *kbm,
		   const struct in6_addr *coa, const struct in6_addr *cn,
		   const u8 *mh, size_t len);

/**
 * fama_auth_mac_ok() - verify the authenticator of a message
 * @kbm: binding management key
 * @coa: address as in fama_auth_mac()
 * @cn: address of the access router
 * @mh: the message, whose last 12 octets are the authenticator
 * @len: octets at @mh
 *
 * The time that it takes does not depend on the authenticator.
 *
 * Return: true when the authenticator is right.
 */
bool fama_auth_mac_ok(const struct hmac_sha1_key *kbm,
		      const struct in6_addr *coa, const struct in6_addr *cn,
		      const u8 *mh, size_t len);

/**
 * fama_auth_digest() - compute the digest that a CGA signature signs
 * @digest: result
 * @coa: the care-of address of the binding
 * @cn: address of the access router
 * @mh: the message.  Its checksum is taken as zero
 * @len: octets from the start of the message to the end of its last CGA
 *	Parameters option
 */
void fama_auth_digest(u8 digest[SHA1_DIGEST_SIZE], const struct in6_addr *coa,
		      const struct in6_addr *cn, const u8 *mh, size_t len);

/**
 * fama_auth_careof_token() - compute a care-of keygen token (RFC 6275 section
 *	5.2.5)
 * @token: result
 * @kcn: secret key Kcn of the access router
 * @coa: care-of address
 * @nonce: nonce
 * @nonce_len: octets at @nonce
 */
void fama_auth_careof_token(u8 token[FAMA_TOKEN_LEN],
			    const u8 kcn[FAMA_KCN_LEN],
			    const struct in6_addr *coa,
			    const u8 *nonce, size_t nonce_len);

/* The same for a home address: the last octet that is hashed is 0, not 1. */
void fama_auth_home_token(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
			  const struct in6_addr *home,
			  const u8 *nonce, size_t nonce_len);

#endif /* _FAMA_AUTH_H */
