/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_KEY_H
#define FAMA_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cga.h"

#define KEY_FINGERPRINT_LEN 32

/*
 * struct key - an RSA key and the CGA modifier that was found for it
 * @spki: public key as SubjectPublicKeyInfo in DER
 */
struct key {
	struct evp_pkey_st *pkey;
	unsigned int bits;
	unsigned int sec;
	uint8_t modifier[CGA_MODIFIER_LEN];
	uint8_t *spki;
	size_t spki_len;
};

/* A text that holds secrets. */
struct key_text {
	char *data;
	size_t len;
};

int key_generate(struct key *k, unsigned int bits, unsigned int sec);
int key_load(struct key *k, const char *path);
int key_parse(struct key *k, const char *name, const struct key_text *text);
int key_format(const struct key *k, struct key_text *text);
int key_private_der(const struct key *k, uint8_t **der, size_t *len);
bool key_fingerprint(const struct key *k, uint8_t *fingerprint);
void key_free(struct key *k);

void key_text_free(struct key_text *text);

#endif
