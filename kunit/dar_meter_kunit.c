// SPDX-License-Identifier: GPL-2.0-only
/* Limits that are fair to those who ask, and the token bucket that they are made of. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/meter.c"
#include "../dar/pure/pace.c"

#define SEC	((s64)NSEC_PER_SEC)
#define MSEC	((s64)NSEC_PER_MSEC)
#define RATE		1000
#define SHARE		(RATE / DAR_METER_BUCKETS)	/* of a /48, rounded down */

static int meter_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct dar_meter), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, test->priv);
	return 0;
}

/* Somebody in the subnet of a site, each of which has a bucket of its own. */
static struct dar_asker asker(u32 site, u32 subnet)
{
	return (struct dar_asker){ .site = site, .subnet = subnet };
}

/* How many of @n questions of somebody, asked at once, are granted. */
static unsigned int meter_ask(struct dar_meter *m, const struct dar_asker *who,
			      s64 now, unsigned int n)
{
	unsigned int granted = 0;

	while (n--)
		granted += dar_meter_take(m, who, now, RATE, 1);
	return granted;
}

/* The only one who asks gets all that is there for everybody, and his share. */
static void meter_alone_test(struct kunit *test)
{
	const struct dar_asker who = asker(1, 1);
	struct dar_meter *m = test->priv;
	unsigned int ms, granted = 0;

	for (ms = 0; ms < 10000; ms++)
		granted += meter_ask(m, &who, 100 * SEC + ms * MSEC, 5);
	KUNIT_EXPECT_GE(test, granted, 10 * RATE);
	KUNIT_EXPECT_LE(test, granted, 10 * (RATE + 2 * SHARE + 1) +
			RATE / 20 + 2 * DAR_METER_BURST + 1);
}

/**
 * struct meter_case - who floods, and what is left for somebody else
 * @name: of the row
 * @sites: number of /48s that flood
 * @subnets: number of /64s in each of them
 * @who: somebody else
 * @burst: how many of his questions are granted at once, at least
 * @second: how many in a second, at least
 */
struct meter_case {
	const char *name;
	unsigned int sites;
	unsigned int subnets;
	struct dar_asker who;
	unsigned int burst;
	unsigned int second;
};

#define OTHER		(DAR_METER_BUCKETS - 1)

static const struct meter_case meter_cases[] = {
	{ .name = "one subnet floods, another site", .sites = 1, .subnets = 1,
	  .who = { .site = OTHER, .subnet = OTHER },
	  .burst = DAR_METER_BURST, .second = SHARE / 2 },
	{ .name = "one subnet floods, its neighbour", .sites = 1,
	  .subnets = 1, .who = { .site = 0, .subnet = OTHER },
	  .burst = 1, .second = SHARE / 2 },
	{ .name = "a whole site floods, another site", .sites = 1,
	  .subnets = 65536, .who = { .site = OTHER, .subnet = OTHER },
	  .burst = 2, .second = SHARE / 2 },
	{ .name = "ten sites flood, another site", .sites = 10,
	  .subnets = 65536, .who = { .site = OTHER, .subnet = OTHER },
	  .burst = 1, .second = 0 },
	{ .name = "all sites flood, a known home address", .sites = 256,
	  .subnets = 256,
	  .who = { .site = OTHER, .subnet = OTHER, .known = true },
	  .burst = DAR_METER_BURST, .second = SHARE },
};

