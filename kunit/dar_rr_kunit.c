// SPDX-License-Identifier: GPL-2.0-only
/* Care-of tokens: rotation of nonces, their end, what a token depends on. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/rr.c"

#include "expect.h"

static const struct in6_addr coa = { .s6_addr = { 0x20, 1, [15] = 5 } };
static const struct in6_addr other = { .s6_addr = { 0x20, 1, [15] = 6 } };

/* A nonce is valid until the moment when the eighth after it may be made. */
static const u64 period = 30ULL * NSEC_PER_SEC;
static const u64 lifetime = 240ULL * NSEC_PER_SEC;
static const u64 start = 1000ULL * NSEC_PER_SEC;

static int rr_init(struct kunit *test)
{
	struct dar_rr *rr = kunit_kzalloc(test, sizeof(*rr), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rr);
	test->priv = rr;
	dar_rr_init(rr);
	dar_rr_start(rr);
	return 0;
}

struct given {
	u16 index;
	u8 token[FAMA_TOKEN_LEN];
};

static struct given rr_give(struct dar_rr *rr, u64 now)
{
	struct given g;

	g.index = dar_rr_token(rr, now, &coa, g.token);
	return g;
}

/* Is the token that was given the one that is expected back. */
static bool rr_good(struct dar_rr *rr, u64 now, const struct given *g)
{
	u8 token[FAMA_TOKEN_LEN];

	return dar_rr_check(rr, now, g->index, &coa, token) &&
	       !memcmp(token, g->token, sizeof(token));
}

static void dar_rr_period_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given first = rr_give(rr, start), next;

	KUNIT_EXPECT_NE(test, first.index, 0);
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start, &first));
	next = rr_give(rr, start + period - 1);
	KUNIT_EXPECT_EQ(test, next.index, first.index);
	EXPECT_OCTETS(test, next.token, first.token, FAMA_TOKEN_LEN);
	next = rr_give(rr, start + period);
	KUNIT_EXPECT_NE(test, next.index, first.index);
	KUNIT_EXPECT_NE(test, 0,
			memcmp(next.token, first.token, FAMA_TOKEN_LEN));
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start + period, &first));
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start + period, &next));
}

/* One is given in every period: the ring is just long enough. */
static void dar_rr_rotation_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given given[20];
	int i, j;

	for (i = 0; i < ARRAY_SIZE(given); i++) {
		u64 now = start + i * period;

		given[i] = rr_give(rr, now);
		for (j = 0; j <= i; j++)
			KUNIT_EXPECT_EQ_MSG(test, rr_good(rr, now, &given[j]),
					    i - j < 8, "%d of %d", j, i);
	}
}

static void dar_rr_expiry_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start), fresh;

	/* by age alone, with nothing given in between */
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start + lifetime - 1, &g));
	KUNIT_EXPECT_FALSE(test, rr_good(rr, start + lifetime, &g));
	fresh = rr_give(rr, start + 1000 * period);
	KUNIT_EXPECT_FALSE(test, rr_good(rr, start + 1000 * period, &g));
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start + 1000 * period, &fresh));
}

/* After a long pause only what is given then is valid: no other index is. */
static void dar_rr_idle_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	u64 now = start + 100 * period;
	u8 token[FAMA_TOKEN_LEN];
	struct given g;
	u32 i, n = 0;

	for (i = 0; i < 8; i++)
		rr_give(rr, start + i * period);
	g = rr_give(rr, now);
	for (i = 0; i <= U16_MAX; i++) {
		if (!dar_rr_check(rr, now, i, &coa, token))
			continue;
		KUNIT_EXPECT_EQ(test, i, (u32)g.index);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 1);
}

/* A nonce that is closed is given out for a second, and accepted as long as ever. */
static void dar_rr_close_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given first, next, given[20];
	u16 none = dar_rr_close(rr);
	int i;

	first = rr_give(rr, start);
	KUNIT_EXPECT_EQ(test, first.index, (u16)(none + 1) ?: 1);
	KUNIT_EXPECT_EQ(test, dar_rr_last(rr), first.index);
	KUNIT_EXPECT_EQ(test, dar_rr_close(rr), first.index);
	next = rr_give(rr, start + DAR_RR_CLOSING - 1);
	KUNIT_EXPECT_EQ(test, next.index, first.index);
	next = rr_give(rr, start + DAR_RR_CLOSING);
	KUNIT_EXPECT_NE(test, next.index, first.index);
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start + DAR_RR_CLOSING, &first));
	/* The next one is not closed. */
	first = rr_give(rr, start + DAR_RR_CLOSING + period - 1);
	KUNIT_EXPECT_EQ(test, next.index, first.index);
	/* Whoever closes all the time does not shorten them to less than this. */
	for (i = 0; i < ARRAY_SIZE(given); i++) {
		u64 now = start + 2 * period + (u64)i * DAR_RR_CLOSING;

		given[i] = rr_give(rr, now);
		dar_rr_close(rr);
		if (i >= 7)
			KUNIT_EXPECT_TRUE(test, rr_good(rr, now, &given[i - 7]));
	}
}

