// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys of a mobile node: which are taken, why others are not, how long they live.
 */
#include <linux/module.h>

#include "../mn/key.c"

#include "expect.h"
#include "oracle_cga.h"
#include "oracle_keys.h"

static const u8 modifier[FAMA_CGA_MODIFIER_LEN] = { 1, 2, 3, [15] = 9 };

static struct mn_key *key_of(struct kunit *test, const struct oracle_key *key,
			     const u8 *mod)
{
	struct mn_key *k = mn_key_new(key->priv, key->priv_len, mod, 0, NULL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	return k;
}

static void expect_refused(struct kunit *test, const u8 *der, size_t len,
			   const u8 *mod, u8 sec, int err, const char *why)
{
	struct netlink_ext_ack extack = {};
	struct mn_key *key = mn_key_new(der, len, mod, sec, &extack);

	KUNIT_EXPECT_PTR_EQ(test, key, (struct mn_key *)ERR_PTR(err));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, extack._msg);
	KUNIT_EXPECT_STREQ(test, extack._msg, why);
	if (!IS_ERR(key))
		mn_key_put(key);
}

/* Parameters as the oracle's implementation of RFC 3972 has them. */
static void key_oracle_one(struct kunit *test, const struct oracle_cga *o)
{
	const struct oracle_key *key = &oracle_keys[o->key];
	u8 params[FAMA_CGA_KEY_OFF + MN_SPKI_MAX_LEN];
	struct in6_addr prefix = {};
	struct mn_key *k;
	int len;

	k = mn_key_new(key->priv, key->priv_len, o->modifier, o->sec, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	memcpy(&prefix, o->prefix, sizeof(o->prefix));
	len = mn_key_params(k, &prefix, o->count, params, sizeof(params));
	KUNIT_EXPECT_EQ_MSG(test, (size_t)len, o->params_len, "%s", o->name);
	if (len > 0)
		EXPECT_OCTETS(test, params, o->params, len);
	KUNIT_EXPECT_EQ(test, k->bits, (unsigned int)fama_pki_len(k->pki) * 8);
	mn_key_put(k);
	/* That wants 32 more bits of Hash2. */
	expect_refused(test, key->priv, key->priv_len, o->modifier, o->sec + 2,
		       -EKEYREJECTED, "modifier does not fit key and Sec");
}

static void key_oracle_test(struct kunit *test)
{
	int i, fits = 0;

	for (i = 0; i < ARRAY_SIZE(oracle_cga); i++) {
		const struct oracle_cga *o = &oracle_cga[i];

		/* 2048 bits are for routers. */
		if (o->err != FAMA_CGA_OK || !o->generated || o->ext_len ||
		    o->key < 0 || o->key > 1)
			continue;
		key_oracle_one(test, o);
		fits++;
	}
	KUNIT_EXPECT_GT(test, fits, 2);
}

static void key_life_test(struct kunit *test)
{
	struct mn_key *k = key_of(test, &oracle_keys[0], modifier);

	KUNIT_EXPECT_PTR_EQ(test, k, mn_key_get(k));
	mn_key_put(k);
	/* Still whole: KASAN would tell. */
	KUNIT_EXPECT_EQ(test, 1u, kref_read(&k->refs));
	KUNIT_EXPECT_EQ(test, (size_t)128, fama_pki_len(k->pki));
	mn_key_put(k);
	mn_key_put(NULL);
}

static void key_same_test(struct kunit *test)
{
	static const u8 other[FAMA_CGA_MODIFIER_LEN] = { 1, 2, 3, [15] = 8 };
	struct mn_key *k = key_of(test, &oracle_keys[0], modifier);
	struct mn_key *again = key_of(test, &oracle_keys[0], modifier);
	struct mn_key *mod = key_of(test, &oracle_keys[0], other);
	struct mn_key *larger = key_of(test, &oracle_keys[1], modifier);

	KUNIT_EXPECT_TRUE(test, mn_key_same(k, again));
	KUNIT_EXPECT_FALSE(test, mn_key_same(k, mod));
	KUNIT_EXPECT_FALSE(test, mn_key_same(k, larger));
	again->sec++;
	KUNIT_EXPECT_FALSE(test, mn_key_same(k, again));
	again->sec--;
	again->spki[again->spki_len - 1] ^= 1;
	KUNIT_EXPECT_FALSE(test, mn_key_same(k, again));
	mn_key_put(k);
	mn_key_put(again);
	mn_key_put(mod);
	mn_key_put(larger);
}

static void key_refused_test(struct kunit *test)
{
	static const char none[] = "not an RSA private key in PKCS#1 DER";
	const struct oracle_key *key = &oracle_keys[1];
	u8 *der = exact(test, key->priv, key->priv_len);
	size_t at = key->priv_len / 2 + key->priv_len / 4;
	size_t len;

	for (len = 0; len < key->priv_len; len += 37)
		expect_refused(test, der, len, modifier, 0, -EBADMSG, none);
	expect_refused(test, key->spki, key->spki_len, modifier, 0, -EBADMSG,
		       none);
	expect_refused(test, oracle_keys[2].priv, oracle_keys[2].priv_len,
		       modifier, 0, -EKEYREJECTED,
		       "key size must be 1024 or 1536 bits");
	der[at] ^= 1;	/* in one of the numbers of the CRT */
	expect_refused(test, der, key->priv_len, modifier, 0, -EKEYREJECTED,
		       "private key is damaged");
	der[at] ^= 1;
	expect_refused(test, der, key->priv_len, modifier, 7, -EKEYREJECTED,
		       "modifier does not fit key and Sec");
}

/* Keys that are used in turn: none twice, not too many; who stays is the same object. */
static void keys_test(struct kunit *test)
{
	struct mn_keys keys = {}, by = {};
	struct netlink_ext_ack extack = {};
	u8 mod[FAMA_CGA_MODIFIER_LEN] = {};
	struct mn_key *first;
	int i;

	for (i = 0; i < MN_MAX_KEYS; i++) {
		mod[0] = i;
		KUNIT_ASSERT_EQ(test, 0,
				mn_keys_add(&keys, key_of(test, &oracle_keys[0],
							  mod), &extack));
	}
	KUNIT_EXPECT_EQ(test, mn_keys_add(&keys, key_of(test, &oracle_keys[1],
							mod), &extack), -E2BIG);
	first = keys.key[0];
	KUNIT_EXPECT_TRUE(test, mn_keys_have(&keys, first));
	mod[0] = 0;
	KUNIT_EXPECT_EQ(test, 0,
			mn_keys_add(&by, key_of(test, &oracle_keys[1], mod),
				    &extack));
	KUNIT_EXPECT_EQ(test, 0,
			mn_keys_add(&by, key_of(test, &oracle_keys[0], mod),
				    &extack));
	KUNIT_EXPECT_EQ(test, mn_keys_add(&by, key_of(test, &oracle_keys[0], mod),
					  &extack), -EINVAL);
	mn_keys_replace(&keys, &by);
	KUNIT_EXPECT_EQ(test, keys.count, 2);
	KUNIT_EXPECT_EQ(test, by.count, MN_MAX_KEYS);
	KUNIT_EXPECT_PTR_EQ(test, keys.key[1], first);
	mn_keys_put(&by);
	KUNIT_EXPECT_TRUE(test, mn_keys_have(&keys, first));

	/* The same again: it is as it was, but for the name of the file. */
	keys.next = 1;
	for (i = 1; i >= 0; i--)
		KUNIT_ASSERT_EQ(test, 0,
				mn_keys_add(&by, key_of(test, &oracle_keys[i],
							mod), &extack));
	strscpy(by.key[1]->file, "/etc/key", sizeof(by.key[1]->file));
	mn_keys_replace(&keys, &by);
	KUNIT_EXPECT_PTR_EQ(test, keys.key[1], first);
	KUNIT_EXPECT_EQ(test, keys.next, 1);
	KUNIT_EXPECT_STREQ(test, first->file, "/etc/key");
	mn_keys_put(&by);
	/* In another order they begin anew. */
	for (i = 0; i <= 1; i++)
		KUNIT_ASSERT_EQ(test, 0,
				mn_keys_add(&by, key_of(test, &oracle_keys[i],
							mod), &extack));
	mn_keys_replace(&keys, &by);
	KUNIT_EXPECT_EQ(test, keys.next, 0);
	KUNIT_EXPECT_PTR_EQ(test, keys.key[0], first);
	mn_keys_put(&by);
	mn_keys_put(&keys);
	KUNIT_EXPECT_EQ(test, keys.count, 0);
	KUNIT_EXPECT_FALSE(test, mn_keys_have(&keys, first));
}

static struct kunit_case mn_key_cases[] = {
	KUNIT_CASE(key_oracle_test),
	KUNIT_CASE(key_life_test),
	KUNIT_CASE(key_same_test),
	KUNIT_CASE(keys_test),
	KUNIT_CASE(key_refused_test),
	{}
};

static struct kunit_suite mn_key_suite = {
	.name = "mn_key",
	.test_cases = mn_key_cases,
};

kunit_test_suite(mn_key_suite);

MODULE_DESCRIPTION("KUnit: keys of a mobile node");
MODULE_LICENSE("GPL");
