// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/ra.c"

/* Header with H flag, Prefix Information with L, A, R, source link-layer. */
static const u8 good[] = {
	134, 0, 0, 0, 64, 0x20, 0x07, 0x08, 0, 0, 0, 0, 0, 0, 0, 0,
	3, 4, 64, 0xe0, 0, 0, 0x0e, 0x10, 0, 0, 0x07, 0x08, 0, 0, 0, 0,
	0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1,
	1, 1, 2, 0, 0, 0, 0, 1,
};

#define OPT	16	/* the Prefix Information option in it */

static void ra_good(struct kunit *test)
{
	struct mn_ra ra;

	memset(&ra, 0xff, sizeof(ra));
	KUNIT_ASSERT_TRUE(test, mn_ra_parse(good, sizeof(good), &ra));
	KUNIT_EXPECT_EQ(test, ra.lifetime, 1800);
	KUNIT_EXPECT_TRUE(test, ra.anchor);
	KUNIT_ASSERT_EQ(test, ra.count, 1);
	KUNIT_EXPECT_EQ(test, ra.prefix[0].valid, 3600);
	KUNIT_EXPECT_EQ(test, ra.prefix[0].preferred, 1800);
	KUNIT_EXPECT_EQ(test, memcmp(&ra.prefix[0].router, good + OPT + 16, 16),
			0);
	KUNIT_EXPECT_EQ(test, memcmp(&ra.prefix[0].prefix, good + OPT + 16, 8),
			0);
	KUNIT_EXPECT_NULL(test, memchr_inv(ra.prefix[0].prefix.s6_addr + 8, 0,
					   8));
}

/* Beyond what 32 bits hold of nanoseconds. */
static void ra_lifetimes(struct kunit *test)
{
	struct mn_ra ra = { .lifetime = 1800 };
	struct mn_ra_prefix p = { .valid = 86400, .preferred = 7200 };

	KUNIT_EXPECT_EQ(test, mn_ra_until(&ra, 7), 1800000000007ULL);
	ra.lifetime = U16_MAX;
	KUNIT_EXPECT_EQ(test, mn_ra_until(&ra, 7), 65535000000007ULL);
	ra.lifetime = 0;
	KUNIT_EXPECT_EQ(test, mn_ra_until(&ra, 7), 7ULL);

	KUNIT_EXPECT_EQ(test, mn_ra_renewal(&p), 1800000000000ULL);
	p.preferred = 0;
	KUNIT_EXPECT_EQ(test, mn_ra_renewal(&p), 0ULL);
	p.preferred = U32_MAX;
	p.valid = U32_MAX;
	KUNIT_EXPECT_EQ(test, mn_ra_renewal(&p), 1073741823000000000ULL);
}

/* Whatever is cut off: it ends behind an option, or is refused. */
static void ra_truncated(struct kunit *test)
{
	struct mn_ra ra;
	size_t len;
	u8 *buf;

	for (len = 0; len < sizeof(good); len++) {
		buf = kunit_kzalloc(test, max_t(size_t, len, 1), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, buf);
		memcpy(buf, good, len);
		KUNIT_EXPECT_EQ_MSG(test, mn_ra_parse(buf, len, &ra),
				    len == OPT || len == OPT + 32, "%zu", len);
		kunit_kfree(test, buf);
	}
}

/**
 * struct mutation - one octet changed
 * @name: what it means
 * @off: octet
 * @value: new value
 * @parses: still well formed
 * @count: prefixes then
 * @anchored: the first of them has a router address
 */
struct mutation {
	const char *name;
	size_t off;
	u8 value;
	bool parses;
	unsigned int count;
	bool anchored;
};

static const struct mutation mutations[] = {
	{ "code", 1, 1, false },
	{ "no H flag", 5, 0xdf, true, 1, true },
	{ "option length 0", OPT + 1, 0, false },
	{ "option length past the end", OPT + 1, 6, false },
	{ "other option", OPT, 99, true, 0 },
	{ "prefix length 48", OPT + 2, 48, true, 0 },
	{ "no A flag", OPT + 3, 0xa0, true, 0 },
	{ "no R flag", OPT + 3, 0xc0, true, 1, false },
	{ "reserved flags, no A flag", OPT + 3, 0xbf, true, 0 },
	{ "reserved flags, no R flag", OPT + 3, 0xdf, true, 1, false },
	{ "preferred above valid", OPT + 8, 1, true, 0 },
	{ "multicast prefix", OPT + 16, 0xff, true, 0 },
};

static void mutation_desc(const struct mutation *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mutation, mutations, mutation_desc);

static void ra_mutated(struct kunit *test)
{
	const struct mutation *m = test->param_value;
	u8 buf[sizeof(good)];
	struct mn_ra ra;

	/* What was parsed into the same place before leaves nothing there. */
	memset(&ra, 0xff, sizeof(ra));
	memcpy(buf, good, sizeof(buf));
	buf[m->off] = m->value;
	KUNIT_ASSERT_EQ(test, mn_ra_parse(buf, sizeof(buf), &ra), m->parses);
	if (!m->parses)
		return;
	KUNIT_EXPECT_EQ(test, ra.anchor, m->off != 5);
	KUNIT_EXPECT_EQ(test, ra.count, m->count);
	if (ra.count)
		KUNIT_EXPECT_EQ(test, !ipv6_addr_any(&ra.prefix[0].router),
				m->anchored);
}

