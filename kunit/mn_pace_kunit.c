// SPDX-License-Identifier: GPL-2.0-only
/* How often a node puts right what others have removed. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/pace.c"

#define SEC	((u64)NSEC_PER_SEC)

static void pace_first_test(struct kunit *test)
{
	struct mn_pace p = {};

	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), 0);
	KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, 100 * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), 101 * SEC);
}

/* An attempt that finds nothing missing counts for nothing. */
static void pace_nothing_test(struct kunit *test)
{
	struct mn_pace p = {};
	u64 now;

	for (now = 100; now < 150; now++)
		KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, false, now * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), now * SEC);
}

static void pace_contest_test(struct kunit *test)
{
	struct mn_pace p = {};
	u64 now = 100;
	int i;

	for (i = 0; i < MN_PACE_CONTESTS; i++) {
		KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, now++ * SEC));
		KUNIT_EXPECT_EQ(test, mn_pace_next(&p), now * SEC);
	}
	KUNIT_EXPECT_TRUE(test, mn_pace_done(&p, true, now * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), (now + 30) * SEC);

	/* It goes on: nothing new. */
	for (i = 0; i < 20; i++) {
		now += 30;
		KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, now * SEC));
		KUNIT_EXPECT_EQ(test, mn_pace_next(&p), (now + 30) * SEC);
	}

	/* A minute of peace ends it. */
	KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, false, (now + 59) * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), (now + 89) * SEC);
	KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, (now + 60) * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), (now + 61) * SEC);
}

/* What is not yet a contest is counted from its first attempt on. */
static void pace_minute_test(struct kunit *test)
{
	struct mn_pace p = {};
	u64 now;

	for (now = 100; now < 100 + MN_PACE_CONTESTS; now++)
		KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, now * SEC));
	KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, 160 * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), 161 * SEC);
}

/* So many in two minutes are no contest. */
static void pace_slow_test(struct kunit *test)
{
	struct mn_pace p = {};
	u64 now;

	for (now = 100; now < 220; now += 6)
		KUNIT_EXPECT_FALSE(test, mn_pace_done(&p, true, now * SEC));
	KUNIT_EXPECT_EQ(test, mn_pace_next(&p), (now - 5) * SEC);
}

static struct kunit_case pace_cases[] = {
	KUNIT_CASE(pace_first_test),
	KUNIT_CASE(pace_nothing_test),
	KUNIT_CASE(pace_contest_test),
	KUNIT_CASE(pace_minute_test),
	KUNIT_CASE(pace_slow_test),
	{}
};

static struct kunit_suite pace_suite = {
	.name = "mn_pace",
	.test_cases = pace_cases,
};

kunit_test_suite(pace_suite);

MODULE_DESCRIPTION("KUnit tests of the pace of a mobile node");
MODULE_LICENSE("GPL");
