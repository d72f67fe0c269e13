// SPDX-License-Identifier: GPL-2.0-only
/* What a node knows of the name of a Wi-Fi network, and when. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/ssid.c"

static const struct fama_ssid cafe = { .len = 4, .octets = "cafe" };
static const struct fama_ssid home = { .len = 4, .octets = "home" };

static struct mn_ssid ssid_of(bool wireless)
{
	struct mn_ssid s;

	mn_ssid_init(&s, wireless);
	return s;
}

/* NULL: there is none. */
static void ssid_is(struct kunit *test, struct mn_ssid *s, bool known, const struct fama_ssid *want)
{
	struct fama_ssid none = {}, got;

	KUNIT_EXPECT_EQ(test, mn_ssid_get(s, &got), known);
	KUNIT_EXPECT_TRUE(test, fama_ssid_equal(&got, want ?: &none));
}

static void mn_ssid_wired_test(struct kunit *test)
{
	struct mn_ssid s = ssid_of(false);

	ssid_is(test, &s, true, NULL);
	KUNIT_EXPECT_FALSE(test, mn_ssid_set(&s, &cafe));
	KUNIT_EXPECT_FALSE(test, mn_ssid_ask(&s));
	KUNIT_EXPECT_FALSE(test, mn_ssid_answer(&s, &cafe));
	ssid_is(test, &s, true, NULL);
}

static void mn_ssid_told_test(struct kunit *test)
{
	struct mn_ssid s = ssid_of(true);

	ssid_is(test, &s, false, NULL);
	KUNIT_EXPECT_TRUE(test, mn_ssid_set(&s, &cafe));
	ssid_is(test, &s, true, &cafe);
	KUNIT_EXPECT_FALSE(test, mn_ssid_ask(&s));
	KUNIT_EXPECT_FALSE(test, mn_ssid_set(&s, &cafe));
	KUNIT_EXPECT_TRUE(test, mn_ssid_set(&s, &home));
	ssid_is(test, &s, true, &home);
	KUNIT_EXPECT_FALSE(test, mn_ssid_set(&s, NULL));
	ssid_is(test, &s, false, NULL);
	KUNIT_EXPECT_TRUE(test, mn_ssid_set(&s, &home));
}

static void mn_ssid_asked_test(struct kunit *test)
{
	struct mn_ssid s = ssid_of(true);

	KUNIT_EXPECT_FALSE(test, mn_ssid_answer(&s, &cafe));
	ssid_is(test, &s, false, NULL);
	KUNIT_EXPECT_TRUE(test, mn_ssid_ask(&s));
	KUNIT_EXPECT_TRUE(test, mn_ssid_answer(&s, &cafe));
	ssid_is(test, &s, true, &cafe);
	/* One answer is enough. */
	KUNIT_EXPECT_FALSE(test, mn_ssid_answer(&s, &home));
	ssid_is(test, &s, true, &cafe);
}

/* The interface leaves a network after its name was asked for. */
static void mn_ssid_late_test(struct kunit *test)
{
	struct mn_ssid s = ssid_of(true);

	KUNIT_EXPECT_TRUE(test, mn_ssid_ask(&s));
	mn_ssid_set(&s, NULL);
	KUNIT_EXPECT_FALSE(test, mn_ssid_answer(&s, &cafe));
	ssid_is(test, &s, false, NULL);
	KUNIT_EXPECT_TRUE(test, mn_ssid_ask(&s));
	mn_ssid_set(&s, &home);
	KUNIT_EXPECT_FALSE(test, mn_ssid_answer(&s, &cafe));
	ssid_is(test, &s, true, &home);
}

static struct kunit_case mn_ssid_tests[] = {
	KUNIT_CASE(mn_ssid_wired_test),
	KUNIT_CASE(mn_ssid_told_test),
	KUNIT_CASE(mn_ssid_asked_test),
	KUNIT_CASE(mn_ssid_late_test),
	{}
};

static struct kunit_suite mn_ssid_suite = {
	.name = "mn_ssid",
	.test_cases = mn_ssid_tests,
};

kunit_test_suite(mn_ssid_suite);

MODULE_DESCRIPTION("KUnit tests of names of a node's Wi-Fi networks");
MODULE_LICENSE("GPL");
