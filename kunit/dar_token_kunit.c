// SPDX-License-Identifier: GPL-2.0-only
/* Tokens that are made of a secret: whose they are, how long they serve, renewal. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/token.c"

#include "expect.h"

static const struct in6_addr home = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [8] = 0x24, [15] = 9 }
};

static const struct in6_addr other = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [8] = 0x24, [15] = 10 }
};

static const u8 secret[DAR_SECRET_LEN] = { 1, 2, 3, 4, [31] = 5 };

/*
 * Made by Python's hmac: key = HMAC-SHA1(secret, purpose), token = the first 8 octets
 * of HMAC-SHA1(key, home | epoch | turn | 0).
 */
static const u8 token_2000[FAMA_TOKEN_LEN] = {
	0xbf, 0x9d, 0x05, 0x8b, 0x21, 0xe1, 0x37, 0x6a
};

static const u8 token_2000_turn[FAMA_TOKEN_LEN] = {
	0xb0, 0x9b, 0x67, 0xc4, 0xef, 0x9f, 0xab, 0x1a
};

static void dar_token_vector_test(struct kunit *test)
{
	u8 kcn[FAMA_KCN_LEN], token[FAMA_TOKEN_LEN];

	dar_token_key(kcn, secret);
	dar_token_derive(token, kcn, &home, 2000, 0);
	EXPECT_OCTETS(test, token, token_2000, sizeof(token));
	dar_token_derive(token, kcn, &home, 2000, 1);
	EXPECT_OCTETS(test, token, token_2000_turn, sizeof(token));
}

/* Each part of what a token is made of changes it. */
static void dar_token_differs_test(struct kunit *test)
{
	u8 kcn[FAMA_KCN_LEN], token[FAMA_TOKEN_LEN];
	u8 wrong[DAR_SECRET_LEN];

	dar_token_key(kcn, secret);
	dar_token_derive(token, kcn, &other, 2000, 0);
	KUNIT_EXPECT_NE(test, memcmp(token, token_2000, sizeof(token)), 0);
	dar_token_derive(token, kcn, &home, 1999, 0);
	KUNIT_EXPECT_NE(test, memcmp(token, token_2000, sizeof(token)), 0);
	dar_token_derive(token, kcn, &home, 2000 + 256, 0);
	KUNIT_EXPECT_NE(test, memcmp(token, token_2000, sizeof(token)), 0);
	memcpy(wrong, secret, sizeof(wrong));
	wrong[31] ^= 1;
	dar_token_key(kcn, wrong);
	dar_token_derive(token, kcn, &home, 2000, 0);
	KUNIT_EXPECT_NE(test, memcmp(token, token_2000, sizeof(token)), 0);
}

static void dar_token_epoch_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, dar_token_epoch(0), 0);
	KUNIT_EXPECT_EQ(test, dar_token_epoch(-1), 0);
	KUNIT_EXPECT_EQ(test, dar_token_epoch(DAR_EPOCH_SECONDS - 1), 0);
	KUNIT_EXPECT_EQ(test, dar_token_epoch(DAR_EPOCH_SECONDS), 1);
	KUNIT_EXPECT_EQ(test, dar_token_epoch(1764288000), 2917);
}

static void dar_token_worn_test(struct kunit *test)
{
	struct dar_binding_data d = { .version = 1, .phkt_seq = 65530 };

	KUNIT_EXPECT_FALSE(test, dar_token_worn(&d, 65530));
	KUNIT_EXPECT_FALSE(test, dar_token_worn(&d, 65530 + 32767 - 65536));
	KUNIT_EXPECT_TRUE(test, dar_token_worn(&d, 65530 + 32768 - 65536));
	KUNIT_EXPECT_TRUE(test, dar_token_worn(&d, 65529));
}

/* The tokens that a router without memory knows take turns, until one is worn. */
static void dar_token_turn_test(struct kunit *test)
{
	struct dar_binding_data d = { .version = 1, .epoch = 7,
				      .phkt_seq = 10 };

	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 11), 1);
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 10 + 32768), 2);
	d.turn = 1;
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 11), 0);
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 10 + 32768), 2);
	d.turn = 2;
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 11), 3);
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 10 + 32768), 3);
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 8, 11), 0);
	d.version = 0;
	KUNIT_EXPECT_EQ(test, dar_token_turn(&d, 7, 11), 0);
}

/* The former token stays until the new one is used. */
static void dar_token_renew_test(struct kunit *test)
{
	static const u8 a[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
	static const u8 b[] = { 2, 2, 2, 2, 2, 2, 2, 2 };
	static const u8 none[FAMA_TOKEN_LEN];
	struct dar_binding_data d = { .version = 0 };

	dar_token_renew(&d, a, 7, 0, 100);
	KUNIT_EXPECT_TRUE(test, d.has_phkt);
	KUNIT_EXPECT_TRUE(test, d.unused);
	KUNIT_EXPECT_FALSE(test, d.has_former);
	EXPECT_OCTETS(test, d.phkt, a, sizeof(a));
	KUNIT_EXPECT_EQ(test, d.phkt_seq, 100);
	KUNIT_EXPECT_EQ(test, d.epoch, 7);

	dar_token_renew(&d, b, 8, 1, 200);
	EXPECT_OCTETS(test, d.phkt, b, sizeof(b));
	KUNIT_EXPECT_TRUE(test, d.unused);
	KUNIT_EXPECT_TRUE(test, d.has_former);
	EXPECT_OCTETS(test, d.former, a, sizeof(a));
	KUNIT_EXPECT_EQ(test, d.phkt_seq, 200);
	KUNIT_EXPECT_EQ(test, d.epoch, 8);
	KUNIT_EXPECT_EQ(test, d.turn, 1);

	dar_token_used(&d);
	KUNIT_EXPECT_FALSE(test, d.unused);
	KUNIT_EXPECT_FALSE(test, d.has_former);
	EXPECT_OCTETS(test, d.former, none, sizeof(none));
	EXPECT_OCTETS(test, d.phkt, b, sizeof(b));
	dar_token_renew(&d, a, 8, 0, 300);
	KUNIT_EXPECT_FALSE(test, d.unused);
	KUNIT_EXPECT_TRUE(test, d.has_former);

	/* Numbers that were sent with a worn token count as newer again. */
	dar_token_renew(&d, b, 8, 1, 300 + 32767);
	KUNIT_EXPECT_TRUE(test, d.has_former);
	dar_token_renew(&d, a, 8, 2, 300 + 32767 + 32768 - 65536);
	KUNIT_EXPECT_FALSE(test, d.has_former);
}

static struct kunit_case dar_token_kunit_cases[] = {
	KUNIT_CASE(dar_token_vector_test),
	KUNIT_CASE(dar_token_differs_test),
	KUNIT_CASE(dar_token_epoch_test),
	KUNIT_CASE(dar_token_worn_test),
	KUNIT_CASE(dar_token_turn_test),
	KUNIT_CASE(dar_token_renew_test),
	{}
};

static struct kunit_suite dar_token_kunit_suite = {
	.name = "dar_token",
	.test_cases = dar_token_kunit_cases,
};

kunit_test_suite(dar_token_kunit_suite);

MODULE_DESCRIPTION("KUnit: tokens that are made of a secret");
MODULE_LICENSE("GPL");
