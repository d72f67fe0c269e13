// SPDX-License-Identifier: GPL-2.0-only
/* Does a link that stands by lead to an access router? */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/reach.c"

#define MSEC	((u64)NSEC_PER_MSEC)
#define SEC	((u64)NSEC_PER_SEC)
#define START	(1000 * SEC)

static const u8 cookie[MN_COOKIE_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const u8 other[MN_COOKIE_LEN] = { 1, 2, 3, 4, 5, 6, 7, 9 };

/* Ask in vain.  Return: when that has failed. */
static u64 ask_in_vain(struct kunit *test, struct mn_reach *r, u64 now)
{
	static const u64 waits[] = { 500 * MSEC, 1000 * MSEC, 2000 * MSEC };
	unsigned int i;

	mn_reach_begin(r, cookie, now);
	for (i = 0; i < ARRAY_SIZE(waits); i++) {
		KUNIT_EXPECT_EQ(test, r->due, now);
		KUNIT_EXPECT_EQ(test, mn_reach_timer(r, now), MN_REACH_ASK);
		KUNIT_EXPECT_EQ(test, mn_reach_timer(r, now), MN_REACH_WAIT);
		now += waits[i];
		KUNIT_EXPECT_EQ(test, mn_reach_timer(r, now - 1), MN_REACH_WAIT);
	}
	KUNIT_EXPECT_EQ(test, mn_reach_timer(r, now), MN_REACH_FAILED);
	return now;
}

static void reach_idle_test(struct kunit *test)
{
	struct mn_reach r;

	mn_reach_init(&r);
	KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, START), MN_REACH_WAIT);
	KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, r.cookie));
}

static void reach_answer_test(struct kunit *test)
{
	struct mn_reach r;

	mn_reach_init(&r);
	mn_reach_begin(&r, cookie, START);
	/* Nobody was asked yet. */
	KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, cookie));
	KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, START), MN_REACH_ASK);
	KUNIT_EXPECT_TRUE(test, mn_reach_waits(&r, cookie));
	KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, other));
	mn_reach_answered(&r);
	KUNIT_EXPECT_TRUE(test, r.reached);
	KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, cookie));
	KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, START + 3600 * SEC), MN_REACH_WAIT);
	mn_reach_end(&r);
	KUNIT_EXPECT_FALSE(test, r.reached);
}

/* It is asked again ever more seldom, until it answers or the link is new. */
static void reach_fail_test(struct kunit *test)
{
	static const u64 pauses[] = { 10, 20, 40, 80, 160, 320, 640, 900, 900 };
	struct mn_reach r;
	u64 now = START;
	unsigned int i;

	mn_reach_init(&r);
	for (i = 0; i < ARRAY_SIZE(pauses); i++) {
		now = ask_in_vain(test, &r, now);
		KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, cookie));
		/* What was done for the trial is taken back, and the pause stays. */
		mn_reach_end(&r);
		now += pauses[i] * SEC;
		KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, now - 1), MN_REACH_WAIT);
		KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, now), MN_REACH_AGAIN);
		KUNIT_EXPECT_EQ(test, r.due, MN_REACH_NEVER);
	}
	mn_reach_begin(&r, cookie, now);
	mn_reach_timer(&r, now);
	mn_reach_answered(&r);
	mn_reach_end(&r);
	now = ask_in_vain(test, &r, now);
	KUNIT_EXPECT_EQ(test, r.due, now + 10 * SEC);
	mn_reach_init(&r);
	KUNIT_EXPECT_EQ(test, r.due, MN_REACH_NEVER);
}

/* A trial that is no longer wanted ends, and is not due any more. */
static void reach_end_test(struct kunit *test)
{
	struct mn_reach r;

	mn_reach_init(&r);
	mn_reach_begin(&r, cookie, START);
	mn_reach_timer(&r, START);
	mn_reach_end(&r);
	KUNIT_EXPECT_FALSE(test, mn_reach_waits(&r, cookie));
	KUNIT_EXPECT_EQ(test, mn_reach_timer(&r, START + 3600 * SEC), MN_REACH_WAIT);
}

static struct kunit_case reach_cases[] = {
	KUNIT_CASE(reach_idle_test),
	KUNIT_CASE(reach_answer_test),
	KUNIT_CASE(reach_fail_test),
	KUNIT_CASE(reach_end_test),
	{}
};

static struct kunit_suite reach_suite = {
	.name = "mn_reach",
	.test_cases = reach_cases,
};

kunit_test_suite(reach_suite);

MODULE_DESCRIPTION("KUnit tests of the trial of a link");
MODULE_LICENSE("GPL");
