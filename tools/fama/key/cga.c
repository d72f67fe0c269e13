// SPDX-License-Identifier: GPL-2.0-only
/* Cryptographically Generated Addresses (RFC 3972) */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "cga.h"

/* Subnet prefix and collision count, zero in Hash2. */
#define ZEROS_LEN 9

bool cga_hash2_init(struct cga_hash2 *h, const uint8_t *spki, size_t spki_len)
{
	h->len = CGA_MODIFIER_LEN + ZEROS_LEN + spki_len;
	h->input = calloc(1, h->len);
	h->context = EVP_MD_CTX_new();
	if (!h->input || !h->context ||
	    !EVP_DigestInit_ex2(h->context, EVP_sha1(), NULL)) {
		cga_hash2_exit(h);
		return false;
	}
	memcpy(h->input + CGA_MODIFIER_LEN + ZEROS_LEN, spki, spki_len);
	return true;
}

void cga_hash2_exit(struct cga_hash2 *h)
{
	EVP_MD_CTX_free(h->context);
	free(h->input);
}

static bool leading_zero(const uint8_t *octets, unsigned int count)
{
	uint8_t all = 0;

	while (count--)
		all |= *octets++;
	return !all;
}

/* Are the 16 * @sec leftmost bits of Hash2 zero?  RFC 3972 section 4, 3. */
bool cga_hash2_fits(struct cga_hash2 *h, unsigned int sec)
{
	uint8_t hash[EVP_MAX_MD_SIZE];

	return EVP_DigestInit_ex2(h->context, NULL, NULL) &&
	       EVP_DigestUpdate(h->context, h->input, h->len) &&
	       EVP_DigestFinal_ex(h->context, hash, NULL) &&
	       leading_zero(hash, 2 * sec);
}

/* Add one, big-endian, modulo 2^128. */
void cga_modifier_next(uint8_t *modifier)
{
	unsigned int i = CGA_MODIFIER_LEN;

	while (i-- && !++modifier[i])
		;
}

bool cga_modifier_fits(const uint8_t *modifier, unsigned int sec,
		       const uint8_t *spki, size_t spki_len)
{
	struct cga_hash2 h;
	bool fits;

	if (!cga_hash2_init(&h, spki, spki_len))
		return false;
	memcpy(h.input, modifier, CGA_MODIFIER_LEN);
	fits = cga_hash2_fits(&h, sec);
	cga_hash2_exit(&h);
	return fits;
}

/*
 * cga_address - the address of collision count 0 (RFC 3972 section 4)
 * @address: prefix, then result
 */
bool cga_address(const uint8_t *modifier, unsigned int sec,
		 const uint8_t *spki, size_t spki_len,
		 struct in6_addr *address)
{
	const size_t len = CGA_MODIFIER_LEN + 8 + 1 + spki_len;
	uint8_t digest[EVP_MAX_MD_SIZE];
	uint8_t *params;
	bool ok;

	params = calloc(1, len);
	if (!params)
		return false;
	memcpy(params, modifier, CGA_MODIFIER_LEN);
	memcpy(params + CGA_MODIFIER_LEN, address, 8);
	memcpy(params + CGA_MODIFIER_LEN + 9, spki, spki_len);
	ok = EVP_Digest(params, len, digest, NULL, EVP_sha1(), NULL);
	free(params);
	memcpy(address->s6_addr + 8, digest, 8);
	/* Sec, and u and g clear */
	address->s6_addr[8] = (digest[0] & 0x1c) | sec << 5;
	return ok;
}
