/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cryptographically Generated Addresses (RFC 3972).  Pure.
 *
 * CGA parameters are kept as they travel: modifier(16), subnet prefix(8),
 * collision count(1), SubjectPublicKeyInfo in DER, extension fields.
 */
#ifndef _FAMA_CGA_H
#define _FAMA_CGA_H

#include <linux/in6.h>
#include <linux/types.h>

#define FAMA_CGA_MODIFIER_LEN	16
#define FAMA_CGA_PREFIX_OFF	16
#define FAMA_CGA_PREFIX_LEN	8
#define FAMA_CGA_COUNT_OFF	24
#define FAMA_CGA_KEY_OFF	25
#define FAMA_CGA_MAX_COUNT	2	/* collision count, RFC 3972 section 4 */

/**
 * enum fama_cga_err - the step of RFC 3972 section 5 that failed
 * @FAMA_CGA_OK: none: the address belongs to the key
 * @FAMA_CGA_EFORMAT: too short, or no SubjectPublicKeyInfo where it should be
 * @FAMA_CGA_ECOUNT: step 1, collision count
 * @FAMA_CGA_EPREFIX: step 2, subnet prefix
 * @FAMA_CGA_EHASH1: step 4
 * @FAMA_CGA_EHASH2: step 7
 */
enum fama_cga_err {
	FAMA_CGA_OK,
	FAMA_CGA_EFORMAT,
	FAMA_CGA_ECOUNT,
	FAMA_CGA_EPREFIX,
	FAMA_CGA_EHASH1,
	FAMA_CGA_EHASH2,
};

/**
 * fama_cga_verify() - does an address belong to parameters (RFC 3972 section 5)
 * @addr: the address
 * @params: CGA parameters
 * @len: octets of them
 *
 * Says nothing about who holds the private key.  u and g bits are ignored, as
 * the RFC wants; a caller that needs one address per parameter set checks
 * fama_cga_ug().
 *
 * Return: %FAMA_CGA_OK or the first step that fails.
 */
enum fama_cga_err fama_cga_verify(const struct in6_addr *addr,
				  const u8 *params, size_t len);

/**
 * fama_cga_generate() - address of parameters (RFC 3972 section 4, steps 5-7)
 * @params: CGA parameters whose modifier already fits @sec
 * @len: octets of them
 * @sec: 0..7
 * @addr: result, u and g bits zero
 */
void fama_cga_generate(const u8 *params, size_t len, u8 sec,
		       struct in6_addr *addr);

/**
 * fama_cga_modifier_ok() - does a modifier fit key and Sec (section 4, step 3)
 * @params: CGA parameters
 * @len: octets of them
 * @sec: 0..7
 *
 * Return: true when it does.
 */
bool fama_cga_modifier_ok(const u8 *params, size_t len, u8 sec);

/**
 * fama_cga_build() - compose CGA parameters without extension fields
 * @out: result
 * @size: octets at @out
 * @modifier: 16 octets
 * @prefix: only the upper 64 bits count
 * @count: collision count
 * @spki: public key
 * @spki_len: octets of it
 *
 * Return: octets written, -EMSGSIZE.
 */
int fama_cga_build(u8 *out, size_t size, const u8 *modifier,
		   const struct in6_addr *prefix, u8 count,
		   const u8 *spki, size_t spki_len);

/* Sec of an address: the three leftmost bits of the interface identifier. */
static inline u8 fama_cga_sec(const struct in6_addr *addr)
{
	return addr->s6_addr[8] >> 5;
}

/* Is the u or the g bit set: never in an address that fama makes. */
static inline bool fama_cga_ug(const struct in6_addr *addr)
{
	return addr->s6_addr[8] & 0x03;
}

#endif /* _FAMA_CGA_H */