static void dar_rr_wrap_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given given[8];
	int i, j;

	rr->last = U16_MAX - 3;
	for (i = 0; i < ARRAY_SIZE(given); i++) {
		u64 now = start + i * period;

		given[i] = rr_give(rr, now);
		KUNIT_EXPECT_NE(test, given[i].index, 0);
		for (j = 0; j <= i; j++)
			KUNIT_EXPECT_TRUE(test, rr_good(rr, now, &given[j]));
	}
	KUNIT_EXPECT_EQ(test, given[2].index, U16_MAX);
	KUNIT_EXPECT_EQ(test, given[3].index, 1);
}

/* An index that names no nonce, 0 above all, is never valid. */
static void dar_rr_unknown_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	u8 token[FAMA_TOKEN_LEN];
	struct given g;

	KUNIT_EXPECT_FALSE(test, dar_rr_check(rr, start, 0, &coa, token));
	KUNIT_EXPECT_FALSE(test, dar_rr_check(rr, 0, 0, &coa, token));
	g = rr_give(rr, start);
	KUNIT_EXPECT_FALSE(test, dar_rr_check(rr, start, 0, &coa, token));
	KUNIT_EXPECT_FALSE(test, dar_rr_check(rr, start, g.index + 1, &coa,
					      token));
	KUNIT_EXPECT_FALSE(test, dar_rr_check(rr, start, g.index - 1, &coa,
					      token));
}

static void dar_rr_address_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start);
	u8 token[FAMA_TOKEN_LEN];

	KUNIT_ASSERT_TRUE(test, dar_rr_check(rr, start, g.index, &other,
					     token));
	KUNIT_EXPECT_NE(test, 0, memcmp(token, g.token, FAMA_TOKEN_LEN));
}

/* The token is the one of RFC 6275 section 5.2.5. */
static void dar_rr_formula_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start);
	u8 token[FAMA_TOKEN_LEN];

	fama_auth_careof_token(token, rr->kcn, &coa,
			       rr->nonces[rr->newest].octets,
			       DAR_RR_NONCE_LEN);
	EXPECT_OCTETS(test, token, g.token, FAMA_TOKEN_LEN);
}

static void dar_rr_restart_test(struct kunit *test)
{
	static const u8 zero[sizeof_field(struct dar_rr, nonces)];
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start), again;

	dar_rr_stop(rr);
	EXPECT_OCTETS(test, rr->kcn, zero, FAMA_KCN_LEN);
	EXPECT_OCTETS(test, rr->nonces, zero, sizeof(rr->nonces));
	KUNIT_EXPECT_FALSE(test, rr_good(rr, start, &g));
	dar_rr_start(rr);
	again = rr_give(rr, start);
	KUNIT_EXPECT_FALSE(test, rr_good(rr, start, &g));
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start, &again));
}

/* A key or an index that can be guessed makes tokens that can be forged. */
static void dar_rr_random_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	u8 kcn[8][FAMA_KCN_LEN];
	bool differ = false;
	u16 last[8];
	int i, j;

	for (i = 0; i < ARRAY_SIZE(kcn); i++) {
		dar_rr_start(rr);
		memcpy(kcn[i], rr->kcn, sizeof(kcn[i]));
		last[i] = rr->last;
		differ |= last[i] != last[0];
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_NE(test, 0, memcmp(kcn[i], kcn[j],
							sizeof(kcn[i])));
	}
	KUNIT_EXPECT_TRUE(test, differ);
}

/* With the nonces of before, only the key is another. */
static void dar_rr_rekey_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start);
	struct dar_rr_nonce nonces[DAR_RR_NONCES];

	memcpy(nonces, rr->nonces, sizeof(nonces));
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start, &g));
	dar_rr_stop(rr);
	dar_rr_start(rr);
	memcpy(rr->nonces, nonces, sizeof(nonces));
	KUNIT_EXPECT_FALSE(test, rr_good(rr, start, &g));
}

/* The time of one processor may be a little behind that of another. */
static void dar_rr_late_reader_test(struct kunit *test)
{
	struct dar_rr *rr = test->priv;
	struct given g = rr_give(rr, start), late;

	late = rr_give(rr, start - 1);
	KUNIT_EXPECT_EQ(test, late.index, g.index);
	KUNIT_EXPECT_TRUE(test, rr_good(rr, start - 1, &g));
}

static struct kunit_case dar_rr_kunit_cases[] = {
	KUNIT_CASE(dar_rr_period_test),
	KUNIT_CASE(dar_rr_rotation_test),
	KUNIT_CASE(dar_rr_expiry_test),
	KUNIT_CASE(dar_rr_idle_test),
	KUNIT_CASE(dar_rr_close_test),
	KUNIT_CASE(dar_rr_wrap_test),
	KUNIT_CASE(dar_rr_unknown_test),
	KUNIT_CASE(dar_rr_address_test),
	KUNIT_CASE(dar_rr_formula_test),
	KUNIT_CASE(dar_rr_restart_test),
	KUNIT_CASE(dar_rr_random_test),
	KUNIT_CASE(dar_rr_rekey_test),
	KUNIT_CASE(dar_rr_late_reader_test),
	{}
};

static struct kunit_suite dar_rr_kunit_suite = {
	.name = "dar_rr",
	.init = rr_init,
	.test_cases = dar_rr_kunit_cases,
};

kunit_test_suite(dar_rr_kunit_suite);

MODULE_DESCRIPTION("KUnit: care-of tokens");
MODULE_LICENSE("GPL");
