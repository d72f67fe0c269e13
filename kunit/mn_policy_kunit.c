// SPDX-License-Identifier: GPL-2.0-only
/* Which addresses follow a node, and which one goes for another. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/policy.c"

#define LIMIT	100	/* ticks */

/**
 * struct judge - one address under one policy
 * @name: shown
 * @policy: the policy
 * @facts: the address
 * @kept: what keeps it
 * @no_limit: packets never keep one
 */
struct judge {
	const char *name;
	enum mn_policy policy;
	struct mn_policy_facts facts;
	enum mn_kept kept;
	bool no_limit;
};

#define FACTS(_on_link, _keep, _sockets, _idle)				\
	{ .on_link = _on_link, .keep = MN_KEEP_##_keep,			\
	  .sockets = _sockets, .idle = _idle }
#define JUDGE(_policy, _on_link, _keep, _sockets, _idle, _kept)		\
	{ .name = #_policy " link " #_on_link " " #_keep " sockets "	\
		  #_sockets " idle " #_idle,				\
	  .policy = MN_POLICY_##_policy,				\
	  .facts = FACTS(_on_link, _keep, _sockets, _idle),		\
	  .kept = MN_KEPT_##_kept }

static const struct judge judges[] = {
	/* What is current stays, whatever is said of it. */
	JUDGE(ALL, true, RELEASE, 0, LIMIT, CURRENT),
	JUDGE(IN_USE, true, AUTO, 0, LIMIT, CURRENT),
	JUDGE(MANUAL, true, AUTO, 0, LIMIT, CURRENT),
	JUDGE(MANUAL, true, KEEP, 0, LIMIT, CURRENT),
	/* What the user says of one overrides the policy. */
	JUDGE(ALL, false, RELEASE, 3, 0, NOT),
	JUDGE(IN_USE, false, RELEASE, 3, 0, NOT),
	JUDGE(MANUAL, false, RELEASE, 3, 0, NOT),
	JUDGE(ALL, false, KEEP, 0, LIMIT, USER),
	JUDGE(IN_USE, false, KEEP, 0, LIMIT, USER),
	JUDGE(MANUAL, false, KEEP, 0, LIMIT, USER),
	/* all */
	JUDGE(ALL, false, AUTO, 0, ULONG_MAX, POLICY),
	JUDGE(ALL, false, AUTO, 5, 0, POLICY),
	/* all, but its router asks to give it up */
	{ .name = "ALL withdrawn", .policy = MN_POLICY_ALL,
	  .facts = { .keep = MN_KEEP_AUTO, .withdrawn = true, .idle = LIMIT },
	  .kept = MN_KEPT_NOT },
	{ .name = "ALL withdrawn, socket", .policy = MN_POLICY_ALL,
	  .facts = { .keep = MN_KEEP_AUTO, .withdrawn = true, .sockets = 1,
		     .idle = LIMIT },
	  .kept = MN_KEPT_SOCKETS },
	{ .name = "ALL withdrawn, packets", .policy = MN_POLICY_ALL,
	  .facts = { .keep = MN_KEEP_AUTO, .withdrawn = true },
	  .kept = MN_KEPT_PACKETS },
	{ .name = "ALL withdrawn, kept by the user", .policy = MN_POLICY_ALL,
	  .facts = { .keep = MN_KEEP_KEEP, .withdrawn = true, .idle = LIMIT },
	  .kept = MN_KEPT_USER },
	{ .name = "ALL withdrawn, current", .policy = MN_POLICY_ALL,
	  .facts = { .on_link = true, .withdrawn = true, .idle = LIMIT },
	  .kept = MN_KEPT_CURRENT },
	/* manual */
	JUDGE(MANUAL, false, AUTO, 5, 0, NOT),
	/* in-use */
	JUDGE(IN_USE, false, AUTO, 1, ULONG_MAX, SOCKETS),
	JUDGE(IN_USE, false, AUTO, 1, 0, SOCKETS),
	JUDGE(IN_USE, false, AUTO, 0, 0, PACKETS),
	JUDGE(IN_USE, false, AUTO, 0, LIMIT - 1, PACKETS),
	JUDGE(IN_USE, false, AUTO, 0, LIMIT, NOT),
	JUDGE(IN_USE, false, AUTO, 0, ULONG_MAX, NOT),
	{ .name = "IN_USE without idle time", .policy = MN_POLICY_IN_USE,
	  .facts = FACTS(false, AUTO, 0, 0), .kept = MN_KEPT_NOT,
	  .no_limit = true },
	{ .name = "IN_USE without idle time, socket",
	  .policy = MN_POLICY_IN_USE, .facts = FACTS(false, AUTO, 1, 0),
	  .kept = MN_KEPT_SOCKETS, .no_limit = true },
};

static void judge_desc(const struct judge *j, char *desc)
{
	strscpy(desc, j->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(judge, judges, judge_desc);

static void judge_test(struct kunit *test)
{
	const struct judge *j = test->param_value;

	KUNIT_EXPECT_EQ(test, j->kept,
			mn_policy_judge(j->policy, j->no_limit ? 0 : LIMIT,
					&j->facts));
}

/* Left behind at once is exactly what no use of it would keep. */
static void stays_behind_test(struct kunit *test)
{
	struct mn_policy_facts used = { .sockets = 1 };
	int policy, keep;

	for (policy = MN_POLICY_ALL; policy <= MN_POLICY_MANUAL; policy++) {
		for (keep = MN_KEEP_RELEASE; keep <= MN_KEEP_AUTO; keep++) {
			used.keep = keep;
			KUNIT_EXPECT_EQ(test,
					mn_policy_stays_behind(policy, keep),
					mn_policy_judge(policy, LIMIT, &used) ==
					MN_KEPT_NOT);
		}
	}
}

/* In the order in which they go. */
static const struct mn_policy_facts order[] = {
	{ .leaving = true, .keep = MN_KEEP_AUTO, .idle = 9 },
	{ .leaving = true, .keep = MN_KEEP_KEEP, .sockets = 1, .idle = 3 },
	{ .keep = MN_KEEP_AUTO, .untouched = true, .idle = 30 },
	{ .keep = MN_KEEP_AUTO, .untouched = true, .idle = 0 },
	FACTS(false, AUTO, 0, ULONG_MAX),
	FACTS(false, RELEASE, 0, 50),
	FACTS(false, AUTO, 0, 49),
	FACTS(false, AUTO, 0, 0),
	FACTS(false, AUTO, 1, ULONG_MAX),
	FACTS(false, AUTO, 9, 20),
	{ .keep = MN_KEEP_AUTO, .uncounted = true, .untouched = true,
	  .idle = 10 },
	{ .keep = MN_KEEP_AUTO, .sockets = 1, .untouched = true, .idle = 9 },
	FACTS(false, AUTO, 1, 0),
	FACTS(false, KEEP, 0, ULONG_MAX),
	FACTS(false, KEEP, 2, 1),
	FACTS(false, KEEP, 0, 0),
};

static void before_test(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		for (j = 0; j < ARRAY_SIZE(order); j++)
			KUNIT_EXPECT_EQ_MSG(test, i < j,
					    mn_policy_before(&order[i],
							     &order[j]),
					    "%u before %u", i, j);
}

/* More seconds are more ticks, until a long holds no more. */
static void limit_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mn_policy_limit(0, 1000), 0UL);
	KUNIT_EXPECT_EQ(test, mn_policy_limit(300, 250), 75000UL);
	KUNIT_EXPECT_EQ(test, mn_policy_limit(2147483, 1000), 2147483000UL);
	KUNIT_EXPECT_EQ(test, (u64)mn_policy_limit(U32_MAX, 1000),
			min_t(u64, U32_MAX * 1000ULL, LONG_MAX));
}

static struct kunit_case mn_policy_cases[] = {
	KUNIT_CASE_PARAM(judge_test, judge_gen_params),
	KUNIT_CASE(stays_behind_test),
	KUNIT_CASE(before_test),
	KUNIT_CASE(limit_test),
	{}
};

static struct kunit_suite mn_policy_suite = {
	.name = "mn_policy",
	.test_cases = mn_policy_cases,
};

kunit_test_suite(mn_policy_suite);

MODULE_DESCRIPTION("KUnit tests of the policy of addresses");
MODULE_LICENSE("GPL");
