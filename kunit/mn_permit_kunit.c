// SPDX-License-Identifier: GPL-2.0-only
/* Which networks may anchor. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/permit.c"

static struct mn_place permit_place(u16 prefix, const char *device)
{
	struct mn_place place = {};

	place.prefix.s6_addr32[0] = htonl(0x20010db8);
	place.prefix.s6_addr16[2] = htons(prefix);
	strscpy(place.device, device, sizeof(place.device));
	return place;
}

static struct mn_permit permit_by_prefix(u16 prefix, u8 plen, bool deny)
{
	return (struct mn_permit) {
		.by = MN_PERMIT_BY_PREFIX, .deny = deny, .plen = plen,
		.place = permit_place(prefix, ""),
	};
}

static struct mn_permit permit_by_device(const char *device, bool deny)
{
	struct mn_permit rule = { .by = MN_PERMIT_BY_DEVICE, .deny = deny };

	strscpy(rule.place.device, device, sizeof(rule.place.device));
	return rule;
}

static struct fama_ssid permit_ssid(const char *text)
{
	struct fama_ssid ssid = { .len = strlen(text) };

	memcpy(ssid.octets, text, ssid.len);
	return ssid;
}

static struct mn_permit permit_by_ssid(const char *text, bool deny)
{
	return (struct mn_permit) {
		.by = MN_PERMIT_BY_SSID, .deny = deny, .place.ssid = permit_ssid(text),
	};
}

/* By the name of a Wi-Fi network: all of its octets, and what is not known yet is denied. */
static void permit_ssid_test(struct kunit *test)
{
	static const struct {
		const char *ssid;
		bool unnamed;
		bool denied;
		bool denied_by_default;
	} cases[] = {
		{ "cafe", false, true, true },
		{ "home", false, false, false },
		{ "caf", false, false, true },
		{ "cafe1", false, false, true },
		{ "Cafe", false, false, true },
		{ "", false, false, true },
		{ "", true, true, true },
		{ "home", true, true, true },
	};
	struct mn_permit cafe = permit_by_ssid("cafe", true), home = permit_by_ssid("home", false);
	struct mn_place place = permit_place(1, "wlan0");
	struct mn_permits p = {};
	unsigned int i;

	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &cafe), 0);
	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &home), 0);
	KUNIT_EXPECT_TRUE(test, mn_permit_asks(&p, MN_PERMIT_BY_SSID));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		place.ssid = permit_ssid(cases[i].ssid);
		place.unnamed = cases[i].unnamed;
		KUNIT_EXPECT_EQ_MSG(test, mn_permit_denies(&p, &place, false), cases[i].denied,
				    "network %u", i);
		KUNIT_EXPECT_EQ_MSG(test, mn_permit_denies(&p, &place, true),
				    cases[i].denied_by_default, "network %u", i);
	}
	/* What stands before decides before the name matters. */
	p = (struct mn_permits) {};
	home = permit_by_device("wlan0", false);
	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &home), 0);
	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &cafe), 0);
	KUNIT_EXPECT_FALSE(test, mn_permit_denies(&p, &place, true));
	KUNIT_EXPECT_EQ(test, mn_permit_add(&p, &cafe), -EEXIST);
	KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &cafe), 0);
	KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &cafe), -ENOENT);
}

static void permit_default_test(struct kunit *test)
{
	struct mn_place home = permit_place(1, "wlan0");
	struct mn_permits p = {};

	KUNIT_EXPECT_FALSE(test, mn_permit_denies(&p, &home, false));
	KUNIT_EXPECT_TRUE(test, mn_permit_denies(&p, &home, true));
	KUNIT_EXPECT_FALSE(test, mn_permit_asks(&p, MN_PERMIT_BY_SSID));
}

