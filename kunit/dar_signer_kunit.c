// SPDX-License-Identifier: GPL-2.0-only
/*
 * The key of a DAR: which are taken, why others are not, whose CGA it signs.
 */
#include <linux/module.h>

#include <fama/auth.h>

#include "../dar/state/signer.c"

#include "expect.h"
#include "oracle_cga.h"
#include "oracle_keys.h"

static const u8 digest[SHA1_DIGEST_SIZE] = "twenty octets of SHA";
static const u8 modifier[FAMA_CGA_MODIFIER_LEN] = { 1, 2, 3, [15] = 9 };

static void describe_key(const struct oracle_key *key, char *desc)
{
	strscpy(desc, key->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_keys, oracle_keys, describe_key);

static struct dar_signer *signer_new_empty(struct kunit *test)
{
	struct dar_signer *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s);
	dar_signer_init(s);
	return s;
}

/* Parameters and address as the oracle's implementation of RFC 3972 has them. */
static void signer_oracle_test(struct kunit *test)
{
	u8 *params = kunit_kzalloc(test, DAR_SIGNER_PARAMS_MAX, GFP_KERNEL);
	struct dar_signer *s = signer_new_empty(test);
	int i, fits = 0;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, params);
	for (i = 0; i < ARRAY_SIZE(oracle_cga); i++) {
		const struct oracle_cga *o = &oracle_cga[i];
		const struct oracle_key *key;
		size_t len;

		if (!o->generated || o->ext_len || o->key < 0)
			continue;
		key = &oracle_keys[o->key];
		KUNIT_ASSERT_EQ(test, 0, dar_signer_set(s, key->priv,
							key->priv_len,
							o->modifier, NULL, NULL));
		len = dar_signer_hold(s, &o->addr, params);
		KUNIT_EXPECT_EQ_MSG(test, len, o->params_len, "%s", o->name);
		if (!len)
			continue;
		EXPECT_OCTETS(test, params, o->params, len);
		dar_signer_release(s);
		fits++;
	}
	KUNIT_EXPECT_GT(test, fits, 2);
	dar_signer_exit(s);
}

static void signer_sign_test(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	struct in6_addr addr = { .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1 } };
	u8 *params = kunit_kzalloc(test, DAR_SIGNER_PARAMS_MAX, GFP_KERNEL);
	u8 *sig = kunit_kzalloc(test, FAMA_PKI_MAX_LEN, GFP_KERNEL);
	unsigned int bits = 1024 + 512 * (key - oracle_keys);
	struct dar_signer *s = signer_new_empty(test);
	struct fama_pki *pub;
	u8 count;
	int len;

	KUNIT_ASSERT_TRUE(test, params && sig);
	KUNIT_EXPECT_EQ(test, 0u, dar_signer_bits(s));
	KUNIT_EXPECT_EQ(test, (size_t)0, dar_signer_hold(s, &addr, params));
	KUNIT_ASSERT_EQ(test, 0, dar_signer_set(s, key->priv, key->priv_len,
						modifier, NULL, NULL));
	KUNIT_EXPECT_EQ(test, bits, dar_signer_bits(s));
	KUNIT_EXPECT_EQ(test, (size_t)0, dar_signer_hold(s, &addr, params));

	/* Every collision count is found; the one after the last is none. */
	for (count = 0; count <= FAMA_CGA_MAX_COUNT + 1; count++) {
		len = fama_cga_build(params, DAR_SIGNER_PARAMS_MAX, modifier,
				     &addr, count, key->spki, key->spki_len);
		KUNIT_ASSERT_GT(test, len, 0);
		fama_cga_generate(params, len, 0, &addr);
		memset(params, 0, DAR_SIGNER_PARAMS_MAX);
		if (count > FAMA_CGA_MAX_COUNT) {
			KUNIT_EXPECT_EQ(test, (size_t)0,
					dar_signer_hold(s, &addr, params));
			break;
		}
		KUNIT_ASSERT_EQ(test, (size_t)len,
				dar_signer_hold(s, &addr, params));
		KUNIT_EXPECT_EQ(test, count, params[FAMA_CGA_COUNT_OFF]);
		KUNIT_EXPECT_EQ(test, 0, dar_signer_sign(s, digest, sig));
		KUNIT_EXPECT_EQ(test, bits / 8, (unsigned int)dar_signer_len(s));
		dar_signer_release(s);
	}
	pub = fama_pki_public(key->spki, key->spki_len, FAMA_KEY_ANY);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pub);
	KUNIT_EXPECT_EQ(test, 0, fama_pki_verify(pub, digest, sig,
						 fama_pki_len(pub)));
	fama_pki_free(pub);

	KUNIT_EXPECT_EQ(test, 0, dar_signer_set(s, NULL, 0, NULL, NULL, NULL));
	KUNIT_EXPECT_EQ(test, 0u, dar_signer_bits(s));
	dar_signer_exit(s);
}

