/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keys of a mobile node, and the parameters that a CGA is made from (RFC 3972).
 */
#ifndef _MN_KEY_H
#define _MN_KEY_H

#include <linux/in6.h>
#include <linux/kref.h>
#include <linux/types.h>

#include <fama/cga.h>

struct fama_pki;
struct netlink_ext_ack;

#define MN_MAX_KEYS		8
#define MN_KEY_FILE_MAX		255	/* octets of the name of a file */
#define MN_SPKI_MAX_LEN		256	/* octets; a 1536-bit key has 222 */
#define MN_KEY_PARAMS_MAX	(FAMA_CGA_KEY_OFF + MN_SPKI_MAX_LEN)

/**
 * struct mn_key - a key pair and what a CGA needs of it; constant but for @file
 * @refs: one of the node while it makes addresses with the key, and one of each
 *	address that was made with it
 * @pki: private key
 * @modifier: CGA modifier that fits the key and @sec
 * @sec: Sec
 * @bits: length of the modulus
 * @spki_len: octets at @spki
 * @spki: public key, a SubjectPublicKeyInfo in DER
 * @file: name of the file that it came from, as the user says; empty: unknown; mn->lock
 *	once the node has it
 */
struct mn_key {
	struct kref refs;
	struct fama_pki *pki;
	u8 modifier[FAMA_CGA_MODIFIER_LEN];
	u8 sec;
	unsigned int bits;
	size_t spki_len;
	u8 spki[MN_SPKI_MAX_LEN];
	char file[MN_KEY_FILE_MAX + 1];
};

/**
 * struct mn_keys - keys of addresses that will be made, one after the other
 * @key: each with a reference
 * @count: number of entries of @key, 0 while the node is disabled
 * @next: which one is next
 */
struct mn_keys {
	struct mn_key *key[MN_MAX_KEYS];
	unsigned int count;
	unsigned int next;
};

/**
 * mn_key_new() - load a key
 * @der: private key, a PKCS#1 RSAPrivateKey in DER
 * @len: octets at @der
 * @modifier: CGA modifier, %FAMA_CGA_MODIFIER_LEN octets
 * @sec: Sec
 * @extack: says why the key is refused
 *
 * Context: process.
 * Return: a key with one reference; or ERR_PTR: -EBADMSG: not such a key,
 * -EKEYREJECTED: its size or the modifier does not fit, -EINVAL: its exponent or
 * its numbers are not usable, -ENOMEM.
 */
struct mn_key *mn_key_new(const u8 *der, size_t len, const u8 *modifier,
			  u8 sec, struct netlink_ext_ack *extack);

/* Take a reference. */
struct mn_key *mn_key_get(struct mn_key *key);

/* Drop a reference; the last one wipes the key.  @key may be NULL. */
void mn_key_put(struct mn_key *key);

/* Do two keys make the same addresses? */
bool mn_key_same(const struct mn_key *key, const struct mn_key *other);

/* Is a key one of these? */
bool mn_keys_have(const struct mn_keys *keys, const struct mn_key *key);

/* Add a key, and take over the reference, whether this fails or not.  -EINVAL, -E2BIG */
int mn_keys_add(struct mn_keys *keys, struct mn_key *key,
		struct netlink_ext_ack *extack);

/*
 * The keys become those of @by, which takes the former ones.  A key that is among both
 * stays the same object, with the name of the file that it has in @by.  The same keys in the
 * same order go on where they were.
 */
void mn_keys_replace(struct mn_keys *keys, struct mn_keys *by);

/* Drop all references. */
void mn_keys_put(struct mn_keys *keys);

/**
 * mn_key_params() - CGA parameters of an address (RFC 3972 section 3)
 * @key: key
 * @prefix: an address in the subnet of the address
 * @count: collision count
 * @out: result
 * @size: octets at @out, %MN_KEY_PARAMS_MAX are enough
 *
 * Return: octets of the parameters, or -EMSGSIZE.
 */
int mn_key_params(const struct mn_key *key, const struct in6_addr *prefix,
		  u8 count, u8 *out, size_t size);

#endif /* _MN_KEY_H */