static void meter_case_name(const struct meter_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(meter, meter_cases, meter_case_name);

/* A hundred times as many as are allowed, spread over those who flood. */
static void meter_flood(struct dar_meter *m, const struct meter_case *c, s64 now,
			u32 *next)
{
	unsigned int i;

	for (i = 0; i < RATE / 10; i++, ++*next) {
		struct dar_asker bad = asker(*next % c->sites,
					     *next / c->sites % c->subnets);

		dar_meter_take(m, &bad, now, RATE, 1);
	}
}

static void meter_flood_test(struct kunit *test)
{
	const struct meter_case *c = test->param_value;
	struct dar_meter *m = test->priv;
	unsigned int ms, granted = 0;
	s64 now = 100 * SEC;
	u32 next = 0;

	for (ms = 0; ms < 5000; ms++, now += NSEC_PER_MSEC)
		meter_flood(m, c, now, &next);
	KUNIT_EXPECT_GE(test, meter_ask(m, &c->who, now, DAR_METER_BURST),
			c->burst);
	for (ms = 0; ms < 10000; ms++, now += NSEC_PER_MSEC) {
		meter_flood(m, c, now, &next);
		if (!(ms % 50))
			granted += meter_ask(m, &c->who, now, 1);
	}
	KUNIT_EXPECT_GE(test, granted, 10 * c->second);
}

/* However many ask from wherever: three times the rate, and what was saved up. */
static void meter_bound_test(struct kunit *test)
{
	struct dar_meter *m = test->priv;
	unsigned int ms, i, granted = 0;
	u32 state = 1;

	for (ms = 0; ms < 5000; ms++)
		for (i = 0; i < 20; i++) {
			struct dar_asker who;

			state = state * 1664525 + 1013904223;
			who = asker(state >> 8, state >> 12);
			who.known = true;
			who.home = state >> 16;
			granted += dar_meter_take(m, &who, 100 * SEC +
						  ms * MSEC, RATE, 1);
		}
	KUNIT_EXPECT_LE(test, granted, 3 * 5 * RATE + RATE +
			3 * DAR_METER_BUCKETS * DAR_METER_BURST);
	KUNIT_EXPECT_GE(test, granted, 2 * 5 * RATE);
}

/* What costs ten units is granted a tenth as often, but granted. */
static void meter_cost_test(struct kunit *test)
{
	const struct dar_asker who = asker(1, 1), other = asker(2, 2);
	struct dar_meter *m = test->priv;
	unsigned int ms, granted = 0;

	for (ms = 0; ms < 10000; ms++)
		granted += dar_meter_take(m, &who, 100 * SEC +
					  ms * MSEC, RATE, 10);
	KUNIT_EXPECT_GE(test, granted, RATE);
	KUNIT_EXPECT_LE(test, granted, RATE + 2 * SHARE + 20);
	KUNIT_EXPECT_TRUE(test, dar_meter_take(m, &other, 110 * SEC, RATE,
					       1000));
}

static void meter_unlimited_test(struct kunit *test)
{
	const struct dar_asker who = asker(1, 1);
	struct dar_meter *m = test->priv;
	unsigned int i;

	for (i = 0; i < 10000; i++)
		KUNIT_ASSERT_TRUE(test, dar_meter_take(m, &who, 0, 0, 100));
	/* No rate is too high to be counted. */
	for (i = 0; i < 10000; i++)
		dar_meter_take(m, &who, 0, U32_MAX, 1);
}

/* How many are let through in a second that starts at @now, asked each ms. */
static unsigned int pace_second(struct dar_pace *pace, s64 now, u32 rate)
{
	unsigned int ms, n = 0;

	for (ms = 0; ms < 1000; ms++)
		while (n < 100000 &&
		       !dar_pace_take(pace, now + ms * MSEC, rate))
			n++;
	return n;
}

static void pace_rate_test(struct kunit *test)
{
	static const u32 rates[] = { 1, 10, 1000, 5000 };
	struct dar_pace pace = {};
	s64 now = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rates); i++) {
		u32 burst = rates[i] / (NSEC_PER_SEC / DAR_PACE_BURST) + 1;

		now += 10 * SEC;	/* a pause */
		KUNIT_EXPECT_LE(test, pace_second(&pace, now, rates[i]),
				rates[i] + burst);
		now += SEC;
		KUNIT_EXPECT_GE(test, pace_second(&pace, now, rates[i]) + 1,
				rates[i]);
	}
	now += SEC;
	KUNIT_EXPECT_EQ(test, pace_second(&pace, now, 0), 100000);
}

/* It says how long to wait, and asking costs nothing. */
static void pace_wait_test(struct kunit *test)
{
	s64 now = 100 * SEC;
	struct dar_pace pace = {};
	unsigned int i;
	u64 wait;

	/* 50 ms saved, the one of now, and what is left until the next */
	for (i = 0; i < 6; i++)
		KUNIT_EXPECT_EQ(test, dar_pace_take(&pace, now, 100), 0);
	for (i = 0; i < 3; i++) {
		wait = dar_pace_take(&pace, now, 100);
		KUNIT_EXPECT_EQ(test, wait, 10 * NSEC_PER_MSEC);
	}
	KUNIT_EXPECT_NE(test, dar_pace_take(&pace, now + wait - 1, 100), 0);
	KUNIT_EXPECT_EQ(test, dar_pace_take(&pace, now + wait, 100), 0);
}

