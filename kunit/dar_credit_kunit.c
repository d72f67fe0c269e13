// SPDX-License-Identifier: GPL-2.0-only
/* Credit: never more is spent than was earned, and what is not spent fades. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/credit.c"

static const u64 interval = 5ULL * NSEC_PER_SEC;
static const u64 start = 200 * 5ULL * NSEC_PER_SEC;

static const struct dar_credit nothing;

static struct dar_credit amount(u32 octets, u32 packets)
{
	return (struct dar_credit) { octets, packets };
}

static bool is(atomic64_t *c, u64 now, u32 octets, u32 packets)
{
	struct dar_credit left = dar_credit_left(atomic64_read(c), now);

	return left.octets == octets && left.packets == packets;
}

static bool spend(atomic64_t *c, u32 octets, u32 packets, u64 now)
{
	return dar_credit_spend(c, amount(octets, packets), now);
}

static void earn(atomic64_t *c, u32 octets, u32 packets, u64 now)
{
	dar_credit_earn(c, amount(octets, packets), now);
}

static void dar_credit_spend_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	KUNIT_EXPECT_FALSE(test, spend(&c, 1, 0, start));
	KUNIT_EXPECT_FALSE(test, spend(&c, 0, 1, start));
	KUNIT_EXPECT_TRUE(test, spend(&c, 0, 0, start));
	earn(&c, 1000, 3, start);
	KUNIT_EXPECT_FALSE(test, spend(&c, 1001, 1, start));
	KUNIT_EXPECT_FALSE(test, spend(&c, 1000, 4, start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 1000, 3));
	KUNIT_EXPECT_TRUE(test, spend(&c, 600, 1, start));
	KUNIT_EXPECT_FALSE(test, spend(&c, 401, 1, start));
	KUNIT_EXPECT_TRUE(test, spend(&c, 300, 2, start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 100, 0));
	KUNIT_EXPECT_FALSE(test, spend(&c, 100, 1, start));
	earn(&c, 40, 1, start);
	KUNIT_EXPECT_TRUE(test, spend(&c, 140, 1, start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 0, 0));
}

/* An update pays for its answer; if it cannot, it earns nothing, either. */
static void dar_credit_exchange_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	KUNIT_EXPECT_TRUE(test, dar_credit_exchange(&c, amount(120, 1),
						    amount(112, 1), start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 8, 0));
	KUNIT_EXPECT_FALSE(test, dar_credit_exchange(&c, amount(120, 1),
						     amount(129, 1), start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 8, 0));
	KUNIT_EXPECT_FALSE(test, dar_credit_exchange(&c, amount(120, 1),
						     amount(20, 2), start));
	KUNIT_EXPECT_TRUE(test, dar_credit_exchange(&c, amount(120, 1),
						    amount(128, 1), start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 0, 0));
}

static const struct {
	struct dar_credit earned;
	u32 intervals;
	struct dar_credit left;
} agings[] = {
	{ { 8000, 800 }, 0, { 8000, 800 } },
	{ { 8000, 800 }, 1, { 7000, 700 } },
	{ { 8000, 8 }, 2, { 6125, 6 } },
	{ { 8000, 1 }, 3, { 5359, 0 } },	/* 5359.4 */
	{ { 7, 1 }, 1, { 6, 0 } },
	/* a minute, rounded down at every step */
	{ { 8000, 0 }, 12, { 1609, 0 } },
	{ { DAR_CREDIT_OCTETS_MAX, DAR_CREDIT_PACKETS_MAX }, 1,
	  { 58720255, 57343 } },
	{ { DAR_CREDIT_OCTETS_MAX, DAR_CREDIT_PACKETS_MAX }, 160, { 0, 0 } },
	{ { DAR_CREDIT_OCTETS_MAX, DAR_CREDIT_PACKETS_MAX }, 161, { 0, 0 } },
	{ { DAR_CREDIT_OCTETS_MAX, 5 }, 1U << 21, { 0, 0 } },
};

static void dar_credit_age_test(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(agings); i++) {
		u64 then = start + agings[i].intervals * interval;
		struct dar_credit left = agings[i].left;
		atomic64_t c = ATOMIC64_INIT(0);

		dar_credit_earn(&c, agings[i].earned, start);
		KUNIT_EXPECT_TRUE(test, is(&c, then, left.octets,
					   left.packets));
		/* however often it was looked at in between */
		dar_credit_earn(&c, nothing, start + (then - start) / 2);
		KUNIT_EXPECT_TRUE(test, is(&c, then, left.octets,
					   left.packets));
		KUNIT_EXPECT_FALSE(test, spend(&c, left.octets + 1, 0, then));
		KUNIT_EXPECT_FALSE(test, spend(&c, 0, left.packets + 1, then));
		KUNIT_EXPECT_TRUE(test, dar_credit_spend(&c, left, then));
	}
}

