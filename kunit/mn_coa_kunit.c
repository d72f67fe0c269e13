// SPDX-License-Identifier: GPL-2.0-only
/* Which address of a link is the care-of address, where the node has none of its own. */
#include <kunit/test.h>
#include <linux/if_addr.h>
#include <linux/module.h>

#include "../mn/coa.c"

#define GUA	0x20010db8
#define ULA	0xfd000000
#define LOCAL	0xfe800000
#define GROUP	0xff0e0000

/* What is said of an address beside its flags */
#define HERE	1
#define IN_USE	2
#define WANTED	4	/* the administrator wants temporary addresses */

struct one {
	u32 top;	/* the first 32 bits of the address */
	u32 flags;
	unsigned int said;
};

static struct mn_coa_facts facts_of(const struct one *a)
{
	struct mn_coa_facts f = {
		.flags = a->flags,
		.here = a->said & HERE,
		.in_use = a->said & IN_USE,
		.temporary = a->said & WANTED,
	};

	f.addr.s6_addr[0] = a->top >> 24;
	f.addr.s6_addr[1] = a->top >> 16;
	f.addr.s6_addr[15] = 1;
	return f;
}

/* The first of each pair is better. */
static const struct pair {
	const char *name;
	struct one better, worse;
} pairs[] = {
	{ "of this network", { ULA, IFA_F_DEPRECATED, HERE },
	  { GUA, IFA_F_PERMANENT, IN_USE } },
	{ "not deprecated", { ULA, 0, HERE },
	  { GUA, IFA_F_DEPRECATED, HERE | IN_USE } },
	{ "not of a site", { GUA, 0, HERE }, { ULA, 0, HERE | IN_USE } },
	{ "public", { GUA, 0, HERE }, { GUA, IFA_F_TEMPORARY, HERE | IN_USE } },
	{ "temporary", { GUA, IFA_F_TEMPORARY, HERE | WANTED },
	  { GUA, 0, HERE | WANTED | IN_USE } },
	{ "in use", { GUA, 0, HERE | IN_USE }, { GUA, 0, HERE } },
	{ "by hand, better than none", { GUA, IFA_F_DEPRECATED | IFA_F_PERMANENT, 0 },
	  { GUA, IFA_F_TENTATIVE, HERE } },
	{ "optimistic", { GUA, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, HERE },
	  { GUA, IFA_F_DEPRECATED, HERE } },
};

static void pair_desc(const struct pair *p, char *desc)
{
	strscpy(desc, p->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(pair, pairs, pair_desc);

static void pair_test(struct kunit *test)
{
	const struct pair *p = test->param_value;
	struct mn_coa_facts better = facts_of(&p->better);
	struct mn_coa_facts worse = facts_of(&p->worse);

	KUNIT_EXPECT_GT(test, mn_coa_rank(&better), mn_coa_rank(&worse));
}

static const struct one useless[] = {
	{ LOCAL, 0, HERE | IN_USE },
	{ GROUP, 0, HERE | IN_USE },
	{ 0, 0, HERE | IN_USE },	/* ::1 */
	{ GUA, IFA_F_TENTATIVE | IFA_F_PERMANENT, HERE | IN_USE },
	{ GUA, IFA_F_DADFAILED, HERE | IN_USE },
	{ GUA, IFA_F_DADFAILED | IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, HERE },
};

static void useless_test(struct kunit *test)
{
	struct mn_coa_facts f;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(useless); i++) {
		f = facts_of(&useless[i]);
		KUNIT_EXPECT_EQ_MSG(test, mn_coa_rank(&f), 0, "address %u", i);
		KUNIT_EXPECT_FALSE(test, mn_coa_fresh(&f));
		f.here = false;
		KUNIT_EXPECT_FALSE(test, mn_coa_stale(&f));
	}
}

/* An address is one of the two, unless nobody would choose it as a source. */
static void age_test(struct kunit *test)
{
	struct one a = { GUA, 0, HERE };
	struct mn_coa_facts f = facts_of(&a);

	KUNIT_EXPECT_TRUE(test, mn_coa_fresh(&f));
	KUNIT_EXPECT_FALSE(test, mn_coa_stale(&f));
	f.here = false;
	KUNIT_EXPECT_FALSE(test, mn_coa_fresh(&f));
	KUNIT_EXPECT_TRUE(test, mn_coa_stale(&f));
	KUNIT_EXPECT_EQ(test, mn_coa_rank(&f), 0);
	f.flags = IFA_F_DEPRECATED;
	KUNIT_EXPECT_FALSE(test, mn_coa_stale(&f));
	f.here = true;
	KUNIT_EXPECT_FALSE(test, mn_coa_fresh(&f));
}

static struct kunit_case coa_cases[] = {
	KUNIT_CASE_PARAM(pair_test, pair_gen_params),
	KUNIT_CASE(useless_test),
	KUNIT_CASE(age_test),
	{}
};

static struct kunit_suite coa_suite = {
	.name = "mn_coa",
	.test_cases = coa_cases,
};

kunit_test_suite(coa_suite);

MODULE_DESCRIPTION("KUnit tests of the care-of address of a link");
MODULE_LICENSE("GPL");