/* The first second of a clock that starts at zero. */
static void pace_start_test(struct kunit *test)
{
	struct dar_pace pace = {};

	KUNIT_EXPECT_EQ(test, dar_pace_take(&pace, 0, 1), 0);
	KUNIT_EXPECT_NE(test, dar_pace_take(&pace, 0, 1), 0);
}

/* A cost larger than what was saved is granted once, and then paid off. */
static void pace_cost_test(struct kunit *test)
{
	struct dar_pace pace = {};
	s64 now = 100 * SEC;

	KUNIT_EXPECT_TRUE(test, dar_pace_ready(&pace, now));
	KUNIT_EXPECT_EQ(test, dar_pace_spend(&pace, now, 5 * SEC, SEC), 0);
	KUNIT_EXPECT_FALSE(test, dar_pace_ready(&pace, now));
	KUNIT_EXPECT_EQ(test, dar_pace_spend(&pace, now, 1, SEC), 4 * SEC);
	KUNIT_EXPECT_FALSE(test, dar_pace_ready(&pace, now + 4 * SEC - 1));
	KUNIT_EXPECT_TRUE(test, dar_pace_ready(&pace, now + 4 * SEC));
	KUNIT_EXPECT_EQ(test, dar_pace_spend(&pace, now + 4 * SEC, SEC, 0), 0);
}

/* What was never used allows a whole burst, also when the clock has just begun. */
static void pace_fresh_test(struct kunit *test)
{
	struct dar_pace pace = {};
	unsigned int i;

	for (i = 0; i < 20; i++)
		KUNIT_EXPECT_EQ(test, dar_pace_spend(&pace, 1, SEC / 10,
						     19 * SEC / 10), 0);
	KUNIT_EXPECT_NE(test, dar_pace_spend(&pace, 1, SEC / 10,
					     19 * SEC / 10), 0);
}

/* Those who have to wait are in a queue, which is not longer than they want to wait. */
static void pace_reserve_test(struct kunit *test)
{
	struct dar_pace pace = {};
	s64 now = 100 * SEC;
	unsigned int i;

	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, dar_pace_reserve(&pace, now, SEC, 3 * SEC,
						       U64_MAX), 0);
	for (i = 1; i < 4; i++)
		KUNIT_EXPECT_EQ(test, dar_pace_reserve(&pace, now, SEC, 3 * SEC,
						       3 * SEC), i * SEC);
	KUNIT_EXPECT_EQ(test, dar_pace_reserve(&pace, now, SEC, 3 * SEC,
					       3 * SEC), U64_MAX);
	/* Who does not wait counts nothing. */
	KUNIT_EXPECT_EQ(test, dar_pace_spend(&pace, now, SEC, 3 * SEC),
			4 * SEC);
	KUNIT_EXPECT_EQ(test, dar_pace_reserve(&pace, now + 4 * SEC, SEC,
					       3 * SEC, 0), 0);
}

static struct kunit_case meter_cases_of_suite[] = {
	KUNIT_CASE(meter_alone_test),
	KUNIT_CASE_PARAM(meter_flood_test, meter_gen_params),
	KUNIT_CASE(meter_bound_test),
	KUNIT_CASE(meter_cost_test),
	KUNIT_CASE(meter_unlimited_test),
	KUNIT_CASE(pace_rate_test),
	KUNIT_CASE(pace_wait_test),
	KUNIT_CASE(pace_start_test),
	KUNIT_CASE(pace_cost_test),
	KUNIT_CASE(pace_fresh_test),
	KUNIT_CASE(pace_reserve_test),
	{}
};

static struct kunit_suite meter_suite = {
	.name = "dar_meter",
	.init = meter_test_init,
	.test_cases = meter_cases_of_suite,
};

kunit_test_suite(meter_suite);

MODULE_DESCRIPTION("KUnit: limits of a DAR that are fair to those who ask");
MODULE_LICENSE("GPL");
