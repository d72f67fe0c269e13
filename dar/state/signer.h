/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key of a DAR.  It signs a Binding Acknowledgement that delivers a PHKT, if
 * our address is a CGA made of this key (RFC 4866 section 4.3, RFC 3972).
 */
#ifndef _DAR_SIGNER_H
#define _DAR_SIGNER_H

#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/rwsem.h>
#include <linux/types.h>

#include <fama/cga.h>
#include <fama/pki.h>
#include <fama/spki.h>

#include "secret.h"

#define DAR_SIGNER_PARAMS_MAX	(FAMA_CGA_KEY_OFF + FAMA_SPKI_MAX_LEN)

struct dar_signer_key;

/**
 * struct dar_signer - the key of a namespace
 * @lock: protects all; held for reading while @key signs
 * @key: the key, or NULL
 * @file: name of the file that it came from, as the administrator says; empty: unknown
 */
struct dar_signer {
	struct rw_semaphore lock;	/* see above */
	struct dar_signer_key *key;
	char file[DAR_FILE_MAX + 1];
};

void dar_signer_init(struct dar_signer *s);
void dar_signer_exit(struct dar_signer *s);

/**
 * dar_signer_set() - set, replace or clear the key
 * @s: the signer
 * @der: PKCS#1 RSAPrivateKey
 * @len: octets of @der, 0: remove the key
 * @modifier: modifier of the CGA, 16 octets; ignored if the key is removed
 * @file: name of the file that the key comes from; NULL: unknown
 * @extack: gets an error message; may be NULL
 *
 * The key is kept when the role is disabled.  A message that is being signed is
 * finished with the former key.
 *
 * Context: may sleep; the caller may hold any lock but dar_signer.lock.
 * Return: 0; -EBADMSG: @der is no private RSA key; -EKEYREJECTED: its size is not
 * supported, or it is damaged; -EINVAL: its exponent is not supported; -ENOMEM.
 */
int dar_signer_set(struct dar_signer *s, const u8 *der, size_t len,
		   const u8 modifier[FAMA_CGA_MODIFIER_LEN], const char *file,
		   struct netlink_ext_ack *extack);

/* Return: bits of the modulus of the key, 0: there is no key.  May sleep. */
unsigned int dar_signer_bits(struct dar_signer *s);

/* Copy the name of the file of the key, %DAR_FILE_MAX + 1 octets.  May sleep. */
void dar_signer_file(struct dar_signer *s, char *file);

/**
 * dar_signer_hold() - lock the key if an address is a CGA of it
 * @s: the signer
 * @addr: the address
 * @params: result: CGA parameters of @addr, %DAR_SIGNER_PARAMS_MAX octets
 *
 * Context: may sleep.
 * Return: octets of @params, and the caller has to call dar_signer_release(); 0:
 * there is no key, or @addr is no CGA of it.
 */
size_t dar_signer_hold(struct dar_signer *s, const struct in6_addr *addr,
		       u8 *params);

/*
 * Return: octets of a signature.  Call it between dar_signer_hold() and
 * dar_signer_release().
 */
size_t dar_signer_len(const struct dar_signer *s);

/* See fama_pki_sign().  Call it between dar_signer_hold() and dar_signer_release(). */
int dar_signer_sign(struct dar_signer *s, const u8 digest[SHA1_DIGEST_SIZE],
		    u8 *sig);

/* Unlock the key. */
void dar_signer_release(struct dar_signer *s);

#endif /* _DAR_SIGNER_H */