/* What more than one octet must say. */
static void ra_borders(struct kunit *test)
{
	u8 buf[sizeof(good)];
	struct mn_ra ra;

	/* A preferred lifetime of just the valid lifetime */
	memcpy(buf, good, sizeof(buf));
	memcpy(buf + OPT + 8, good + OPT + 4, 4);
	KUNIT_EXPECT_TRUE(test, mn_ra_parse(buf, sizeof(buf), &ra));
	KUNIT_EXPECT_EQ(test, ra.count, 1);
	/* A second more */
	buf[OPT + 11]++;
	KUNIT_EXPECT_TRUE(test, mn_ra_parse(buf, sizeof(buf), &ra));
	KUNIT_EXPECT_EQ(test, ra.count, 0);

	/* The link-local prefix */
	memcpy(buf, good, sizeof(buf));
	buf[OPT + 16] = 0xfe;
	buf[OPT + 17] = 0x80;
	KUNIT_EXPECT_TRUE(test, mn_ra_parse(buf, sizeof(buf), &ra));
	KUNIT_EXPECT_EQ(test, ra.count, 0);
	/* A multicast prefix of global scope */
	buf[OPT + 16] = 0xff;
	buf[OPT + 17] = 0x0e;
	KUNIT_EXPECT_TRUE(test, mn_ra_parse(buf, sizeof(buf), &ra));
	KUNIT_EXPECT_EQ(test, ra.count, 0);
}

/* An advertisement of @count prefixes, numbered; which have the address of a router. */
static void ra_of_prefixes(struct kunit *test, struct mn_ra *ra,
			   const bool *routers, int count)
{
	size_t len = OPT + 32 * count;
	u8 *buf = kunit_kzalloc(test, len, GFP_KERNEL), *opt;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	memcpy(buf, good, OPT);
	for (i = 0; i < count; i++) {
		opt = buf + OPT + 32 * i;
		memcpy(opt, good + OPT, 32);
		opt[16 + 7] = i;
		opt[3] = routers[i] ? 0xe0 : 0xc0;
	}
	KUNIT_ASSERT_TRUE(test, mn_ra_parse(buf, len, ra));
}

/* Of too many prefixes those with the address of a router are kept. */
static void ra_many_prefixes(struct kunit *test)
{
	static const bool routers[] = { 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1 };
	static const u8 kept[MN_RA_PREFIXES] = { 0, 9, 2, 3, 11, 5, 6, 7 };
	static const bool none[MN_RA_PREFIXES + 1];
	struct mn_ra *ra = kunit_kzalloc(test, sizeof(*ra), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, ra);
	ra_of_prefixes(test, ra, routers, ARRAY_SIZE(routers));
	KUNIT_EXPECT_EQ(test, ra->count, MN_RA_PREFIXES);
	for (i = 0; i < MN_RA_PREFIXES; i++)
		KUNIT_EXPECT_EQ(test, ra->prefix[i].prefix.s6_addr[7], kept[i]);
	ra_of_prefixes(test, ra, none, ARRAY_SIZE(none));
	KUNIT_EXPECT_EQ(test, ra->count, MN_RA_PREFIXES);
	for (i = 0; i < MN_RA_PREFIXES; i++)
		KUNIT_EXPECT_EQ(test, ra->prefix[i].prefix.s6_addr[7], i);
}

/* RFC 4191 section 2.2 */
static void ra_preferences(struct kunit *test)
{
	static const struct {
		u8 flags, preference;
	} rows[] = {
		{ 0x20, 1 }, { 0x28, 2 }, { 0x30, 1 }, { 0x38, 0 },
		{ 0xe0, 1 }, { 0xef, 2 }, { 0xff, 0 },
	};
	u8 buf[sizeof(good)];
	struct mn_ra ra;
	int i;

	memcpy(buf, good, sizeof(buf));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		buf[5] = rows[i].flags;
		KUNIT_EXPECT_TRUE(test, mn_ra_parse(buf, sizeof(buf), &ra));
		KUNIT_EXPECT_EQ(test, ra.preference, rows[i].preference);
	}
}

static struct kunit_case mn_ra_cases[] = {
	KUNIT_CASE(ra_good),
	KUNIT_CASE(ra_lifetimes),
	KUNIT_CASE(ra_truncated),
	KUNIT_CASE_PARAM(ra_mutated, mutation_gen_params),
	KUNIT_CASE(ra_borders),
	KUNIT_CASE(ra_many_prefixes),
	KUNIT_CASE(ra_preferences),
	{}
};

static struct kunit_suite mn_ra_suite = {
	.name = "mn_ra",
	.test_cases = mn_ra_cases,
};

kunit_test_suite(mn_ra_suite);

MODULE_DESCRIPTION("KUnit tests of Router Advertisement parsing");
MODULE_LICENSE("GPL");