/* Refused with a reason, and the key that was there stays. */
static void expect_refused(struct kunit *test, struct dar_signer *s,
			   const u8 *der, size_t len, int err, const char *why)
{
	struct netlink_ext_ack extack = {};

	KUNIT_EXPECT_EQ(test, err, dar_signer_set(s, der, len, modifier, NULL,
						  &extack));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, extack._msg);
	KUNIT_EXPECT_STREQ(test, extack._msg, why);
	KUNIT_EXPECT_EQ(test, 1024u, dar_signer_bits(s));
}

static void signer_refused_test(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *der = exact(test, key->priv, key->priv_len);
	struct dar_signer *s = signer_new_empty(test);
	struct fama_spki spki;
	size_t n, half = key->priv_len / 2;

	KUNIT_ASSERT_EQ(test, 0, dar_signer_set(s, oracle_keys[0].priv,
						oracle_keys[0].priv_len,
						modifier, NULL, NULL));
	expect_refused(test, s, der, key->priv_len - 1, -EBADMSG,
		       "not an RSA private key in PKCS#1 DER");
	expect_refused(test, s, key->spki, key->spki_len, -EBADMSG,
		       "not an RSA private key in PKCS#1 DER");
	der[half + half / 2] ^= 1;	/* in one of the numbers of the CRT */
	expect_refused(test, s, der, key->priv_len, -EKEYREJECTED,
		       "private key is damaged");
	der[half + half / 2] ^= 1;

	/* Version and two heads before the modulus, the exponent behind it. */
	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(key->spki, key->spki_len,
						 &spki));
	n = 4 + 3 + (spki.n_len > 255 ? 4 : spki.n_len > 127 ? 3 : 2) + 1;
	if (!memcmp(der + n, spki.n, 4)) {
		der[n + spki.n_len + 2] ^= 2;
		expect_refused(test, s, der, key->priv_len, -EINVAL,
			       "key must be RSA with exponent 3 or 65537");
		der[n + spki.n_len + 2] ^= 2;
		der[n] ^= 0x80;		/* now not minimal */
		expect_refused(test, s, der, key->priv_len, -EBADMSG,
			       "not an RSA private key in PKCS#1 DER");
	} else {
		KUNIT_FAIL(test, "modulus not at %zu", n);
	}
	dar_signer_exit(s);
}

/* A key of no size that fama knows. */
static void signer_size_test(struct kunit *test)
{
	static const u8 der[] = {
		0x30, 0x1b, 0x02, 0x01, 0x00, 0x02, 0x01, 0x0f, 0x02, 0x01,
		0x03, 0x02, 0x01, 0x03, 0x02, 0x01, 0x03, 0x02, 0x01, 0x05,
		0x02, 0x01, 0x01, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01,
	};
	struct dar_signer *s = signer_new_empty(test);

	KUNIT_ASSERT_EQ(test, 0, dar_signer_set(s, oracle_keys[0].priv,
						oracle_keys[0].priv_len,
						modifier, NULL, NULL));
	expect_refused(test, s, der, sizeof(der), -EKEYREJECTED,
		       "key size must be 1024, 1536 or 2048 bits");
	dar_signer_exit(s);
}

static struct kunit_case dar_signer_cases[] = {
	KUNIT_CASE(signer_oracle_test),
	KUNIT_CASE_PARAM(signer_sign_test, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(signer_refused_test, oracle_keys_gen_params),
	KUNIT_CASE(signer_size_test),
	{}
};

static struct kunit_suite dar_signer_suite = {
	.name = "dar_signer",
	.test_cases = dar_signer_cases,
};

kunit_test_suite(dar_signer_suite);

MODULE_DESCRIPTION("KUnit: the key of a DAR");
MODULE_LICENSE("GPL");
