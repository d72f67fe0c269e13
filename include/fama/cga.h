/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cryptographically Generated Addresses (RFC 3972).  Pure.
 *
 * CGA parameters are the octets of RFC 3972 section 3: 16 of modifier, 8 of
 * subnet prefix, 1 of collision count, then the SubjectPublicKeyInfo in DER and
 * extension fields.
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
 * @FAMA_CGA_OK: no step; the address belongs to the key
 * @FAMA_CGA_EFORMAT: the parameters are too short, or have no
 *	SubjectPublicKeyInfo in its place
 * @FAMA_CGA_ECOUNT: step 1: the collision count is above 2
 * @FAMA_CGA_EPREFIX: step 2: the subnet prefix is not that of the address
 * @FAMA_CGA_EHASH1: step 4: Hash1 is not the interface identifier
 * @FAMA_CGA_EHASH2: step 7: Hash2 has too few zero bits for Sec
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
 * fama_cga_verify() - do parameters belong to an address (RFC 3972 section 5)
 * @addr: the address
 * @params: CGA parameters
 * @len: octets at @params
 *
 * This does not prove that anybody holds the private key.  The u and g bits are
 * ignored, as the RFC demands, so that several addresses belong to the same
 * parameters; a caller that must not accept them checks fama_cga_ug().
 *
 * Return: %FAMA_CGA_OK, or the first step that fails.
 */
enum fama_cga_err fama_cga_verify(const struct in6_addr *addr,
				  const u8 *params, size_t len);

/**
 * fama_cga_generate() - compute an address (RFC 3972 section 4, steps 5 to 7)
 * @params: CGA parameters; the modifier fits key and @sec
 * @len: octets at @params
 * @sec: Sec, 0 to 7
 * @addr: result; its u and g bits are zero
 */
void fama_cga_generate(const u8 *params, size_t len, u8 sec,
		       struct in6_addr *addr);

/**
 * fama_cga_modifier_ok() - does the modifier fit key and Sec (RFC 3972 section 4,
 *	step 3)
 * @params: CGA parameters
 * @len: octets at @params
 * @sec: Sec, 0 to 7
 *
 * Return: true when it does.
 */
bool fama_cga_modifier_ok(const u8 *params, size_t len, u8 sec);

/**
 * fama_cga_build() - write CGA parameters without extension fields
 * @out: result
 * @size: octets at @out
 * @modifier: 16 octets
 * @prefix: subnet prefix; only the upper 64 bits are used
 * @count: collision count
 * @spki: public key, a SubjectPublicKeyInfo
 * @spki_len: octets at @spki
 *
 * Return: octets written, or -EMSGSIZE.
 */
int fama_cga_build(u8 *out, size_t size, const u8 *modifier,
		   const struct in6_addr *prefix, u8 count,
		   const u8 *spki, size_t spki_len);

/* Sec of an address: the leftmost three bits of the interface identifier. */
static inline u8 fama_cga_sec(const struct in6_addr *addr)
{
	return addr->s6_addr[8] >> 5;
}

/* Is the u or the g bit set?  No address of fama_cga_generate() has them. */
static inline bool fama_cga_ug(const struct in6_addr *addr)
{
	return addr->s6_addr[8] & 0x03;
}

#endif /* _FAMA_CGA_H */
