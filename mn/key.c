// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/netlink.h>
#include <linux/slab.h>

#include <fama/pki.h>
#include <fama/spki.h>

#include "key.h"

/* With a wrong modifier the node would make addresses that nobody accepts. */
static int key_check_modifier(const struct mn_key *key,
			      struct netlink_ext_ack *extack)
{
	u8 params[MN_KEY_PARAMS_MAX];
	int len;

	len = mn_key_params(key, &in6addr_any, 0, params, sizeof(params));
	if (len < 0)
		return len;
	if (fama_cga_modifier_ok(params, len, key->sec))
		return 0;
	NL_SET_ERR_MSG(extack, "modifier does not fit key and Sec");
	return -EKEYREJECTED;
}

static int key_load(struct mn_key *key, const u8 *der, size_t der_len,
		    struct netlink_ext_ack *extack)
{
	struct fama_spki spki;
	int len, err;

	len = fama_spki_from_private(der, der_len, key->spki,
				     sizeof(key->spki));
	if (len == -EBADMSG ||
	    (len > 0 && fama_spki_parse(key->spki, len, &spki))) {
		NL_SET_ERR_MSG(extack, "not an RSA private key in PKCS#1 DER");
		return -EBADMSG;
	}
	if (len < 0 || !(fama_spki_size(&spki) & FAMA_KEY_RFC4866)) {
		NL_SET_ERR_MSG(extack, "key size must be 1024 or 1536 bits");
		return -EKEYREJECTED;
	}
	err = fama_spki_usable(&spki, FAMA_KEY_RFC4866);
	if (err == -EINVAL)
		NL_SET_ERR_MSG(extack, "key must be RSA with exponent 3 or 65537");
	else if (err)
		NL_SET_ERR_MSG(extack, "private key is damaged");
	if (err)
		return err;
	key->spki_len = len;
	key->bits = spki.n_len * 8;
	return key_check_modifier(key, extack);
}

struct mn_key *mn_key_new(const u8 *der, size_t len, const u8 *modifier,
			  u8 sec, struct netlink_ext_ack *extack)
{
	struct mn_key *key;
	int err;

	key = kzalloc(sizeof(*key), GFP_KERNEL_ACCOUNT);
	if (!key)
		return ERR_PTR(-ENOMEM);
	kref_init(&key->refs);
	memcpy(key->modifier, modifier, sizeof(key->modifier));
	key->sec = sec;
	err = key_load(key, der, len, extack);
	if (err)
		goto err_free;
	key->pki = fama_pki_private(der, len, FAMA_KEY_RFC4866);
	if (IS_ERR(key->pki)) {
		err = PTR_ERR(key->pki);
		if (err == -EPERM)
			NL_SET_ERR_MSG(extack, "FIPS mode: the kernel refuses such an RSA key");
		else if (err != -ENOMEM)
			NL_SET_ERR_MSG(extack, "private key is damaged");
		goto err_free;
	}
	return key;

err_free:
	kfree(key);
	return ERR_PTR(err);
}

struct mn_key *mn_key_get(struct mn_key *key)
{
	kref_get(&key->refs);
	return key;
}

static void key_release(struct kref *refs)
{
	struct mn_key *key = container_of(refs, struct mn_key, refs);

	fama_pki_free(key->pki);
	kfree(key);
}

void mn_key_put(struct mn_key *key)
{
	if (key)
		kref_put(&key->refs, key_release);
}

bool mn_key_same(const struct mn_key *key, const struct mn_key *other)
{
	return key->sec == other->sec && key->spki_len == other->spki_len &&
	       !memcmp(key->modifier, other->modifier, sizeof(key->modifier)) &&
	       !memcmp(key->spki, other->spki, key->spki_len);
}

bool mn_keys_have(const struct mn_keys *keys, const struct mn_key *key)
{
	unsigned int i;

	for (i = 0; i < keys->count; i++)
		if (keys->key[i] == key)
			return true;
	return false;
}

/* A key among these that makes the same addresses, or NULL. */
static struct mn_key *keys_find(const struct mn_keys *keys,
				const struct mn_key *key)
{
	unsigned int i;

	for (i = 0; i < keys->count; i++)
		if (mn_key_same(keys->key[i], key))
			return keys->key[i];
	return NULL;
}

int mn_keys_add(struct mn_keys *keys, struct mn_key *key,
		struct netlink_ext_ack *extack)
{
	int err = 0;

	if (keys->count == MN_MAX_KEYS) {
		NL_SET_ERR_MSG(extack, "too many keys");
		err = -E2BIG;
	} else if (keys_find(keys, key)) {
		NL_SET_ERR_MSG(extack, "a key is given twice");
		err = -EINVAL;
	}
	if (err)
		mn_key_put(key);
	else
		keys->key[keys->count++] = key;
	return err;
}

void mn_keys_replace(struct mn_keys *keys, struct mn_keys *by)
{
	bool equal = keys->count == by->count;
	struct mn_key *same;
	unsigned int i;

	for (i = 0; i < by->count; i++) {
		same = keys_find(keys, by->key[i]);
		equal = equal && same == keys->key[i];
		if (!same)
			continue;
		memcpy(same->file, by->key[i]->file, sizeof(same->file));
		mn_key_put(by->key[i]);
		by->key[i] = mn_key_get(same);
	}
	if (equal)
		by->next = keys->next;
	swap(*keys, *by);
}

void mn_keys_put(struct mn_keys *keys)
{
	while (keys->count)
		mn_key_put(keys->key[--keys->count]);
	memset(keys, 0, sizeof(*keys));
}

int mn_key_params(const struct mn_key *key, const struct in6_addr *prefix,
		  u8 count, u8 *out, size_t size)
{
	return fama_cga_build(out, size, key->modifier, prefix, count,
			      key->spki, key->spki_len);
}
