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

/* A key that is none yet: for fama_pki_set_public().  Return: it, or ERR_PTR. */
struct fama_pki *fama_pki_new(void);

/**
 * fama_pki_set_public() - make it another key, from a SubjectPublicKeyInfo
 * @pki: of fama_pki_new(), and nobody uses it
 * @spki: DER, nothing behind it
 * @len: octets of it
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Return: 0, else nobody may use it: as fama_spki_parse() and
 * fama_spki_usable(), -ENOMEM, what the crypto layer says.
 */
int fama_pki_set_public(struct fama_pki *pki, const u8 *spki, size_t len,
			unsigned int sizes);

/**
 * fama_pki_public() - make a key from a SubjectPublicKeyInfo
 * @spki: DER, nothing behind it
 * @len: octets of it
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Return: the key, or ERR_PTR: as fama_pki_set_public().
 */
struct fama_pki *fama_pki_public(const u8 *spki, size_t len,
				 unsigned int sizes);

/**
 * fama_pki_private() - make a key from a PKCS#1 RSAPrivateKey
 * @der: DER
 * @len: octets of it
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Signs and verifies a probe before it returns, so that a damaged key is found
 * here: -EKEYREJECTED, or what fama_spki_from_private() and fama_spki_usable()
 * say.
 *
 * Return: the key, or ERR_PTR.
 */
struct fama_pki *fama_pki_private(const u8 *der, size_t len,
				  unsigned int sizes);

/* Wipes and frees; NULL and ERR_PTR are allowed. */
void fama_pki_free(struct fama_pki *pki);

/* Octets of modulus, signature and ciphertext. */
size_t fama_pki_len(const struct fama_pki *pki);

/*
 * @sig: fama_pki_len() octets, written only when the signature verifies.
 * Return: 0, -EINVAL without a private key, what the crypto layer says.
 */
int fama_pki_sign(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		  u8 *sig);

/* Return: 0, -EKEYREJECTED when the signature is wrong or has another length. */
int fama_pki_verify(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		    const u8 *sig, size_t len);

/* @out: fama_pki_len() octets. */
int fama_pki_encrypt(struct fama_pki *pki, const u8 token[FAMA_TOKEN_LEN],
		     u8 *out);

/*
 * A wrong padding is not told apart from a wrong token: the result is then a
 * random token and the authenticator will not fit (Bleichenbacher's oracle).
 * Return: 0, -EINVAL without a private key, -EBADMSG when @len is not
 * fama_pki_len() (which anyone can see), -ENOMEM.
 */
int fama_pki_decrypt(struct fama_pki *pki, const u8 *in, size_t len,
		     u8 token[FAMA_TOKEN_LEN]);

#endif /* _FAMA_PKI_H */
