// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tokens, Kbm, authenticators and signed octets of the oracle's messages.
 */
#include <linux/module.h>
#include <crypto/sha1.h>

#include <fama/auth.h>

#include "expect.h"
#include "oracle_mh.h"

static void describe(const struct oracle_mh *v, char *desc)
{
	strscpy(desc, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_mh, oracle_mh, describe);

static void auth_kbm(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct hmac_sha1_key kbm, want;

	only_rows(test, v->kbm && v->home);

	fama_auth_kbm(&kbm, v->home, v->careof);
	hmac_sha1_preparekey(&want, v->kbm, FAMA_KBM_LEN);
	EXPECT_OCTETS(test, &kbm, &want, sizeof(kbm));
}

/* A registration without a care-of token has another key than a deregistration. */
static void auth_kbm_no_token(struct kunit *test)
{
	static const u8 home[FAMA_TOKEN_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct hmac_sha1_key early, gone;

	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(fama_auth_no_token, 0,
					     FAMA_TOKEN_LEN), NULL);
	fama_auth_kbm(&early, home, fama_auth_no_token);
	fama_auth_kbm(&gone, home, NULL);
	KUNIT_EXPECT_TRUE(test, memcmp(&early, &gone, sizeof(gone)));
}

static void auth_mac(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 mac[SHA1_DIGEST_SIZE];
	struct hmac_sha1_key kbm;
	struct hmac_sha1_ctx ctx;

	only_rows(test, v->authenticator);

	hmac_sha1_preparekey(&kbm, v->kbm, FAMA_KBM_LEN);
	fama_auth_mac(mac, &kbm, &v->coa, &v->cn, v->mh, v->mh_len);
	EXPECT_OCTETS(test, mac, v->authenticator, FAMA_AUTH_LEN);
	EXPECT_OCTETS(test, v->mh + v->mh_len - FAMA_AUTH_LEN,
		      v->authenticator, FAMA_AUTH_LEN);
	KUNIT_EXPECT_TRUE(test, fama_auth_mac_ok(&kbm, &v->coa, &v->cn,
						 v->mh, v->mh_len));
	if (!v->mac_input)
		return;
	hmac_sha1_init(&ctx, &kbm);
	hmac_sha1_update(&ctx, v->mac_input, v->mac_input_len);
	hmac_sha1_final(&ctx, mac);
	EXPECT_OCTETS(test, mac, v->authenticator, FAMA_AUTH_LEN);
}

/* A change of any octet of the message is found, except in the checksum. */
static void auth_mac_wrong(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct hmac_sha1_key kbm;
	u8 *mh, octets[FAMA_KBM_LEN];
	size_t bit;

	only_rows(test, v->authenticator);

	hmac_sha1_preparekey(&kbm, v->kbm, FAMA_KBM_LEN);
	mh = exact(test, v->mh, v->mh_len);
	for (bit = 0; bit < v->mh_len * 8; bit++) {
		bool checksum = bit / 8 == 4 || bit / 8 == 5;

		mh[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_EQ_MSG(test, checksum,
				    fama_auth_mac_ok(&kbm, &v->coa, &v->cn,
						     mh, v->mh_len),
				    "bit %zu", bit);
		mh[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_FALSE(test, fama_auth_mac_ok(&kbm, &v->cn, &v->coa,
						  mh, v->mh_len));
	memcpy(octets, v->kbm, sizeof(octets));
	for (bit = 0; bit < sizeof(octets) * 8; bit++) {
		octets[bit / 8] ^= 1 << bit % 8;
		hmac_sha1_preparekey(&kbm, octets, sizeof(octets));
		KUNIT_EXPECT_FALSE(test, fama_auth_mac_ok(&kbm, &v->coa, &v->cn,
							  mh, v->mh_len));
		octets[bit / 8] ^= 1 << bit % 8;
	}
}

static void auth_mac_short(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct hmac_sha1_key kbm;
	u8 mac[FAMA_AUTH_LEN];
	size_t len;

	only_rows(test, v->authenticator);

	hmac_sha1_preparekey(&kbm, v->kbm, FAMA_KBM_LEN);
	for (len = 0; len < v->mh_len; len++) {
		u8 *mh = exact(test, v->mh, len);

		KUNIT_EXPECT_FALSE(test, fama_auth_mac_ok(&kbm, &v->coa,
							  &v->cn, mh, len));
		fama_auth_mac(mac, &kbm, &v->coa, &v->cn, mh, len);
		kunit_kfree(test, mh);
	}
}

static void auth_digest(struct kunit *test)
{
	/* IANA: CGA type tag of RFC 4866 */
	static const u8 tag[] = {
		0x5f, 0x27, 0x05, 0x86, 0x8d, 0x6c, 0x4c, 0x56,
		0xa2, 0x46, 0x9e, 0xbb, 0x9b, 0x2a, 0x2e, 0x13,
	};
	const struct oracle_mh *v = test->param_value;
	u8 want[SHA1_DIGEST_SIZE], got[SHA1_DIGEST_SIZE];
	struct sha1_ctx ctx;

	only_rows(test, v->signed_data);

	sha1_init(&ctx);
	sha1_update(&ctx, tag, sizeof(tag));
	sha1_update(&ctx, v->signed_data, v->signed_data_len);
	sha1_final(&ctx, want);
	fama_auth_digest(got, &v->coa, &v->cn, v->mh, v->want.opt.signed_len);
	EXPECT_OCTETS(test, got, want, sizeof(want));
}

/* What is signed may end anywhere, within the checksum too. */
static void auth_digest_short(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 want[SHA1_DIGEST_SIZE], got[SHA1_DIGEST_SIZE];
	struct in6_addr zero = {};
	u8 *mh, *clean;
	size_t len;

	only_rows(test, v->signed_data);

	for (len = 0; len < 12; len++) {
		mh = exact(test, v->mh, len);
		fama_auth_digest(got, &v->coa, &v->cn, mh, len);
		clean = exact(test, v->mh, len);
		if (len > 4)
			memset(clean + 4, 0, min_t(size_t, len - 4, 2));
		fama_auth_digest(want, &v->coa, &v->cn, clean, len);
		EXPECT_OCTETS(test, got, want, sizeof(want));
		/* Neither longer nor shorter than it is. */
		fama_auth_digest(want, &v->coa, &v->cn, (const u8 *)&zero, len);
		fama_auth_digest(got, &v->coa, &v->cn, (const u8 *)&zero,
				 len + 1);
		KUNIT_EXPECT_NE(test, 0, memcmp(got, want, sizeof(want)));
	}
}

/* The shortest message that can have an authenticator. */
static void auth_mac_shortest(struct kunit *test)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1, [15] = 5 } };
	static const struct in6_addr cn = { .s6_addr = { 0x20, 1, [15] = 6 } };
	u8 mh[6 + FAMA_AUTH_LEN] = { 59, 1, 5 };
	struct hmac_sha1_key kbm;

	hmac_sha1_preparekey(&kbm, fama_auth_no_token, FAMA_TOKEN_LEN);
	fama_auth_mac(mh + 6, &kbm, &coa, &cn, mh, sizeof(mh));
	KUNIT_EXPECT_TRUE(test, fama_auth_mac_ok(&kbm, &coa, &cn, mh,
						 sizeof(mh)));
}

static void auth_token(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 token[FAMA_TOKEN_LEN], other[FAMA_TOKEN_LEN];

	only_rows(test, v->kcn);

	fama_auth_home_token(v->token_home ? token : other, v->kcn,
			     &v->token_addr, v->nonce, v->nonce_len);
	fama_auth_careof_token(v->token_home ? other : token, v->kcn,
			       &v->token_addr, v->nonce, v->nonce_len);
	EXPECT_OCTETS(test, token, v->token, sizeof(token));
	KUNIT_EXPECT_TRUE(test, memcmp(token, other, sizeof(token)));
}

static struct kunit_case auth_cases[] = {
	KUNIT_CASE_PARAM(auth_kbm, oracle_mh_gen_params),
	KUNIT_CASE(auth_kbm_no_token),
	KUNIT_CASE_PARAM(auth_mac, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(auth_mac_wrong, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(auth_mac_short, oracle_mh_gen_params),
	KUNIT_CASE(auth_mac_shortest),
	KUNIT_CASE_PARAM(auth_digest, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(auth_digest_short, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(auth_token, oracle_mh_gen_params),
	{}
};

static struct kunit_suite auth_suite = {
	.name = "fama_auth",
	.test_cases = auth_cases,
};

kunit_test_suite(auth_suite);

MODULE_DESCRIPTION("Tests of fama's authenticators");
MODULE_LICENSE("GPL");
