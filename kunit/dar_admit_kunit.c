// SPDX-License-Identifier: GPL-2.0-only
/* Who is admitted: addresses that were seen, with their quotas, and the list of names. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/state/allow.c"
#include "../dar/state/seen.c"

#include "expect.h"

#define ADMIT_MANY	100000

/* Address @n of link @link. */
static struct in6_addr admit_addr(u32 link, u32 n)
{
	struct in6_addr addr = { .s6_addr = { 0x20, 1, 0xd, 0xb8 } };

	addr.s6_addr32[1] = htonl(link);
	addr.s6_addr32[3] = htonl(n);
	return addr;
}

static int admit_init(struct kunit *test)
{
	struct dar_seen *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s);
	test->priv = s;
	return dar_seen_init(s) ?: dar_seen_start(s);
}

static void admit_exit(struct kunit *test)
{
	dar_seen_stop(test->priv);
	dar_seen_exit(test->priv);
}

static void admit_show(struct dar_seen *s, u32 link, u32 n, u32 mac)
{
	struct in6_addr addr = admit_addr(link, n);

	dar_seen_add(s, &addr, (const u8 *)&mac, sizeof(mac));
}

static bool admit_has(struct dar_seen *s, u32 link, u32 n)
{
	struct in6_addr addr = admit_addr(link, n);

	return dar_seen_has(s, &addr);
}

static unsigned int admit_count(struct dar_seen *s, u32 link, u32 from, u32 to)
{
	unsigned int count = 0;

	for (; from < to; from++)
		count += admit_has(s, link, from);
	return count;
}

/* The seventeenth address of a neighbour pushes out its oldest one. */
static void admit_quota_test(struct kunit *test)
{
	struct dar_seen *s = test->priv;
	u32 n;

	for (n = 0; n < DAR_SEEN_QUOTA; n++)
		admit_show(s, 1, n, 7);
	KUNIT_EXPECT_EQ(test, admit_count(s, 1, 0, DAR_SEEN_QUOTA),
			DAR_SEEN_QUOTA);
	admit_show(s, 1, 0, 7);	/* now 1 is the oldest */
	admit_show(s, 1, n, 7);
	KUNIT_EXPECT_TRUE(test, admit_has(s, 1, 0));
	KUNIT_EXPECT_FALSE(test, admit_has(s, 1, 1));
	KUNIT_EXPECT_TRUE(test, admit_has(s, 1, n));
	KUNIT_EXPECT_EQ(test, dar_seen_count(s), DAR_SEEN_QUOTA);
	KUNIT_EXPECT_FALSE(test, admit_has(s, 2, 0));
}

/* An address that another neighbour claims as well stays with the first. */
static void admit_claim_test(struct kunit *test)
{
	struct dar_seen *s = test->priv;
	u32 n;

	admit_show(s, 1, 0, 7);
	for (n = 0; n < 1000; n++) {
		admit_show(s, 1, 0, 8);
		admit_show(s, 1, 1 + n, 8);
	}
	KUNIT_EXPECT_TRUE(test, admit_has(s, 1, 0));
	KUNIT_EXPECT_LE(test, dar_seen_count(s), DAR_SEEN_QUOTA + 1U);
}

/* Who invents link-layer addresses fills the share of its link, and no other one. */
static void admit_share_test(struct kunit *test)
{
	const unsigned int share = DAR_SEEN_NEIGHBOURS * DAR_SEEN_QUOTA;
	struct dar_seen *s = test->priv;
	unsigned int hurt = 0;
	u32 n;

	for (n = 1; n <= 64; n++)
		admit_show(s, n, 0, n);
	for (n = 0; n < 4 * share; n++)
		admit_show(s, 1000, n, n);
	KUNIT_EXPECT_LE(test, dar_seen_count(s), share + 64);
	KUNIT_EXPECT_GE(test, dar_seen_count(s), share);
	for (n = 1; n <= 64; n++)
		hurt += !admit_has(s, n, 0);
	/* 4 of 64 on the average; 20 in one of 10^9 runs */
	KUNIT_EXPECT_LE(test, hurt, 20U);
}

