/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keys that seal the state of a role: made of a secret that an administrator has given,
 * and the sizes of what belongs to them (see seal.h).  Pure.
 */
#ifndef _FAMA_SEALKEY_H
#define _FAMA_SEALKEY_H

#include <linux/types.h>

#define FAMA_SEAL_KEY_LEN	32
#define FAMA_SEAL_NONCE_LEN	24
#define FAMA_SEAL_TAG_LEN	16

/**
 * fama_seal_key() - make a key of a secret
 * @key: result
 * @secret: what the administrator has given
 * @len: octets of @secret
 * @purpose: what the key is for; another text makes another key
 *
 * The key is the beginning of HMAC-SHA1(secret, purpose " 1") and HMAC-SHA1(secret,
 * purpose " 2").
 */
void fama_seal_key(u8 key[FAMA_SEAL_KEY_LEN], const u8 *secret, size_t len,
		   const char *purpose);

#endif /* _FAMA_SEALKEY_H */
