/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_KEY_CGA_H
#define FAMA_KEY_CGA_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CGA_MODIFIER_LEN 16
#define CGA_SEC_MAX 7

/*
 * struct cga_hash2 - what Hash2 of RFC 3972 is computed over, and with
 * @input: modifier, nine zero octets, public key
 */
struct cga_hash2 {
	struct evp_md_ctx_st *context;
	uint8_t *input;
	size_t len;
};

bool cga_hash2_init(struct cga_hash2 *h, const uint8_t *spki, size_t spki_len);
void cga_hash2_exit(struct cga_hash2 *h);
bool cga_hash2_fits(struct cga_hash2 *h, unsigned int sec);

void cga_modifier_next(uint8_t *modifier);
bool cga_address(const uint8_t *modifier, unsigned int sec,
		 const uint8_t *spki, size_t spki_len,
		 struct in6_addr *address);

bool cga_modifier_fits(const uint8_t *modifier, unsigned int sec,
		       const uint8_t *spki, size_t spki_len);

#endif