/* What is earned now is not aged with what was earned before. */
static void dar_credit_fresh_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	earn(&c, 800, 8, start);
	earn(&c, 500, 5, start + interval);
	KUNIT_EXPECT_TRUE(test, is(&c, start + interval, 1200, 12));
	earn(&c, 70, 1, start + 10000 * interval);
	KUNIT_EXPECT_TRUE(test, is(&c, start + 10000 * interval, 70, 1));
}

static void dar_credit_bound_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);
	int i;

	for (i = 0; i < 3; i++)
		earn(&c, DAR_CREDIT_OCTETS_MAX - 1, DAR_CREDIT_PACKETS_MAX - 1,
		     start);
	earn(&c, U32_MAX, U32_MAX, start);
	KUNIT_EXPECT_TRUE(test, is(&c, start, DAR_CREDIT_OCTETS_MAX,
				   DAR_CREDIT_PACKETS_MAX));
	KUNIT_EXPECT_TRUE(test, spend(&c, DAR_CREDIT_OCTETS_MAX,
				      DAR_CREDIT_PACKETS_MAX, start));
	KUNIT_EXPECT_TRUE(test, is(&c, start, 0, 0));
}

/* A processor whose time is behind neither ages nor revives anything. */
static void dar_credit_late_test(struct kunit *test)
{
	atomic64_t c = ATOMIC64_INIT(0);

	earn(&c, 800, 8, start);
	KUNIT_EXPECT_TRUE(test, is(&c, start - 1, 800, 8));
	earn(&c, 0, 0, start + interval);
	earn(&c, 100, 1, start);
	KUNIT_EXPECT_TRUE(test, is(&c, start, 800, 8));
	KUNIT_EXPECT_TRUE(test, is(&c, start + 2 * interval, 700, 7));
	/* No processor is behind by more than 16 intervals. */
	KUNIT_EXPECT_TRUE(test, is(&c, start - 15 * interval, 800, 8));
	KUNIT_EXPECT_TRUE(test, is(&c, start - 16 * interval, 0, 0));
}

static const struct {
	u32 octets;
	u32 packets;
	u32 mtu;
	struct dar_credit cost;
} tunnels[] = {
	{ 48, 1, 0, { 88, 1 } },
	{ 1460, 1, 1500, { 1500, 1 } },
	{ 1461, 1, 1500, { 1461 + 2 * 48, 2 } },
	{ 1280, 1, 1280, { 1280 + 2 * 48, 2 } },
	{ 1240, 1, 1280, { 1280, 1 } },
	{ 1280, 5, 1280, { 5 * (1280 + 2 * 48), 10 } },
	{ 2464, 1, 1280, { 2464 + 2 * 48, 2 } },	/* 1232 octets each */
	{ 2465, 1, 1280, { 2465 + 3 * 48, 3 } },
	{ 1280, 1, 60, { 1280 + 2 * 48, 2 } },		/* no path is that small */
	{ 1000, 40, 1500, { 40 * 1040, 40 } },
};

static void dar_credit_tunnel_test(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(tunnels); i++) {
		struct dar_credit cost =
			dar_credit_tunnel(tunnels[i].octets,
					  tunnels[i].packets, tunnels[i].mtu);

		KUNIT_EXPECT_EQ(test, cost.octets, tunnels[i].cost.octets);
		KUNIT_EXPECT_EQ(test, cost.packets, tunnels[i].cost.packets);
	}
}

static struct kunit_case dar_credit_kunit_cases[] = {
	KUNIT_CASE(dar_credit_spend_test),
	KUNIT_CASE(dar_credit_exchange_test),
	KUNIT_CASE(dar_credit_age_test),
	KUNIT_CASE(dar_credit_fresh_test),
	KUNIT_CASE(dar_credit_bound_test),
	KUNIT_CASE(dar_credit_late_test),
	KUNIT_CASE(dar_credit_tunnel_test),
	{}
};

static struct kunit_suite dar_credit_kunit_suite = {
	.name = "dar_credit",
	.test_cases = dar_credit_kunit_cases,
};

kunit_test_suite(dar_credit_kunit_suite);

MODULE_DESCRIPTION("KUnit: credit of care-of addresses that are not proven");
MODULE_LICENSE("GPL");
