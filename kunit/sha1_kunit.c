// SPDX-License-Identifier: GPL-2.0-only
/*
 * SHA-1 (FIPS 180) and HMAC-SHA1 (RFC 2202), in one piece and in many.
 */
#include <linux/module.h>

#include <crypto/sha1.h>

#include "expect.h"

struct sha1_case {
	const char *name;
	const char *text;
	u8 digest[SHA1_DIGEST_SIZE];
};

#define LONG_TEXT "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijk" \
		  "lmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

static const struct sha1_case sha1_cases[] = {
	{ "empty", "", {
		0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55,
		0xbf, 0xef, 0x95, 0x60, 0x18, 0x90, 0xaf, 0xd8, 0x07, 0x09 } },
	{ "abc", "abc", {
		0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e,
		0x25, 0x71, 0x78, 0x50, 0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d } },
	{ "448 bits",
	  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", {
		0x84, 0x98, 0x3e, 0x44, 0x1c, 0x3b, 0xd2, 0x6e, 0xba, 0xae,
		0x4a, 0xa1, 0xf9, 0x51, 0x29, 0xe5, 0xe5, 0x46, 0x70, 0xf1 } },
	{ "896 bits",
	  LONG_TEXT, {
		0xa4, 0x9b, 0x24, 0x46, 0xa0, 0x2c, 0x64, 0x5b, 0xf4, 0x19,
		0xf9, 0x95, 0xb6, 0x70, 0x91, 0x25, 0x3a, 0x04, 0xa2, 0x59 } },
};

static void describe_sha1(const struct sha1_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sha1_cases, sha1_cases, describe_sha1);

static void sha1_fips180(struct kunit *test)
{
	const struct sha1_case *c = test->param_value;
	u8 digest[SHA1_DIGEST_SIZE];

	sha1(c->text, strlen(c->text), digest);
	EXPECT_OCTETS(test, digest, c->digest, sizeof(digest));
}

static void sha1_million_a(struct kunit *test)
{
	static const u8 want[SHA1_DIGEST_SIZE] = {
		0x34, 0xaa, 0x97, 0x3c, 0xd4, 0xc4, 0xda, 0xa4, 0xf6, 0x1e,
		0xeb, 0x2b, 0xdb, 0xad, 0x27, 0x31, 0x65, 0x34, 0x01, 0x6f,
	};
	u8 digest[SHA1_DIGEST_SIZE], run[100];
	struct sha1_ctx ctx;
	int i;

	memset(run, 'a', sizeof(run));
	sha1_init(&ctx);
	for (i = 0; i < 1000000 / sizeof(run); i++)
		sha1_update(&ctx, run, sizeof(run));
	sha1_final(&ctx, digest);
	EXPECT_OCTETS(test, digest, want, sizeof(want));
}

#define TEXT_LEN	200

static void text(u8 *p)
{
	int i;

	for (i = 0; i <= TEXT_LEN; i++)
		p[i] = i;
}

/*
 * The digest of the digests of 00 01 02.. at every length from 0 to 200, so
 * that padding is right around every border of a block.  Made with hashlib.
 */
static void sha1_every_length(struct kunit *test)
{
	static const u8 want[SHA1_DIGEST_SIZE] = {
		0x30, 0xf9, 0x06, 0xe3, 0xc7, 0x8b, 0x84, 0x1e, 0xe4, 0xb7,
		0x3d, 0x0c, 0xb2, 0x85, 0x06, 0x60, 0x43, 0x57, 0x58, 0xb3,
	};
	u8 digest[SHA1_DIGEST_SIZE], msg[TEXT_LEN + 1];
	struct sha1_ctx all;
	size_t len;

	text(msg);
	sha1_init(&all);
	for (len = 0; len <= TEXT_LEN; len++) {
		sha1(msg, len, digest);
		sha1_update(&all, digest, sizeof(digest));
	}
	sha1_final(&all, digest);
	EXPECT_OCTETS(test, digest, want, sizeof(want));
}

