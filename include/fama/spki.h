/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RSA keys in DER: SubjectPublicKeyInfo (RFC 5280), RSAPublicKey and
 * RSAPrivateKey (PKCS#1).  Pure.  The input may come from an attacker: each
 * element must exactly fill the element that it is in.
 */
#ifndef _FAMA_SPKI_H
#define _FAMA_SPKI_H

#include <linux/types.h>

/* Octets; enough for every key that fama_spki_usable() accepts. */
#define FAMA_SPKI_MAX_LEN	512

/**
 * enum fama_key_size - sizes of a modulus; each is one bit of a set
 * @FAMA_KEY_1024: 1024 bits
 * @FAMA_KEY_1536: 1536 bits
 * @FAMA_KEY_2048: 2048 bits; an extension of RFC 4866, since signature and
 *	ciphertext do not fit one option
 * @FAMA_KEY_RFC4866: all sizes that RFC 4866 allows
 * @FAMA_KEY_ANY: all sizes
 */
enum fama_key_size {
	FAMA_KEY_1024		= 1,
	FAMA_KEY_1536		= 2,
	FAMA_KEY_2048		= 4,
	FAMA_KEY_RFC4866	= FAMA_KEY_1024 | FAMA_KEY_1536,
	FAMA_KEY_ANY		= FAMA_KEY_RFC4866 | FAMA_KEY_2048,
};

/**
 * struct fama_spki - a parsed RSA public key; its pointers point into the octets
 * @len: length of the SubjectPublicKeyInfo in octets
 * @key: the RSAPublicKey inside, as the kernel's crypto takes it
 * @key_len: length of the RSAPublicKey in octets
 * @n: modulus, without leading zero octets
 * @n_len: length of the modulus in octets
 * @e: public exponent, or 0 when it does not fit 32 bits
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
 * @buf: the key in DER; other octets may follow it
 * @len: octets at @buf
 * @spki: result; its pointers point into @buf
 *
 * Return: 0, -EBADMSG for wrong DER, -ENOPKG for another algorithm than
 * rsaEncryption.
 */
int fama_spki_parse(const u8 *buf, size_t len, struct fama_spki *spki);

/**
 * fama_spki_from_private() - write the public half of a private key
 * @der: PKCS#1 RSAPrivateKey in DER
 * @len: octets at @der
 * @out: result, a SubjectPublicKeyInfo in DER
 * @size: octets at @out
 *
 * Return: octets written, -EBADMSG for wrong DER, -EMSGSIZE.
 */
int fama_spki_from_private(const u8 *der, size_t len, u8 *out, size_t size);

/**
 * fama_spki_size() - the size of a key
 * @spki: parsed key
 *
 * Return: one of &enum fama_key_size, or 0 for another size.
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