/* One rule of each kind, alone, and the networks that it does not fit. */
static void permit_kinds_test(struct kunit *test)
{
	static const struct {
		u16 prefix;
		const char *device;
		bool prefix_48;
		bool prefix_32;
		bool by_device;
	} cases[] = {
		{ 1, "wlan0", true, true, true },
		{ 2, "wlan0", false, true, true },
		{ 1, "wlan", true, true, false },
		{ 1, "wlan01", true, true, false },
		{ 3, "eth0", false, true, false },
	};
	struct mn_permit rules[] = {
		permit_by_prefix(1, 48, true), permit_by_prefix(0, 32, true),
		permit_by_device("wlan0", true),
	};
	unsigned int i, k;

	for (k = 0; k < ARRAY_SIZE(rules); k++) {
		struct mn_permits p = {};

		KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &rules[k]), 0);
		KUNIT_EXPECT_EQ(test, mn_permit_asks(&p, MN_PERMIT_BY_DEVICE), k >= 2);
		for (i = 0; i < ARRAY_SIZE(cases); i++) {
			bool fits[] = {
				cases[i].prefix_48, cases[i].prefix_32,
				cases[i].by_device,
			};
			struct mn_place place =
				permit_place(cases[i].prefix, cases[i].device);

			KUNIT_EXPECT_EQ_MSG(test, fits[k],
					    mn_permit_denies(&p, &place, false),
					    "rule %u, network %u", k, i);
		}
	}
}

/* The first that fits decides, whatever comes behind it. */
static void permit_order_test(struct kunit *test)
{
	struct mn_permit home = permit_by_prefix(1, 48, false);
	struct mn_permit wireless = permit_by_device("wlan0", true);
	struct mn_place place = permit_place(1, "wlan0");
	struct mn_place cafe = permit_place(2, "wlan0");
	struct mn_permits p = {};

	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &home), 0);
	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &wireless), 0);
	KUNIT_EXPECT_FALSE(test, mn_permit_denies(&p, &place, true));
	KUNIT_EXPECT_TRUE(test, mn_permit_denies(&p, &cafe, false));

	KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &home), 0);
	KUNIT_EXPECT_EQ(test, p.count, 1);
	KUNIT_EXPECT_TRUE(test, mn_permit_denies(&p, &place, false));
	KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &home), 0);
	KUNIT_EXPECT_TRUE(test, mn_permit_denies(&p, &place, false));
}

/* A second rule about the same, or one that is not there. */
static void permit_same_test(struct kunit *test)
{
	struct mn_permit rules[] = {
		permit_by_prefix(1, 48, true), permit_by_prefix(1, 64, true),
		permit_by_device("wlan0", true),
	};
	struct mn_permits p = {};
	struct mn_permit other;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		other = rules[i];
		other.deny = false;
		KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &rules[i]), -ENOENT);
		KUNIT_EXPECT_EQ(test, mn_permit_add(&p, &rules[i]), 0);
		KUNIT_EXPECT_EQ(test, mn_permit_add(&p, &other), -EEXIST);
		KUNIT_EXPECT_EQ(test, p.count, i + 1);
	}
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &rules[i]), 0);
	KUNIT_EXPECT_EQ(test, p.count, 0);
}

static void permit_full_test(struct kunit *test)
{
	struct mn_permits p = {};
	struct mn_permit rule;
	int i;

	for (i = 0; i < MN_MAX_PERMITS; i++) {
		rule = permit_by_prefix(i, 48, true);
		KUNIT_ASSERT_EQ(test, mn_permit_add(&p, &rule), 0);
	}
	rule = permit_by_prefix(i, 48, true);
	KUNIT_EXPECT_EQ(test, mn_permit_add(&p, &rule), -ENOSPC);
	rule = permit_by_prefix(0, 48, false);
	KUNIT_EXPECT_EQ(test, mn_permit_del(&p, &rule), 0);
	rule = permit_by_prefix(i, 48, true);
	KUNIT_EXPECT_EQ(test, mn_permit_add(&p, &rule), 0);
}

static struct kunit_case permit_cases[] = {
	KUNIT_CASE(permit_ssid_test),
	KUNIT_CASE(permit_default_test),
	KUNIT_CASE(permit_kinds_test),
	KUNIT_CASE(permit_order_test),
	KUNIT_CASE(permit_same_test),
	KUNIT_CASE(permit_full_test),
	{}
};

static struct kunit_suite permit_suite = {
	.name = "mn_permit",
	.test_cases = permit_cases,
};

kunit_test_suite(permit_suite);

MODULE_DESCRIPTION("KUnit tests of which networks may anchor");
MODULE_LICENSE("GPL");
