// SPDX-License-Identifier: GPL-2.0-only
/*
 * Secrets on the stack are wiped: nonces, keys, states of a hash.  In user space
 * only, where a test can look at the stack of what it has called.
 */
#include <kunit/stack.h>
#include <kunit/test.h>

#include "dar/pure/rr.c"

static const u8 home_token[FAMA_TOKEN_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const struct in6_addr coa = { .s6_addr = { 0x20, 1, [15] = 5 } };
static const struct in6_addr cn = { .s6_addr = { 0x20, 1, [15] = 6 } };
static const u8 message[40] = { 59, 4, 5 };
static const u64 start = 1000ULL * NSEC_PER_SEC;

/* Arguments and results, away from the stack. */
static struct {
	struct hmac_sha1_key key;
	struct dar_rr rr;
	u16 index;
	u8 octets[FAMA_KBM_LEN];
	u8 mac[FAMA_AUTH_LEN];
	u8 token[FAMA_TOKEN_LEN];
} the;

static noinline void leave(void *arg)
{
	volatile u8 copy[sizeof(home_token)];
	size_t i;

	for (i = 0; i < sizeof(copy); i++)
		copy[i] = home_token[i];
}

/* A search that finds nothing would prove nothing. */
static void wiped_search_test(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, stack_keeps(leave, NULL, home_token,
					    sizeof(home_token)));
}

static void make_kbm(void *arg)
{
	fama_auth_kbm(&the.key, home_token, home_token);
}

static void wiped_kbm_test(struct kunit *test)
{
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, home_token, sizeof(home_token));
	sha1_update(&ctx, home_token, sizeof(home_token));
	sha1_final(&ctx, the.octets);
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_kbm, NULL, the.octets,
					     sizeof(the.octets)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_kbm, NULL, the.key.inner,
					     sizeof(the.key.inner)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_kbm, NULL, the.key.outer,
					     sizeof(the.key.outer)));
}

static void set_key(void *arg)
{
	hmac_sha1_preparekey(&the.key, arg, 80);
}

static void set_short_key(void *arg)
{
	hmac_sha1_preparekey(&the.key, the.octets, sizeof(the.octets));
}

/* A key that is longer than a block is its digest. */
static void wiped_long_key_test(struct kunit *test)
{
	static u8 octets[80] = { 1, 2, 3 };
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, octets, sizeof(octets));
	sha1_final(&ctx, the.octets);
	KUNIT_EXPECT_FALSE(test, stack_keeps(set_key, octets, the.octets,
					     sizeof(the.octets)));
}

/*
 * Words that the transform makes of a block are as good as the block.  That of
 * the outer hash comes last.
 */
static void wiped_words_test(struct kunit *test)
{
	u8 block[SHA1_BLOCK_SIZE];
	static u32 work[SHA1_WORKSPACE_WORDS];
	u32 state[SHA1_DIGEST_SIZE / 4] = {};
	size_t i;

	memset(block, 0x5c, sizeof(block));
	for (i = 0; i < sizeof(the.octets); i++)
		block[i] ^= the.octets[i];
	sha1_transform(state, (const char *)block, work);
	KUNIT_EXPECT_FALSE(test, stack_keeps(set_short_key, NULL, work,
					     sizeof(work)));
}

static void make_mac(void *arg)
{
	fama_auth_mac(the.mac, &the.key, &coa, &cn, message, sizeof(message));
}

static void check_mac(void *arg)
{
	fama_auth_mac_ok(&the.key, &coa, &cn, message, sizeof(message));
}

static void wiped_mac_test(struct kunit *test)
{
	make_kbm(NULL);
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_mac, NULL, the.key.inner,
					     sizeof(the.key.inner)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_mac, NULL, the.key.outer,
					     sizeof(the.key.outer)));
	/* The right one, had it been sent, is as good as the key. */
	KUNIT_EXPECT_FALSE(test, stack_keeps(make_mac, NULL, the.mac,
					     sizeof(the.mac)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(check_mac, NULL, the.mac,
					     sizeof(the.mac)));
}

static void hash_message(void *arg)
{
	struct hmac_sha1_ctx ctx;

	hmac_sha1_preparekey(&the.key, home_token, sizeof(home_token));
	hmac_sha1_init(&ctx, &the.key);
	hmac_sha1_update(&ctx, message, sizeof(message));
	hmac_sha1_final(&ctx, the.octets);
}

/* The inner hash (RFC 2104) is not for others to see either. */
static void wiped_inner_hash_test(struct kunit *test)
{
	static u8 inner[SHA1_DIGEST_SIZE];
	u8 block[SHA1_BLOCK_SIZE];
	struct sha1_ctx ctx;
	size_t i;

	memset(block, 0x36, sizeof(block));
	for (i = 0; i < sizeof(home_token); i++)
		block[i] ^= home_token[i];
	sha1_init(&ctx);
	sha1_update(&ctx, block, sizeof(block));
	sha1_update(&ctx, message, sizeof(message));
	sha1_final(&ctx, inner);
	KUNIT_EXPECT_FALSE(test, stack_keeps(hash_message, NULL, inner,
					     sizeof(inner)));
}

static void give_token(void *arg)
{
	the.index = dar_rr_token(&the.rr, start, &coa, the.token);
}

static void check_token(void *arg)
{
	dar_rr_check(&the.rr, start, the.index, &coa, the.token);
}

static void expect_token_wiped(struct kunit *test, void (*run)(void *arg))
{
	const struct dar_rr_nonce *nonce = &the.rr.nonces[the.rr.newest];
	struct hmac_sha1_key key;

	hmac_sha1_preparekey(&key, the.rr.kcn, sizeof(the.rr.kcn));
	KUNIT_EXPECT_FALSE(test, stack_keeps(run, NULL, nonce->octets,
					     sizeof(nonce->octets)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(run, NULL, the.rr.kcn,
					     sizeof(the.rr.kcn)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(run, NULL, key.inner,
					     sizeof(key.inner)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(run, NULL, key.outer,
					     sizeof(key.outer)));
	KUNIT_EXPECT_FALSE(test, stack_keeps(run, NULL, the.token,
					     sizeof(the.token)));
}

static void wiped_token_test(struct kunit *test)
{
	dar_rr_init(&the.rr);
	dar_rr_start(&the.rr);
	give_token(NULL);
	expect_token_wiped(test, give_token);
	expect_token_wiped(test, check_token);
}

static struct kunit_case wiped_cases[] = {
	KUNIT_CASE(wiped_search_test),
	KUNIT_CASE(wiped_kbm_test),
	KUNIT_CASE(wiped_long_key_test),
	KUNIT_CASE(wiped_words_test),
	KUNIT_CASE(wiped_mac_test),
	KUNIT_CASE(wiped_inner_hash_test),
	KUNIT_CASE(wiped_token_test),
	{}
};

static struct kunit_suite wiped_suite = {
	.name = "wiped",
	.test_cases = wiped_cases,
};

kunit_test_suite(wiped_suite);