static void sha1_split(struct kunit *test)
{
	u8 digest[SHA1_DIGEST_SIZE], want[SHA1_DIGEST_SIZE];
	u8 msg[TEXT_LEN + 1];
	struct sha1_ctx ctx;
	size_t a, b;

	text(msg);
	sha1(msg, TEXT_LEN, want);
	for (a = 0; a <= TEXT_LEN; a++) {
		for (b = a; b <= TEXT_LEN; b += 7) {
			sha1_init(&ctx);
			sha1_update(&ctx, msg, a);
			sha1_update(&ctx, msg + a, b - a);
			sha1_update(&ctx, msg + b, TEXT_LEN - b);
			sha1_final(&ctx, digest);
			KUNIT_ASSERT_TRUE_MSG(test, !memcmp(digest, want,
							    sizeof(want)),
					      "split at %zu, %zu", a, b);
		}
	}
}

static void sha1_wiped(struct kunit *test)
{
	u8 digest[SHA1_DIGEST_SIZE];
	struct hmac_sha1_key key;
	struct hmac_sha1_ctx hmac;
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, "secret", 6);
	sha1_final(&ctx, digest);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&ctx, 0, sizeof(ctx)), NULL);

	hmac_sha1_preparekey(&key, "secret", 6);
	hmac_sha1_init(&hmac, &key);
	hmac_sha1_final(&hmac, digest);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(&hmac, 0, sizeof(hmac)), NULL);
}

/* @fill: data is @data_len times this octet, unless there is a @text */
struct hmac_case {
	const char *name;
	const char *text;
	u8 key[80];
	size_t key_len;
	u8 fill;
	size_t data_len;
	u8 mac[SHA1_DIGEST_SIZE];
};

static const struct hmac_case hmac_cases[] = {
	{ "RFC 2202 1", .text = "Hi There",
	  .key = { [0 ... 19] = 0x0b }, .key_len = 20,
	  .mac = {
		0xb6, 0x17, 0x31, 0x86, 0x55, 0x05, 0x72, 0x64, 0xe2, 0x8b,
		0xc0, 0xb6, 0xfb, 0x37, 0x8c, 0x8e, 0xf1, 0x46, 0xbe, 0x00 } },
	{ "RFC 2202 2", .text = "what do ya want for nothing?",
	  .key = "Jefe", .key_len = 4,
	  .mac = {
		0xef, 0xfc, 0xdf, 0x6a, 0xe5, 0xeb, 0x2f, 0xa2, 0xd2, 0x74,
		0x16, 0xd5, 0xf1, 0x84, 0xdf, 0x9c, 0x25, 0x9a, 0x7c, 0x79 } },
	{ "RFC 2202 3", .fill = 0xdd, .data_len = 50,
	  .key = { [0 ... 19] = 0xaa }, .key_len = 20,
	  .mac = {
		0x12, 0x5d, 0x73, 0x42, 0xb9, 0xac, 0x11, 0xcd, 0x91, 0xa3,
		0x9a, 0xf4, 0x8a, 0xa1, 0x7b, 0x4f, 0x63, 0xf1, 0x75, 0xd3 } },
	{ "RFC 2202 4", .fill = 0xcd, .data_len = 50,
	  .key = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
		   18, 19, 20, 21, 22, 23, 24, 25 }, .key_len = 25,
	  .mac = {
		0x4c, 0x90, 0x07, 0xf4, 0x02, 0x62, 0x50, 0xc6, 0xbc, 0x84,
		0x14, 0xf9, 0xbf, 0x50, 0xc8, 0x6c, 0x2d, 0x72, 0x35, 0xda } },
	{ "RFC 2202 5", .text = "Test With Truncation",
	  .key = { [0 ... 19] = 0x0c }, .key_len = 20,
	  .mac = {
		0x4c, 0x1a, 0x03, 0x42, 0x4b, 0x55, 0xe0, 0x7f, 0xe7, 0xf2,
		0x7b, 0xe1, 0xd5, 0x8b, 0xb9, 0x32, 0x4a, 0x9a, 0x5a, 0x04 } },
	{ "RFC 2202 6",
	  .text = "Test Using Larger Than Block-Size Key - Hash Key First",
	  .key = { [0 ... 79] = 0xaa }, .key_len = 80,
	  .mac = {
		0xaa, 0x4a, 0xe5, 0xe1, 0x52, 0x72, 0xd0, 0x0e, 0x95, 0x70,
		0x56, 0x37, 0xce, 0x8a, 0x3b, 0x55, 0xed, 0x40, 0x21, 0x12 } },
	{ "RFC 2202 7",
	  .text = "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
	  .key = { [0 ... 79] = 0xaa }, .key_len = 80,
	  .mac = {
		0xe8, 0xe9, 0x9d, 0x0f, 0x45, 0x23, 0x7d, 0x78, 0x6d, 0x6b,
		0xba, 0xa7, 0x96, 0x5c, 0x78, 0x08, 0xbb, 0xff, 0x1a, 0x91 } },
};

