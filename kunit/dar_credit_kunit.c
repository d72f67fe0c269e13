// SPDX-License-Identifier: GPL-2.0-only
/* Credit: never more is spent than was earned, and what is not spent fades. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/credit.c"

static const u64 interval = 5ULL * NSEC_PER_SEC;
static const u64 start = 200 * 5ULL * NSEC_PER_SEC;

static u32 left(atomic64_t *c, u64 now)
{
	return dar_credit_left(atomic64_read(c), now);
}

static void dar_credit_spend_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	KUNIT_EXPECT_FALSE(test, dar_credit_spend(&c, 1, start));
	dar_credit_earn(&c, 1000, start);
	KUNIT_EXPECT_EQ(test, left(&c, start), 1000);
	KUNIT_EXPECT_FALSE(test, dar_credit_spend(&c, 1001, start));
	KUNIT_EXPECT_EQ(test, left(&c, start), 1000);
	KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, 600, start));
	KUNIT_EXPECT_FALSE(test, dar_credit_spend(&c, 401, start));
	KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, 400, start));
	KUNIT_EXPECT_FALSE(test, dar_credit_spend(&c, 1, start));
	KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, 0, start));
	dar_credit_earn(&c, 40, start);
	KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, 40, start));
}

static const struct {
	u32 earned;
	u32 intervals;
	u32 left;
} agings[] = {
	{ 8000, 0, 8000 },
	{ 8000, 1, 7000 },
	{ 8000, 2, 6125 },
	{ 8000, 3, 5359 },	/* 5359.4 */
	{ 1, 1, 0 },
	{ 7, 1, 6 },
	{ 8000, 12, 1609 },	/* a minute, rounded down at every step */
	{ U32_MAX, 1, 3758096383u },
	{ U32_MAX, 193, 0 },
	{ U32_MAX, U32_MAX / 2, 0 },
};

static void dar_credit_age_test(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(agings); i++) {
		u64 then = start + agings[i].intervals * interval;
		atomic64_t c = ATOMIC64_INIT(0);

		dar_credit_earn(&c, agings[i].earned, start);
		KUNIT_EXPECT_EQ(test, left(&c, then), agings[i].left);
		/* however often it was looked at in between */
		dar_credit_earn(&c, 0, start + (then - start) / 2);
		KUNIT_EXPECT_EQ(test, left(&c, then), agings[i].left);
		KUNIT_EXPECT_FALSE(test, dar_credit_spend(&c,
							  agings[i].left + 1,
							  then));
		KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, agings[i].left,
							 then));
	}
}

/* What is earned now is not aged with what was earned before. */
static void dar_credit_fresh_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	dar_credit_earn(&c, 800, start);
	dar_credit_earn(&c, 500, start + interval);
	KUNIT_EXPECT_EQ(test, left(&c, start + interval), 1200);
	dar_credit_earn(&c, 70, start + 10000 * interval);
	KUNIT_EXPECT_EQ(test, left(&c, start + 10000 * interval), 70);
}

static void dar_credit_bound_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);
	int i;

	for (i = 0; i < 3; i++)
		dar_credit_earn(&c, U32_MAX - 1, start);
	KUNIT_EXPECT_EQ(test, left(&c, start), U32_MAX);
	KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, U32_MAX, start));
	KUNIT_EXPECT_EQ(test, left(&c, start), 0);
}

/* A processor whose time is behind neither ages nor revives anything. */
static void dar_credit_late_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	dar_credit_earn(&c, 800, start);
	KUNIT_EXPECT_EQ(test, left(&c, start - 1), 800);
	dar_credit_earn(&c, 0, start + interval);
	dar_credit_earn(&c, 100, start);
	KUNIT_EXPECT_EQ(test, left(&c, start), 800);
	KUNIT_EXPECT_EQ(test, left(&c, start + 2 * interval), 700);
}

static struct kunit_case dar_credit_kunit_cases[] = {
	KUNIT_CASE(dar_credit_spend_test),
	KUNIT_CASE(dar_credit_age_test),
	KUNIT_CASE(dar_credit_fresh_test),
	KUNIT_CASE(dar_credit_bound_test),
	KUNIT_CASE(dar_credit_late_test),
	{}
};

static struct kunit_suite dar_credit_kunit_suite = {
	.name = "dar_credit",
	.test_cases = dar_credit_kunit_cases,
};

kunit_test_suite(dar_credit_kunit_suite);

MODULE_DESCRIPTION("KUnit: credit of care-of addresses that are not proven");
MODULE_LICENSE("GPL");
