// SPDX-License-Identifier: GPL-2.0-only
/*
 * RFC 3972, on the oracle's addresses: appendix A among them.
 */
#include <linux/module.h>
#include <crypto/sha1.h>

#include <fama/cga.h>
#include <fama/spki.h>

#include "expect.h"
#include "oracle_cga.h"

static void describe(const struct oracle_cga *v, char *desc)
{
	strscpy(desc, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_cga, oracle_cga, describe);

static void cga_verify(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	u8 *params = exact(test, v->params, v->params_len);

	KUNIT_EXPECT_EQ(test, v->err,
			fama_cga_verify(&v->addr, params, v->params_len));
}

/*
 * A change of any bit of the parameters is found, and of any bit of the address
 * but u and g.
 */
static void cga_verify_bits(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	u8 *params = exact(test, v->params, v->params_len);
	struct in6_addr addr = v->addr;
	size_t bit;

	only_rows(test, v->err == FAMA_CGA_OK);

	for (bit = 0; bit < v->params_len * 8; bit++) {
		params[bit / 8] ^= 0x80 >> bit % 8;
		KUNIT_EXPECT_NE_MSG(test, FAMA_CGA_OK,
				    fama_cga_verify(&addr, params,
						    v->params_len),
				    "parameter bit %zu", bit);
		params[bit / 8] ^= 0x80 >> bit % 8;
	}
	for (bit = 0; bit < 128; bit++) {
		bool ug = bit == 70 || bit == 71;
		enum fama_cga_err err;

		if (bit >= 64 && bit < 67)	/* Sec: cga_lowered_sec() */
			continue;
		addr.s6_addr[bit / 8] ^= 0x80 >> bit % 8;
		err = fama_cga_verify(&addr, params, v->params_len);
		KUNIT_EXPECT_EQ_MSG(test, ug, err == FAMA_CGA_OK,
				    "address bit %zu", bit);
		addr.s6_addr[bit / 8] ^= 0x80 >> bit % 8;
	}
}

/*
 * RFC 3972 section 7.1: a modifier fits every Sec up to the one that it was
 * searched for, and none above.
 */
static void cga_lowered_sec(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	struct in6_addr addr = v->addr;
	u8 sec, zeros = 0;

	only_rows(test, v->generated);

	while (zeros < sizeof(v->hash2) && !v->hash2[zeros])
		zeros++;
	for (sec = 0; sec < 8; sec++) {
		bool fits = sec * 2 <= zeros;

		addr.s6_addr[8] = (addr.s6_addr[8] & 0x1f) | sec << 5;
		KUNIT_EXPECT_EQ(test, sec, fama_cga_sec(&addr));
		KUNIT_EXPECT_EQ(test, fits ? FAMA_CGA_OK : FAMA_CGA_EHASH2,
				fama_cga_verify(&addr, v->params,
						v->params_len));
		KUNIT_EXPECT_EQ(test, fits,
				fama_cga_modifier_ok(v->params, v->params_len,
						     sec));
	}
	KUNIT_EXPECT_FALSE(test, fama_cga_modifier_ok(v->params, v->params_len,
						      8));
}

/* Parameters that are cut do not belong to the address any more. */
static void cga_truncated(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	size_t key_end, len;

	only_rows(test, v->generated);

	key_end = v->params_len - v->ext_len;
	for (len = 0; len < v->params_len; len++) {
		u8 *params = exact(test, v->params, len);

		KUNIT_EXPECT_EQ_MSG(test, len < key_end ? FAMA_CGA_EFORMAT :
				    FAMA_CGA_EHASH1,
				    fama_cga_verify(&v->addr, params, len),
				    "length %zu", len);
		kunit_kfree(test, params);
	}
	KUNIT_EXPECT_FALSE(test, fama_cga_modifier_ok(v->params, 24, 0));
	KUNIT_EXPECT_TRUE(test, fama_cga_modifier_ok(v->params, 25, 0));
}

static void cga_generate(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	struct in6_addr addr, want = v->addr;

	only_rows(test, v->generated);

	want.s6_addr[8] &= ~0x03;
	fama_cga_generate(v->params, v->params_len, v->sec, &addr);
	EXPECT_OCTETS(test, &addr, &want, sizeof(addr));
	KUNIT_EXPECT_FALSE(test, fama_cga_ug(&addr));
	KUNIT_EXPECT_EQ(test, v->sec, fama_cga_sec(&addr));
	KUNIT_EXPECT_EQ(test, !!(v->addr.s6_addr[8] & 3),
			fama_cga_ug(&v->addr));
}

static void cga_build(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	size_t want = v->params_len - v->ext_len;
	struct in6_addr prefix = v->addr;
	u8 *out;

	only_rows(test, v->generated);

	memset(prefix.s6_addr + 8, 0xff, 8);	/* does not count */
	out = kunit_kzalloc(test, want, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, out);
	KUNIT_EXPECT_EQ(test, -EMSGSIZE,
			fama_cga_build(out, want - 1, v->modifier, &prefix,
				       v->count, v->spki, v->spki_len));
	KUNIT_EXPECT_EQ(test, -EMSGSIZE,
			fama_cga_build(out, 24, v->modifier, &prefix,
				       v->count, v->spki, 0));
	KUNIT_EXPECT_EQ(test, 25,
			fama_cga_build(out, 25, v->modifier, &prefix,
				       v->count, v->spki, 0));
	KUNIT_EXPECT_EQ(test, (int)want,
			fama_cga_build(out, want, v->modifier, &prefix,
				       v->count, v->spki, v->spki_len));
	EXPECT_OCTETS(test, out, v->params, want);
}

/* Section 4, step 3: modifier + 1 modulo 2^128. */
static void next_modifier(u8 *modifier)
{
	int i = FAMA_CGA_MODIFIER_LEN;

	while (i-- && !++modifier[i])
		;
}

static void cga_modifier_search(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	u8 *params = exact(test, v->params, v->params_len);
	u32 steps = 0;

	only_rows(test, v->generated && v->sec);

	memcpy(params, v->initial, sizeof(v->initial));
	while (!fama_cga_modifier_ok(params, v->params_len, v->sec)) {
		KUNIT_ASSERT_LT(test, steps, v->iterations);
		next_modifier(params);
		steps++;
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, v->iterations, steps);
	EXPECT_OCTETS(test, params, v->modifier, sizeof(v->modifier));
}

/* The hashes that the vectors state, on the octets that they state. */
static void cga_stated_hashes(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	u8 *params = exact(test, v->params, v->params_len);
	u8 digest[SHA1_DIGEST_SIZE];
	struct sha1_ctx ctx;

	only_rows(test, v->generated);

	sha1_init(&ctx);
	sha1_update(&ctx, params, v->params_len);
	sha1_final(&ctx, digest);
	EXPECT_OCTETS(test, digest, v->hash1, sizeof(v->hash1));

	memset(params + 16, 0, 9);
	sha1_init(&ctx);
	sha1_update(&ctx, params, v->params_len);
	sha1_final(&ctx, digest);
	EXPECT_OCTETS(test, digest, v->hash2, sizeof(v->hash2));
}

static struct kunit_case cga_cases[] = {
	KUNIT_CASE_PARAM(cga_verify, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_verify_bits, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_lowered_sec, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_truncated, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_generate, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_build, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_modifier_search, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(cga_stated_hashes, oracle_cga_gen_params),
	{}
};

static struct kunit_suite cga_suite = {
	.name = "fama_cga",
	.test_cases = cga_cases,
};

kunit_test_suite(cga_suite);

MODULE_DESCRIPTION("Tests of fama's CGA");
MODULE_LICENSE("GPL");
