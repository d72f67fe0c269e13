/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key of a DAR, which signs Binding Acknowledgements that deliver a PHKT
 * when they come from a CGA of it (RFC 4866 section 4.3, RFC 3972).
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

#define DAR_SIGNER_PARAMS_MAX	(FAMA_CGA_KEY_OFF + FAMA_SPKI_MAX_LEN)

struct dar_net;
struct dar_signer_key;

/**
 * struct dar_signer - the key of a namespace
 * @lock: @key; held for reading while it signs
 * @key: NULL: none
 */
struct dar_signer {
	struct rw_semaphore lock;	/* see above */
	struct dar_signer_key *key;
};

void dar_signer_init(struct dar_net *dn);
void dar_signer_exit(struct dar_net *dn);

/**
 * dar_signer_set() - set, replace or clear the key
 * @dn: the namespace
 * @der: PKCS#1 RSAPrivateKey
 * @len: octets of it, 0: no key from now on
 * @modifier: 16 octets; not looked at when there is no key
 * @extack: says what is wrong; may be NULL
 *
 * It outlives a disable.  What is being signed is finished with the old key.
 *
 * Context: may sleep; any lock but that of a signer may be held.
 * Return: 0, -EBADMSG: no private RSA key, -EKEYREJECTED: size or damaged,
 * -EINVAL: exponent, -ENOMEM.
 */
int dar_signer_set(struct dar_net *dn, const u8 *der, size_t len,
		   const u8 modifier[FAMA_CGA_MODIFIER_LEN],
		   struct netlink_ext_ack *extack);

/* Modulus length of the key, 0: there is none.  May sleep. */
unsigned int dar_signer_bits(struct dar_net *dn);

/**
 * dar_signer_hold() - keep the key if an address is a CGA of it
 * @dn: the namespace
 * @addr: the address
 * @params: result: CGA parameters of @addr, %DAR_SIGNER_PARAMS_MAX octets
 *
 * Context: may sleep.
 * Return: octets of the parameters, then dar_signer_release() is owed; 0: no
 * key fits.
 */
size_t dar_signer_hold(struct dar_net *dn, const struct in6_addr *addr,
		       u8 *params);

/* Octets of a signature.  Between dar_signer_hold() and dar_signer_release(). */
size_t dar_signer_len(const struct dar_net *dn);

/* As fama_pki_sign().  Between dar_signer_hold() and dar_signer_release(). */
int dar_signer_sign(struct dar_net *dn, const u8 digest[SHA1_DIGEST_SIZE],
		    u8 *sig);

void dar_signer_release(struct dar_net *dn);

#endif /* _DAR_SIGNER_H */
