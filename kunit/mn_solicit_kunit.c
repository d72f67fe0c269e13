// SPDX-License-Identifier: GPL-2.0-only
/* Router Solicitations: soon at first, then the back-off of RFC 7559 section 2. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/solicit.c"

#define SEC	((u64)NSEC_PER_SEC)
#define MSEC	((u64)NSEC_PER_MSEC)
#define MIDDLE	1000	/* of 2001 chances: no jitter */
#define LEAST	0
#define MOST	2000

/* Four repetitions come soon, give or take a tenth of what is waited for. */
static void solicit_quick_test(struct kunit *test)
{
	static const unsigned int want[] = { 20, 80, 300, 900 };
	struct mn_solicit s;
	int i;

	mn_solicit_start(&s, 7);
	KUNIT_EXPECT_EQ(test, s.due, 7);
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		struct mn_solicit least = s, most = s;

		mn_solicit_sent(&s, 7, MIDDLE);
		mn_solicit_sent(&least, 7, LEAST);
		mn_solicit_sent(&most, 7, MOST);
		KUNIT_EXPECT_EQ(test, s.due, 7 + want[i] * MSEC);
		KUNIT_EXPECT_EQ(test, least.due, 7 + want[i] * 9 / 10 * MSEC);
		KUNIT_EXPECT_EQ(test, most.due, 7 + want[i] * 11 / 10 * MSEC);
	}
	mn_solicit_sent(&s, 7, MIDDLE);
	KUNIT_EXPECT_EQ(test, s.due, 7 + 4 * SEC);
	mn_solicit_start(&s, 8);
	mn_solicit_sent(&s, 8, MIDDLE);
	KUNIT_EXPECT_EQ(test, s.due, 8 + 20 * MSEC);
}

/* As if all that come soon had been sent. */
static void solicit_slowly(struct mn_solicit *s, u64 now)
{
	mn_solicit_start(s, now);
	s->quick = ARRAY_SIZE(solicit_waits);
}

static void solicit_doubles_test(struct kunit *test)
{
	static const unsigned int want[] = {
		4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600,
	};
	struct mn_solicit s;
	u64 now = 5;
	int i;

	solicit_slowly(&s, now);
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		mn_solicit_sent(&s, now, MIDDLE);
		KUNIT_EXPECT_EQ(test, s.due - now, want[i] * SEC);
		now = s.due;
	}
	solicit_slowly(&s, now);
	mn_solicit_sent(&s, now, MIDDLE);
	KUNIT_EXPECT_EQ(test, s.due - now, 4 * SEC);
	mn_solicit_stop(&s);
	KUNIT_EXPECT_EQ(test, s.due, MN_SOLICIT_NEVER);
}

/* The jitter is of the interval before, so the next is 1.9 to 2.1 times it. */
static void solicit_jitter_test(struct kunit *test)
{
	struct mn_solicit s;

	solicit_slowly(&s, 0);
	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 36 * SEC / 10);
	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 684 * SEC / 100);

	solicit_slowly(&s, 0);
	mn_solicit_sent(&s, 0, MOST);
	KUNIT_EXPECT_EQ(test, s.interval, 44 * SEC / 10);
	mn_solicit_sent(&s, 0, MOST);
	KUNIT_EXPECT_EQ(test, s.interval, 924 * SEC / 100);
}

/* The longest interval has its own jitter, and only what is longer gets it. */
static void solicit_longest_test(struct kunit *test)
{
	struct mn_solicit s = { .interval = 3600 * SEC, .quick = ARRAY_SIZE(solicit_waits) };

	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 3240 * SEC);
	s.interval = 3600 * SEC;
	mn_solicit_sent(&s, 0, MOST);
	KUNIT_EXPECT_EQ(test, s.interval, 3960 * SEC);
	/* 1.9 times this is an hour. */
	s.interval = 1894736842105ULL;
	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 3600 * SEC);
}

/* All 32 bits of chance are good for one of 2001 jitters. */
static void solicit_chance_test(struct kunit *test)
{
	static const u32 chances[] = { 0, 2001, 2001 * 2146000U };
	struct mn_solicit s;
	int i;

	for (i = 0; i < ARRAY_SIZE(chances); i++) {
		solicit_slowly(&s, 0);
		mn_solicit_sent(&s, 0, chances[i]);
		KUNIT_EXPECT_EQ(test, s.interval, 36 * SEC / 10);
	}
}

static struct kunit_case mn_solicit_cases[] = {
	KUNIT_CASE(solicit_quick_test),
	KUNIT_CASE(solicit_doubles_test),
	KUNIT_CASE(solicit_jitter_test),
	KUNIT_CASE(solicit_longest_test),
	KUNIT_CASE(solicit_chance_test),
	{}
};

static struct kunit_suite mn_solicit_suite = {
	.name = "mn_solicit",
	.test_cases = mn_solicit_cases,
};

kunit_test_suite(mn_solicit_suite);

MODULE_DESCRIPTION("KUnit tests of Router Solicitations");
MODULE_LICENSE("GPL");