static void describe_hmac(const struct hmac_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(hmac_cases, hmac_cases, describe_hmac);

static void hmac_rfc2202(struct kunit *test)
{
	const struct hmac_case *c = test->param_value;
	size_t len = c->text ? strlen(c->text) : c->data_len, cut;
	u8 *data = kunit_kzalloc(test, len, GFP_KERNEL);
	u8 mac[SHA1_DIGEST_SIZE];
	struct hmac_sha1_key key;
	struct hmac_sha1_ctx ctx;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, data);
	if (c->text)
		memcpy(data, c->text, len);
	else
		memset(data, c->fill, len);

	/* One key for all of them. */
	hmac_sha1_preparekey(&key, c->key, c->key_len);
	for (cut = 0; cut <= len; cut++) {
		hmac_sha1_init(&ctx, &key);
		hmac_sha1_update(&ctx, data, cut);
		hmac_sha1_update(&ctx, data + cut, len - cut);
		hmac_sha1_final(&ctx, mac);
		EXPECT_OCTETS(test, mac, c->mac, sizeof(mac));
	}
}

/* As sha1_every_length(), with keys of every length around the block. */
static void hmac_every_key(struct kunit *test)
{
	static const u8 want[SHA1_DIGEST_SIZE] = {
		0xd0, 0x33, 0xf4, 0x9e, 0x4e, 0x2c, 0x00, 0x87, 0xea, 0xe4,
		0x16, 0x60, 0x12, 0x69, 0x2e, 0x60, 0x2d, 0x97, 0xf5, 0xb8,
	};
	u8 mac[SHA1_DIGEST_SIZE], msg[TEXT_LEN + 1];
	struct hmac_sha1_key key;
	struct hmac_sha1_ctx ctx;
	struct sha1_ctx all;
	size_t len;

	text(msg);
	sha1_init(&all);
	for (len = 0; len <= TEXT_LEN; len++) {
		hmac_sha1_preparekey(&key, msg, len);
		hmac_sha1_init(&ctx, &key);
		hmac_sha1_update(&ctx, msg, sizeof(msg));
		hmac_sha1_final(&ctx, mac);
		sha1_update(&all, mac, sizeof(mac));
	}
	sha1_final(&all, mac);
	EXPECT_OCTETS(test, mac, want, sizeof(want));
}

static struct kunit_case sha1_suite_cases[] = {
	KUNIT_CASE_PARAM(sha1_fips180, sha1_cases_gen_params),
	KUNIT_CASE(sha1_million_a),
	KUNIT_CASE(sha1_every_length),
	KUNIT_CASE(sha1_split),
	KUNIT_CASE(sha1_wiped),
	KUNIT_CASE_PARAM(hmac_rfc2202, hmac_cases_gen_params),
	KUNIT_CASE(hmac_every_key),
	{}
};

static struct kunit_suite sha1_suite = {
	.name = "fama_sha1",
	.test_cases = sha1_suite_cases,
};

kunit_test_suite(sha1_suite);

MODULE_DESCRIPTION("Tests of fama's SHA-1 and HMAC-SHA1");
MODULE_LICENSE("GPL");
