/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RSA through the kernel's crypto: RSASSA-PKCS1-v1_5 with SHA-1 and
 * RSAES-PKCS1-v1_5 (RFC 8017), as RFC 4866 uses them.
 *
 * Every function here may sleep.
 */
#ifndef _FAMA_PKI_H
#define _FAMA_PKI_H

#include <linux/types.h>
#include <crypto/sha1.h>

#include <fama/mhopt.h>
#include <fama/spki.h>

#define FAMA_PKI_MAX_LEN	256	/* octets of a 2048-bit modulus */

struct fama_pki;

/**
 * fama_pki_new() - allocate an object without a key
 *
 * Only fama_pki_set_public() and fama_pki_free() may use it.
 *
 * Return: the object, or ERR_PTR.
 */
struct fama_pki *fama_pki_new(void);

/**
 * fama_pki_set_public() - replace the key by a public one
 * @pki: an object of fama_pki_new() that is not in use
 * @spki: SubjectPublicKeyInfo in DER, with nothing behind it
 * @len: octets at @spki
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Return: 0.  After an error @pki has no key: -EPERM if the crypto layer refuses keys of
 * this size or with this exponent, as it does in FIPS mode; errors of fama_spki_parse(),
 * fama_spki_usable() and the crypto layer, -ENOMEM.
 */
int fama_pki_set_public(struct fama_pki *pki, const u8 *spki, size_t len,
			unsigned int sizes);

/**
 * fama_pki_public() - allocate a public key
 * @spki: SubjectPublicKeyInfo in DER, with nothing behind it
 * @len: octets at @spki
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Return: the key, or ERR_PTR with the errors of fama_pki_set_public().
 */
struct fama_pki *fama_pki_public(const u8 *spki, size_t len,
				 unsigned int sizes);

/**
 * fama_pki_private() - allocate a private key
 * @der: PKCS#1 RSAPrivateKey in DER
 * @len: octets at @der
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * The key signs and verifies a probe, so that a damaged key is found here.
 *
 * Return: the key, or ERR_PTR: -EKEYREJECTED for a damaged key, errors of
 * fama_spki_from_private(), fama_pki_set_public() and the crypto layer, -ENOMEM.
 */
struct fama_pki *fama_pki_private(const u8 *der, size_t len,
				  unsigned int sizes);

/**
 * fama_pki_sizes() - which sizes of keys the crypto layer takes
 *
 * In FIPS mode it refuses the smaller ones.
 *
 * Return: set of &enum fama_key_size, 0 if there is no RSA or no memory.
 */
unsigned int fama_pki_sizes(void);

/* Wipe a key and free it.  NULL and ERR_PTR are allowed. */
void fama_pki_free(struct fama_pki *pki);

/* Length of the modulus in octets, and of every signature and ciphertext. */
size_t fama_pki_len(const struct fama_pki *pki);

/**
 * fama_pki_sign() - sign a digest
 * @pki: a private key
 * @digest: SHA-1 digest
 * @sig: result, fama_pki_len() octets; not changed on an error
 *
 * The signature is verified before it is given out.
 *
 * Return: 0, -EINVAL without a private key, -ENOMEM, errors of the crypto layer.
 */
int fama_pki_sign(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		  u8 *sig);

/**
 * fama_pki_verify() - verify a signature
 * @pki: a key
 * @digest: SHA-1 digest of the signed octets
 * @sig: the signature
 * @len: octets at @sig
 *
 * Return: 0; -EKEYREJECTED when the signature is wrong or has not the length
 * fama_pki_len(); -ENOMEM, errors of the crypto layer.
 */
int fama_pki_verify(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		    const u8 *sig, size_t len);

/**
 * fama_pki_encrypt() - encrypt a token to the holder of the private key
 * @pki: a key
 * @token: the token
 * @out: result, fama_pki_len() octets
 *
 * Return: 0, -ENOMEM, errors of the crypto layer.
 */
int fama_pki_encrypt(struct fama_pki *pki, const u8 token[FAMA_TOKEN_LEN],
		     u8 *out);

/**
 * fama_pki_decrypt() - decrypt a token
 * @pki: a private key
 * @in: ciphertext
 * @len: octets at @in
 * @token: result
 *
 * When the padding is wrong, the result is a random token, so that no error
 * tells an attacker about the padding (Bleichenbacher's attack).  The
 * authenticator of the message is then found to be wrong.
 *
 * Return: 0; -EINVAL without a private key; -EBADMSG when @len is not
 * fama_pki_len(), which an attacker knows anyway; -ENOMEM.
 */
int fama_pki_decrypt(struct fama_pki *pki, const u8 *in, size_t len,
		     u8 token[FAMA_TOKEN_LEN]);

#endif /* _FAMA_PKI_H */
