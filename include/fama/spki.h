/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RSA keys in DER: SubjectPublicKeyInfo (RFC 3972), RSAPublicKey and
 * RSAPrivateKey (PKCS#1).  Pure, and written for hostile input: every inner
 * length is proven to fill its outer one.
 */
#ifndef _FAMA_SPKI_H
#define _FAMA_SPKI_H

#include <linux/types.h>

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
 * fama_spki_usable() - can fama use this key
 * @spki: parsed key
 *
 * Return: 0; -EKEYREJECTED for a modulus other than 1024 or 1536 bits (2048
 * does not fit the options of RFC 4866) or an even one; -EINVAL for an exponent
 * other than 3 and 65537.
 */
int fama_spki_usable(const struct fama_spki *spki);

#endif /* _FAMA_SPKI_H */
