// SPDX-License-Identifier: GPL-2.0-only
/* When a silent node is asked, found absent, and given up. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/silence.c"

#define TIME	30
#define LONGEST	5000

static void dar_silence_order_test(struct kunit *test)
{
	u32 now = U32_MAX - TIME;
	struct dar_silence s;

	dar_silence_begin(&s, now);
	now += TIME;
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, now, LONGEST, false), DAR_SILENCE_ASK);
	now += TIME;
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, now, LONGEST, false), DAR_SILENCE_ASK);
	KUNIT_EXPECT_FALSE(test, s.absent);
	now += TIME;
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, now, LONGEST, false), DAR_SILENCE_BEGINS);
	KUNIT_EXPECT_TRUE(test, s.absent);
	now += TIME;
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, now, LONGEST, false), DAR_SILENCE_REST);
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, now, LONGEST, true), DAR_SILENCE_ASK);
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, s.since + LONGEST - 1, LONGEST, true),
			DAR_SILENCE_ASK);
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, s.since + LONGEST, LONGEST, true),
			DAR_SILENCE_GONE);
	dar_silence_begin(&s, now);
	KUNIT_EXPECT_FALSE(test, s.absent);
	KUNIT_EXPECT_EQ(test, s.asked, 0);
}

/* Where packets may not wait for long, a node is given up before it is absent. */
static void dar_silence_short_test(struct kunit *test)
{
	struct dar_silence s;

	dar_silence_begin(&s, 1);
	KUNIT_EXPECT_EQ(test, dar_silence_look(&s, 1 + TIME, 1, true),
			DAR_SILENCE_GONE);
}

static struct kunit_case dar_silence_kunit_cases[] = {
	KUNIT_CASE(dar_silence_order_test),
	KUNIT_CASE(dar_silence_short_test),
	{}
};

static struct kunit_suite dar_silence_kunit_suite = {
	.name = "dar_silence",
	.test_cases = dar_silence_kunit_cases,
};

kunit_test_suite(dar_silence_kunit_suite);

MODULE_DESCRIPTION("KUnit: silent nodes");
MODULE_LICENSE("GPL");
