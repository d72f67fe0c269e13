// SPDX-License-Identifier: GPL-2.0-only
/* Router Solicitations: back-off of RFC 7559 section 2. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/solicit.c"

#define MIDDLE	1000	/* of 2001 chances: no jitter */
#define LEAST	0
#define MOST	2000

#define SEC	((u64)NSEC_PER_SEC)

static void solicit_doubles_test(struct kunit *test)
{
	static const unsigned int want[] = {
		4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600,
	};
	struct mn_solicit s;
	u64 now = 5;
	int i;

	mn_solicit_start(&s, now);
	KUNIT_EXPECT_EQ(test, s.due, now);
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		mn_solicit_sent(&s, now, MIDDLE);
		KUNIT_EXPECT_EQ(test, s.due - now, want[i] * SEC);
		now = s.due;
	}
	mn_solicit_start(&s, now);
	mn_solicit_sent(&s, now, MIDDLE);
	KUNIT_EXPECT_EQ(test, s.due - now, 4 * SEC);
	mn_solicit_stop(&s);
	KUNIT_EXPECT_EQ(test, s.due, MN_SOLICIT_NEVER);
}

/* The jitter is of the interval before, so the next is 1.9 to 2.1 times it. */
static void solicit_jitter_test(struct kunit *test)
{
	struct mn_solicit s;

	mn_solicit_start(&s, 0);
	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 36 * SEC / 10);
	mn_solicit_sent(&s, 0, LEAST);
	KUNIT_EXPECT_EQ(test, s.interval, 684 * SEC / 100);

	mn_solicit_start(&s, 0);
	mn_solicit_sent(&s, 0, MOST);
	KUNIT_EXPECT_EQ(test, s.interval, 44 * SEC / 10);
	mn_solicit_sent(&s, 0, MOST);
	KUNIT_EXPECT_EQ(test, s.interval, 924 * SEC / 100);
}

static struct kunit_case mn_solicit_cases[] = {
	KUNIT_CASE(solicit_doubles_test),
	KUNIT_CASE(solicit_jitter_test),
	{}
};

static struct kunit_suite mn_solicit_suite = {
	.name = "mn_solicit",
	.test_cases = mn_solicit_cases,
};

kunit_test_suite(mn_solicit_suite);

MODULE_DESCRIPTION("KUnit tests of Router Solicitations");
MODULE_LICENSE("GPL");