static void admit_stopped_test(struct kunit *test)
{
	struct dar_seen *s = test->priv;

	admit_show(s, 1, 1, 7);
	dar_seen_stop(s);
	KUNIT_EXPECT_EQ(test, dar_seen_count(s), 0U);
	admit_show(s, 1, 1, 7);
	KUNIT_EXPECT_FALSE(test, admit_has(s, 1, 1));
	KUNIT_ASSERT_EQ(test, dar_seen_start(s), 0);
	admit_show(s, 1, 1, 7);
	KUNIT_EXPECT_TRUE(test, admit_has(s, 1, 1));
}

static struct dar_allow_name admit_name(bool key, u32 n)
{
	struct dar_allow_name name = { .key = key };

	memcpy(name.octets, &n, sizeof(n));
	return name;
}

static struct dar_allow *admit_list(struct kunit *test)
{
	struct dar_allow *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, l);
	KUNIT_ASSERT_EQ(test, dar_allow_init(l), 0);
	return l;
}

/* A key is not an address of the same octets. */
static void admit_list_test(struct kunit *test)
{
	struct dar_allow_name key = admit_name(true, 5), near = key;
	struct dar_allow *l = admit_list(test);
	const struct in6_addr *home = (const struct in6_addr *)key.octets;
	struct dar_allow_name addr = admit_name(false, 5);

	KUNIT_EXPECT_FALSE(test, dar_allow_key(l, key.octets));
	KUNIT_EXPECT_EQ(test, dar_allow_add(l, &key, NULL), 0);
	KUNIT_EXPECT_EQ(test, dar_allow_add(l, &key, NULL), -EEXIST);
	KUNIT_EXPECT_TRUE(test, dar_allow_key(l, key.octets));
	KUNIT_EXPECT_TRUE(test,
			  dar_allow_id(l, dar_allow_key_id(key.octets)));
	KUNIT_EXPECT_FALSE(test, dar_allow_home(l, home));

	near.octets[DAR_FINGERPRINT_LEN - 1] = 1;
	KUNIT_EXPECT_FALSE(test, dar_allow_key(l, near.octets));
	KUNIT_EXPECT_EQ(test, dar_allow_del(l, &near, NULL), -ENOENT);

	KUNIT_EXPECT_EQ(test, dar_allow_add(l, &addr, NULL), 0);
	KUNIT_EXPECT_TRUE(test, dar_allow_home(l, home));
	KUNIT_EXPECT_EQ(test, dar_allow_del(l, &key, NULL), 0);
	KUNIT_EXPECT_FALSE(test, dar_allow_key(l, key.octets));
	KUNIT_EXPECT_TRUE(test, dar_allow_home(l, home));
	KUNIT_EXPECT_EQ(test, dar_allow_count(l), 1U);
	dar_allow_exit(l);
}

static void admit_many_test(struct kunit *test)
{
	struct dar_allow *l = admit_list(test);
	struct dar_allow_name name;
	u32 n, found = 0;

	for (n = 0; n < ADMIT_MANY; n++) {
		name = admit_name(n % 2, n);
		KUNIT_ASSERT_EQ(test, dar_allow_add(l, &name, NULL), 0);
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, dar_allow_count(l), (unsigned int)ADMIT_MANY);
	for (n = 0; n < 2 * ADMIT_MANY; n++) {
		name = admit_name(true, n);
		found += dar_allow_key(l, name.octets);
	}
	KUNIT_EXPECT_EQ(test, found, ADMIT_MANY / 2U);
	dar_allow_flush(l);
	KUNIT_EXPECT_EQ(test, dar_allow_count(l), 0U);
	KUNIT_EXPECT_FALSE(test, dar_allow_key(l, name.octets));
	dar_allow_exit(l);
}

static struct kunit_case dar_admit_kunit_cases[] = {
	KUNIT_CASE(admit_quota_test),
	KUNIT_CASE(admit_claim_test),
	KUNIT_CASE(admit_share_test),
	KUNIT_CASE(admit_stopped_test),
	KUNIT_CASE(admit_list_test),
	KUNIT_CASE(admit_many_test),
	{}
};

static struct kunit_suite dar_admit_kunit_suite = {
	.name = "dar_admit",
	.init = admit_init,
	.exit = admit_exit,
	.test_cases = dar_admit_kunit_cases,
};

kunit_test_suite(dar_admit_kunit_suite);

MODULE_DESCRIPTION("KUnit: who is admitted");
MODULE_LICENSE("GPL");
