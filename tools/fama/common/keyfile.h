/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_KEYFILE_H
#define FAMA_COMMON_KEYFILE_H

#include <stddef.h>
#include <stdint.h>

#include "args.h"

#define KEYFILE_MODIFIER_LEN 16
#define KEYFILE_DER_MAX 2048

/*
 * The option of fama-key that asks for a struct keyfile: the file follows it, and then perhaps
 * what messages are about, see err_place().
 */
#define KEYFILE_EXPORT "--export"

/*
 * struct keyfile - what the kernel is told of a key
 * @modifier: CGA modifier
 * @sec: Sec that the modifier was found for
 * @der: RSAPrivateKey of PKCS#1; @der_len octets
 *
 * The program fama-key writes the octets in this order: modifier, sec, der.
 */
struct keyfile {
	uint8_t modifier[KEYFILE_MODIFIER_LEN];
	uint8_t sec;
	uint8_t der[KEYFILE_DER_MAX];
	size_t der_len;
};

int keyfile_load(struct keyfile *k, const char *path);
void keyfile_forget(struct keyfile *k);

int keyfile_command(struct args *a);

#endif
