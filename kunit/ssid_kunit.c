// SPDX-License-Identifier: GPL-2.0-only
/* Names of Wi-Fi networks, among octets that anybody may have sent. */
#include <linux/module.h>

#include <fama/ssid.h>

#include "expect.h"

#define NAME_32 "01234567890123456789012345678901"

struct ssid_case {
	const char *name;
	const char *elements;
	size_t len;
	const char *found;
};

#define SSID_CASE(n, octets, f) \
	{ .name = n, .elements = octets, .len = sizeof(octets) - 1, .found = f }

static const struct ssid_case ssid_cases[] = {
	SSID_CASE("alone", "\0\4cafe", "cafe"),
	SSID_CASE("behind another", "\1\2xy\0\4cafe", "cafe"),
	SSID_CASE("behind an empty one", "\1\0\0\4cafe", "cafe"),
	SSID_CASE("before half of another", "\0\4cafe\1\5xy", "cafe"),
	SSID_CASE("two: the first", "\0\4cafe\0\4home", "cafe"),
	SSID_CASE("the longest", "\0\x20" NAME_32, NAME_32),
	SSID_CASE("no text", "\0\4\xff\"\n\x01", "\xff\"\n\x01"),
	SSID_CASE("too long", "\0\x21" NAME_32 "2", NULL),
	SSID_CASE("hidden, empty", "\0\0", NULL),
	SSID_CASE("hidden, zero", "\0\4\0\0\0\0", NULL),
	SSID_CASE("hidden, a name behind", "\0\0\0\4cafe", NULL),
	SSID_CASE("cut", "\0\5cafe", NULL),
	SSID_CASE("behind one that is cut", "\1\xff\0\4cafe", NULL),
	SSID_CASE("half of a header", "\1\0\0", NULL),
	SSID_CASE("another", "\1\4cafe", NULL),
	SSID_CASE("nothing", "", NULL),
};

static void ssid_find_test(struct kunit *test)
{
	const struct ssid_case *c;
	struct fama_ssid ssid, want;
	bool found;

	for (c = ssid_cases; c < ssid_cases + ARRAY_SIZE(ssid_cases); c++) {
		memset(&ssid, 0xaa, sizeof(ssid));
		found = fama_ssid_find(&ssid, exact(test, (const u8 *)c->elements, c->len),
				       c->len);
		want = (struct fama_ssid) { .len = c->found ? strlen(c->found) : 0 };
		if (c->found)
			memcpy(want.octets, c->found, want.len);
		KUNIT_EXPECT_EQ_MSG(test, found, !!c->found, "%s", c->name);
		KUNIT_EXPECT_EQ_MSG(test, ssid.len, want.len, "%s", c->name);
		expect_octets(test, c->name, ssid.octets, want.octets, FAMA_SSID_LEN);
	}
}

static void ssid_equal_test(struct kunit *test)
{
	static const struct fama_ssid cafe = { .len = 4, .octets = "cafe" };
	static const struct fama_ssid others[] = {
		{ .len = 0 },
		{ .len = 3, .octets = "caf" },
		{ .len = 5, .octets = "cafe" },
		{ .len = 4, .octets = "Cafe" },
	};
	unsigned int i;

	KUNIT_EXPECT_TRUE(test, fama_ssid_equal(&cafe, &cafe));
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		KUNIT_EXPECT_FALSE_MSG(test, fama_ssid_equal(&cafe, &others[i]), "name %u", i);
		KUNIT_EXPECT_TRUE_MSG(test, fama_ssid_equal(&others[i], &others[i]), "name %u", i);
	}
}

static struct kunit_case ssid_tests[] = {
	KUNIT_CASE(ssid_find_test),
	KUNIT_CASE(ssid_equal_test),
	{}
};

static struct kunit_suite ssid_suite = {
	.name = "fama_ssid",
	.test_cases = ssid_tests,
};

kunit_test_suite(ssid_suite);

MODULE_DESCRIPTION("KUnit tests of names of Wi-Fi networks");
MODULE_LICENSE("GPL");
