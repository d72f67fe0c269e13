// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "signer.h"

/* A key, its public half and the modifier; constant after it was published. */
struct dar_signer_key {
	struct fama_pki *pki;
	u8 modifier[FAMA_CGA_MODIFIER_LEN];
	u8 spki[FAMA_SPKI_MAX_LEN];
	size_t spki_len;
};

static void signer_free(struct dar_signer_key *key)
{
	if (!key)
		return;
	fama_pki_free(key->pki);
	kfree(key);
}

/* Read the public half of a key, and check it. */
static int signer_read(struct dar_signer_key *key, const u8 *der, size_t len,
		       struct netlink_ext_ack *extack)
{
	struct fama_spki spki;
	int n;

	n = fama_spki_from_private(der, len, key->spki, sizeof(key->spki));
	if (n == -EBADMSG || (n > 0 && fama_spki_parse(key->spki, n, &spki))) {
		NL_SET_ERR_MSG(extack, "not an RSA private key in PKCS#1 DER");
		return -EBADMSG;
	}
	if (n < 0 || !fama_spki_size(&spki)) {
		NL_SET_ERR_MSG(extack, "key size must be 1024, 1536 or 2048 bits");
		return -EKEYREJECTED;
	}
	if (fama_spki_usable(&spki, FAMA_KEY_ANY) == -EINVAL) {
		NL_SET_ERR_MSG(extack, "key must be RSA with exponent 3 or 65537");
		return -EINVAL;
	}
	key->spki_len = n;
	return 0;
}

static int signer_load(struct dar_signer_key *key, const u8 *der, size_t len,
		       struct netlink_ext_ack *extack)
{
	int err;

	err = signer_read(key, der, len, extack);
	if (err)
		return err;
	key->pki = fama_pki_private(der, len, FAMA_KEY_ANY);
	if (!IS_ERR(key->pki))
		return 0;
	err = PTR_ERR(key->pki);
	if (err == -EPERM)
		NL_SET_ERR_MSG(extack, "FIPS mode: the kernel refuses such an RSA key");
	else if (err != -ENOMEM)
		NL_SET_ERR_MSG(extack, "private key is damaged");
	return err;
}

static struct dar_signer_key *signer_new(const u8 *der, size_t len,
					 const u8 *modifier,
					 struct netlink_ext_ack *extack)
{
	struct dar_signer_key *key;
	int err;

	key = kzalloc(sizeof(*key), GFP_KERNEL_ACCOUNT);
	if (!key)
		return ERR_PTR(-ENOMEM);
	memcpy(key->modifier, modifier, sizeof(key->modifier));
	err = signer_load(key, der, len, extack);
	if (err) {
		signer_free(key);
		return ERR_PTR(err);
	}
	return key;
}

/* Checking the new key takes long: it is done without the lock. */
int dar_signer_set(struct dar_signer *s, const u8 *der, size_t len,
		   const u8 modifier[FAMA_CGA_MODIFIER_LEN], const char *file,
		   struct netlink_ext_ack *extack)
{
	struct dar_signer_key *key = NULL;

	if (len) {
		key = signer_new(der, len, modifier, extack);
		if (IS_ERR(key))
			return PTR_ERR(key);
	}
	down_write(&s->lock);
	swap(s->key, key);
	strscpy(s->file, len && file ? file : "", sizeof(s->file));
	up_write(&s->lock);
	signer_free(key);
	return 0;
}

unsigned int dar_signer_bits(struct dar_signer *s)
{
	unsigned int bits;

	down_read(&s->lock);
	bits = s->key ? fama_pki_len(s->key->pki) * 8 : 0;
	up_read(&s->lock);
	return bits;
}

void dar_signer_file(struct dar_signer *s, char *file)
{
	down_read(&s->lock);
	memcpy(file, s->file, sizeof(s->file));
	up_read(&s->lock);
}

/* Find the collision count of @addr, which the address itself does not show. */
static size_t signer_params(const struct dar_signer_key *key,
			    const struct in6_addr *addr, u8 *params)
{
	u8 count;
	int len;

	for (count = 0; count <= FAMA_CGA_MAX_COUNT; count++) {
		len = fama_cga_build(params, DAR_SIGNER_PARAMS_MAX,
				     key->modifier, addr, count, key->spki,
				     key->spki_len);
		if (len > 0 &&
		    fama_cga_verify(addr, params, len) == FAMA_CGA_OK)
			return len;
	}
	return 0;
}

size_t dar_signer_hold(struct dar_signer *s, const struct in6_addr *addr,
		       u8 *params)
{
	size_t len;

	down_read(&s->lock);
	len = s->key ? signer_params(s->key, addr, params) : 0;
	if (!len)
		up_read(&s->lock);
	return len;
}

size_t dar_signer_len(const struct dar_signer *s)
{
	lockdep_assert_held(&s->lock);
	return fama_pki_len(s->key->pki);
}

int dar_signer_sign(struct dar_signer *s, const u8 digest[SHA1_DIGEST_SIZE],
		    u8 *sig)
{
	lockdep_assert_held(&s->lock);
	return fama_pki_sign(s->key->pki, digest, sig);
}

void dar_signer_release(struct dar_signer *s)
{
	up_read(&s->lock);
}

void dar_signer_init(struct dar_signer *s)
{
	init_rwsem(&s->lock);
}

void dar_signer_exit(struct dar_signer *s)
{
	signer_free(s->key);
}
