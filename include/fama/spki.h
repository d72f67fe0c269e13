/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RSA keys in DER: SubjectPublicKeyInfo (RFC 3972), RSAPublicKey and
 * RSAPrivateKey (PKCS#1).  Pure, and written for hostile input: every inner
 * length is proven to fill its outer one.
 */
#ifndef _FAMA_SPKI_H
#define _FAMA_SPKI_H

#include <linux/types.h>

/* Larger than that of any key which fama_spki_usable() accepts. */
#define FAMA_SPKI_MAX_LEN	512

/**
 * enum fama_key_size - sizes of a modulus, bits of a set
 * @FAMA_KEY_1024: 1024 bits
 * @FAMA_KEY_1536: 1536 bits
 * @FAMA_KEY_2048: 2048 bits: signature and ciphertext do not fit one option, an
 *	extension of RFC 4866
 * @FAMA_KEY_RFC4866: those that fit
 * @FAMA_KEY_ANY: all
 */
enum fama_key_size {
	FAMA_KEY_1024		= 1,
	FAMA_KEY_1536		= 2,
	FAMA_KEY_2048		= 4,
	FAMA_KEY_RFC4866	= FAMA_KEY_1024 | FAMA_KEY_1536,
	FAMA_KEY_ANY		= FAMA_KEY_RFC4866 | FAMA_KEY_2048,
};

/**
 * struct fama_spki - a view of an RSA public key
 * @len: octets of the SubjectPublicKeyInfo
 * @key: RSAPublicKey inside it, what the kernel's crypto wants
 * @key_len: octets of it
 * @n: modulus, no leading zero octets
 * @n_len: octets of it
 * @e: public exponent, 0 when it does not fit 32 bits
 */
struct fama_spki {
	size_t len;
	const u8 *key;
	size_t key_len;
	const u8 *n;
	size_t n_len;
	u32 e;
};

/**
 * fama_spki_parse() - parse a SubjectPublicKeyInfo of an RSA key
 * @buf: DER; more octets may follow it
 * @len: octets at @buf
 * @spki: result, pointers into @buf
 *
 * Return: 0, -EBADMSG for bad DER, -ENOPKG for another algorithm than
 * rsaEncryption.
 */
int fama_spki_parse(const u8 *buf, size_t len, struct fama_spki *spki);

/**
 * fama_spki_from_private() - public half of a PKCS#1 RSAPrivateKey, as SPKI
 * @der: RSAPrivateKey
 * @len: octets of it
 * @out: result
 * @size: octets at @out
 *
 * Return: octets written, -EBADMSG, -EMSGSIZE.
 */
int fama_spki_from_private(const u8 *der, size_t len, u8 *out, size_t size);

/**
 * fama_spki_size() - the size of a key
 * @spki: parsed key
 *
 * Return: one of &enum fama_key_size; 0: none of them.
 */
unsigned int fama_spki_size(const struct fama_spki *spki);

/**
 * fama_spki_usable() - can fama use this key
 * @spki: parsed key
 * @sizes: set of &enum fama_key_size that are allowed
 *
 * Return: 0; -EKEYREJECTED for a modulus of another size or an even one;
 * -EINVAL for an exponent other than 3 and 65537.
 */
int fama_spki_usable(const struct fama_spki *spki, unsigned int sizes);

#endif /* _FAMA_SPKI_H */
