// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arithmetic modulo an odd number: small numbers against the processor's arithmetic,
 * large ones against each other.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <fama/modn.h>
#include <fama/spki.h>

#include "expect.h"
#include "oracle_keys.h"

#define SMALL	16	/* octets of a small number */

static void describe_key(const struct oracle_key *key, char *desc)
{
	strscpy(desc, key->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_keys, oracle_keys, describe_key);

static struct fama_modn *modn_new(struct kunit *test)
{
	struct fama_modn *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	return m;
}

static void small(u8 *octets, unsigned int value)
{
	memset(octets, 0, SMALL);
	octets[SMALL - 2] = value >> 8;
	octets[SMALL - 1] = value;
}

static unsigned int gcd_of(unsigned int a, unsigned int b)
{
	return b ? gcd_of(b, a % b) : a;
}

static void modn_small(struct kunit *test)
{
	struct fama_modn *m = modn_new(test);
	u8 n[SMALL], a[SMALL], b[SMALL], want[SMALL], got[SMALL];
	unsigned int i, j, k;

	for (i = 3; i < 60; i += 2) {
		small(n, i);
		fama_modn_set(m, n, SMALL);
		for (j = 0; j < i; j++) {
			small(a, j);
			KUNIT_EXPECT_TRUE(test, fama_modn_below(m, a));
			for (k = 0; k < i; k++) {
				small(b, k);
				small(want, j * k % i);
				fama_modn_mul(m, a, b, got);
				EXPECT_OCTETS(test, got, want, SMALL);
			}
			memset(got, 0xa5, SMALL);
			KUNIT_EXPECT_EQ(test, fama_modn_inverse(m, a, got),
					gcd_of(j, i) == 1);
			if (gcd_of(j, i) != 1) {
				KUNIT_EXPECT_EQ(test, got[0], 0xa5);
				continue;
			}
			small(want, 1);
			fama_modn_mul(m, a, got, got);
			EXPECT_OCTETS(test, got, want, SMALL);
		}
		KUNIT_EXPECT_FALSE(test, fama_modn_below(m, n));
	}
}

/* A product does not depend on the order, and an inverse takes it back. */
static void modn_large(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 a[FAMA_MODN_MAX_LEN], b[FAMA_MODN_MAX_LEN], c[FAMA_MODN_MAX_LEN];
	struct fama_modn *m = modn_new(test);
	struct fama_spki spki;
	size_t i, len;

	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(key->spki, key->spki_len, &spki));
	len = spki.n_len;
	fama_modn_set(m, spki.n, len);
	KUNIT_EXPECT_FALSE(test, fama_modn_below(m, spki.n));
	memcpy(a, spki.n, len);
	a[len - 1]--;			/* n - 1, which is its own inverse */
	KUNIT_EXPECT_TRUE(test, fama_modn_below(m, a));
	KUNIT_ASSERT_TRUE(test, fama_modn_inverse(m, a, b));
	EXPECT_OCTETS(test, b, a, len);
	fama_modn_mul(m, a, a, b);
	memset(c, 0, len);
	c[len - 1] = 1;
	EXPECT_OCTETS(test, b, c, len);

	for (i = 0; i < len; i++) {
		a[i] = i ? 17 * i + 3 : 0x7f;
		b[i] = i ? 29 * i + 5 : 1;
	}
	fama_modn_mul(m, a, b, c);
	KUNIT_EXPECT_TRUE(test, fama_modn_below(m, c));
	fama_modn_mul(m, b, a, a);
	EXPECT_OCTETS(test, a, c, len);
	KUNIT_ASSERT_TRUE(test, fama_modn_inverse(m, b, c));
	fama_modn_mul(m, a, c, a);
	for (i = 0; i < len; i++)
		c[i] = i ? 17 * i + 3 : 0x7f;
	EXPECT_OCTETS(test, a, c, len);
}

static struct kunit_case modn_cases[] = {
	KUNIT_CASE(modn_small),
	KUNIT_CASE_PARAM(modn_large, oracle_keys_gen_params),
	{}
};

static struct kunit_suite modn_suite = {
	.name = "fama_modn",
	.test_cases = modn_cases,
};

kunit_test_suite(modn_suite);

MODULE_DESCRIPTION("Tests of fama's arithmetic modulo an odd number");
MODULE_LICENSE("GPL");
