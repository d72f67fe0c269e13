// SPDX-License-Identifier: GPL-2.0-only
/* Checkpoints of a node: their octets, what is refused, how old one is. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/careof.c"
#include "../mn/bul.c"
#include "../mn/checkpoint.c"

#include "expect.h"

#define SEC	((u64)NSEC_PER_SEC)
#define NOW	(5000 * SEC)

static const struct mn_checkpoint header_of = {
	.name = "the checkpoint!",
	.real = 0x1122334455667788,
	.boot = 0x99aabbccddeeff00,
};

static struct mn_checkpoint_settings settings(void)
{
	return (struct mn_checkpoint_settings) {
		.policy = MN_POLICY_IN_USE,
		.signed_ack = MN_SIGNED_ACK_REQUIRE,
		.early_token = true,
		.deny = true,
		.home_flag = MN_HOME_FLAG_AUTO,
		.idle = 0x7080,
		.max = 64,
		.give_up = 0x7080,
		.mark = 0x01020304,
		.mask = 0xf1f2f3f4,
		.cgroup = 0x1122334455667788,
		.home_mark = { .mark = 0x1101, .mask = 0xff03 },
		.careof_mark = { .mark = 0x1200, .mask = 0xff04 },
		.addresses = MN_CHECKPOINT_ADDRESSES,
		.permits = MN_MAX_PERMITS,
		.anchors = MN_CHECKPOINT_ANCHORS,
		.links = MN_CHECKPOINT_LINKS,
	};
}

/* Away, bound and verified, as nothing is under way. */
static struct mn_checkpoint_address address(void)
{
	struct mn_checkpoint_address a = {
		.addr.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 9 },
		.dar.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 1 },
		.signer.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 2 },
		.key.fingerprint = { 1, 2, 3, [31] = 4 },
		.key.modifier = { 5, 6, 7, [15] = 8 },
		.key.sec = 2,
		.count = FAMA_CGA_MAX_COUNT,
		.keep = MN_KEEP_KEEP,
	};

	mn_bul_init(&a.b, 0xfedc);
	a.b.coa = (struct in6_addr) { .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 2, [15] = 8 } };
	a.b.state = MN_ADDRESS_AWAY;
	a.b.bound = true;
	a.b.has_phkt = true;
	a.b.careof.proven = true;
	memcpy(a.b.phkt, "PHKToken", sizeof(a.b.phkt));
	a.b.uses = 7;
	a.b.lifetime = MN_BUL_LIFETIME;
	a.b.refresh = NOW + 1800 * SEC;
	a.b.expires = NOW + 3600 * SEC;
	return a;
}

static void mn_checkpoint_header_test(struct kunit *test)
{
	static const u8 want[MN_CHECKPOINT_HEADER_LEN] = {
		'f', 'a', 'm', 'a', '-', 'm', 'n', 0, 0, 0, 0, 1, 0, 0, 0, 0,
		0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
		0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x00,
		't', 'h', 'e', ' ', 'c', 'h', 'e', 'c',
		'k', 'p', 'o', 'i', 'n', 't', '!', 0,
	};
	u8 header[MN_CHECKPOINT_HEADER_LEN];
	struct mn_checkpoint c;

	mn_checkpoint_write(header, &header_of);
	EXPECT_OCTETS(test, header, want, sizeof(want));
	KUNIT_EXPECT_EQ(test, mn_checkpoint_read(&c, exact(test, header, sizeof(header))), 0);
	EXPECT_OCTETS(test, c.name, header_of.name, sizeof(c.name));
	KUNIT_EXPECT_EQ(test, c.real, header_of.real);
	KUNIT_EXPECT_EQ(test, c.boot, header_of.boot);
}

/* A bit in front of the times that is another one: no checkpoint, or a newer version. */
static void mn_checkpoint_bad_header_test(struct kunit *test)
{
	u8 header[MN_CHECKPOINT_HEADER_LEN];
	struct mn_checkpoint c;
	unsigned int bit;
	int want;

	for (bit = 0; bit < 8 * 16; bit++) {
		mn_checkpoint_write(header, &header_of);
		header[bit / 8] ^= 1 << bit % 8;
		want = bit / 8 >= 8 && bit / 8 < 12 ? -EPROTONOSUPPORT : -EINVAL;
		KUNIT_EXPECT_EQ_MSG(test, mn_checkpoint_read(&c, header), want, "bit %u", bit);
	}
}

static void mn_checkpoint_nonce_test(struct kunit *test)
{
	static const u8 want[FAMA_SEAL_NONCE_LEN] = "the checkpoint!";
	u8 header[MN_CHECKPOINT_HEADER_LEN], nonce[FAMA_SEAL_NONCE_LEN];

	mn_checkpoint_write(header, &header_of);
	memset(nonce, 0xff, sizeof(nonce));
	mn_checkpoint_nonce(nonce, header);
	EXPECT_OCTETS(test, nonce, want, sizeof(want));
}

/**
 * struct age - how old is a checkpoint of the time 10000 s and 5000 s after the start?
 * @real: now, seconds since 1970
 * @boot: now, seconds since the machine was started
 * @age: judgement
 * @passed: seconds
 */
struct age {
	unsigned int real;
	unsigned int boot;
	enum mn_checkpoint_age age;
	unsigned int passed;
};

static const struct age ages[] = {
	{ 10000, 5000, MN_CHECKPOINT_FRESH, 0 },
	{ 10100, 5100, MN_CHECKPOINT_FRESH, 100 },
	/* Set forth, set back, started again */
	{ 10200, 5100, MN_CHECKPOINT_FRESH, 200 },
	{ 9900, 5100, MN_CHECKPOINT_FRESH, 100 },
	{ 10100, 20, MN_CHECKPOINT_FRESH, 100 },
	{ 9400, 5000, MN_CHECKPOINT_FRESH, 0 },
	{ 9399, 5000, MN_CHECKPOINT_FUTURE, 0 },
	{ 9399, 9000, MN_CHECKPOINT_FUTURE, 0 },
	{ 13599, 8599, MN_CHECKPOINT_FRESH, 3599 },
	{ 13600, 5000, MN_CHECKPOINT_OLD, 0 },
	{ 10000, 8600, MN_CHECKPOINT_OLD, 0 },
	{ 900000, 20, MN_CHECKPOINT_OLD, 0 },
};

static void mn_checkpoint_age_test(struct kunit *test)
{
	const struct mn_checkpoint c = { .real = 10000 * SEC, .boot = 5000 * SEC };
	const struct age *row;
	enum mn_checkpoint_age age;
	u64 passed;

	for (row = ages; row < ages + ARRAY_SIZE(ages); row++) {
		age = mn_checkpoint_judge(&c, row->real * SEC, row->boot * SEC, &passed);
		KUNIT_EXPECT_EQ_MSG(test, age, row->age, "%u, %u", row->real, row->boot);
		if (age == MN_CHECKPOINT_FRESH)
			KUNIT_EXPECT_EQ_MSG(test, passed, row->passed * SEC, "%u, %u",
					    row->real, row->boot);
	}
}

/* Nothing is older than what was never made. */
static void mn_checkpoint_newer_test(struct kunit *test)
{
	const struct mn_checkpoint none = {}, c = { .real = 10, .boot = 5 };
	static const struct {
		struct mn_checkpoint c;
		bool want;
	} rows[] = {
		{ { .real = 10, .boot = 5 }, true },
		{ { .real = 9, .boot = 4 }, true },
		{ { .real = 11, .boot = 6 }, false },
		{ { .real = 9, .boot = 6 }, false },
		{ { .real = 10, .boot = 6 }, false },
		{ { .real = 11, .boot = 5 }, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_EQ_MSG(test, mn_checkpoint_not_newer(&rows[i].c, &c), rows[i].want,
				    "row %u", i);
		KUNIT_EXPECT_FALSE(test, mn_checkpoint_not_newer(&rows[i].c, &none));
	}
}

static void mn_checkpoint_settings_test(struct kunit *test)
{
	static const u8 want[MN_CHECKPOINT_SETTINGS_LEN] = {
		MN_POLICY_IN_USE, MN_SIGNED_ACK_REQUIRE, 1, 1,
		0, 0, 0x70, 0x80, 0, 0, 0, 64, 0, 0, 0x70, 0x80,
		1, 2, 3, 4, 0xf1, 0xf2, 0xf3, 0xf4,
		0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
		0, 96, 0, 32, 4, 0, 0, 16, MN_HOME_FLAG_AUTO,
		0, 0, 0x11, 1, 0, 0, 0xff, 3, 0, 0, 0x12, 0, 0, 0, 0xff, 4,
	};
	struct mn_checkpoint_settings s = settings(), got;
	u8 octets[MN_CHECKPOINT_SETTINGS_LEN];

	memset(octets, 0xff, sizeof(octets));
	mn_checkpoint_write_settings(octets, &s);
	EXPECT_OCTETS(test, octets, want, sizeof(want));
	KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_settings(&got, exact(test, octets,
									sizeof(octets))));
	memset(octets, 0xff, sizeof(octets));
	mn_checkpoint_write_settings(octets, &got);
	EXPECT_OCTETS(test, octets, want, sizeof(want));
	/* The largest fits into an attribute, and into what the command reads. */
	KUNIT_EXPECT_EQ(test, mn_checkpoint_len(&s), 64 + 96 * 152 + 32 * 36 + 1024 * 32 + 16 * 20);
	KUNIT_EXPECT_LT(test, MN_CHECKPOINT_HEADER_LEN + mn_checkpoint_len(&s) +
			FAMA_SEAL_TAG_LEN, 60000);
}

/* Whatever a command takes is read again. */
static void mn_checkpoint_bounds_test(struct kunit *test)
{
	const struct mn_checkpoint_settings most = {
		.policy = MN_POLICY_MANUAL,
		.signed_ack = MN_SIGNED_ACK_REQUIRE,
		.home_flag = MN_HOME_FLAG_ON,
		.idle = MN_CHECKPOINT_MAX_IDLE,
		.max = MN_CHECKPOINT_MAX_LIVE,
		.give_up = MN_CHECKPOINT_MAX_GIVE_UP,
		.mark = U32_MAX,
		.mask = U32_MAX,
	};
	const struct mn_checkpoint_settings least = { .max = 1 };
	struct mn_checkpoint_settings got;
	u8 octets[MN_CHECKPOINT_SETTINGS_LEN];

	mn_checkpoint_write_settings(octets, &most);
	KUNIT_EXPECT_TRUE(test, mn_checkpoint_read_settings(&got, octets));
	KUNIT_EXPECT_EQ(test, got.policy, MN_POLICY_MANUAL);
	KUNIT_EXPECT_EQ(test, got.home_flag, MN_HOME_FLAG_ON);
	mn_checkpoint_write_settings(octets, &least);
	KUNIT_EXPECT_TRUE(test, mn_checkpoint_read_settings(&got, octets));
	KUNIT_EXPECT_EQ(test, got.max, 1);
}

/**
 * struct spoil - octets that no node writes
 * @what: says which
 * @at: where they are
 * @len: how many
 * @octets: what is there instead
 */
struct spoil {
	const char *what;
	unsigned int at;
	unsigned int len;
	u8 octets[16];
};

static void spoil(u8 *octets, const struct spoil *bad)
{
	memcpy(octets + bad->at, bad->octets, bad->len);
}

static const struct spoil bad_settings[] = {
	{ "a policy", 0, 1, { 3 } },
	{ "signed acknowledgements", 1, 1, { 3 } },
	{ "an early token", 2, 1, { 2 } },
	{ "permission", 3, 1, { 2 } },
	{ "idle time", 4, 4, { 0, 0, 0x70, 0x81 } },
	{ "no addresses", 8, 4, { 0 } },
	{ "too many addresses", 8, 4, { 0, 0, 0, 65 } },
	{ "time to give up", 12, 4, { 0, 0, 0x70, 0x81 } },
	{ "a mark outside of its mask", 16, 4, { 0, 0, 0, 8 } },
	{ "97 addresses", 32, 2, { 0, 97 } },
	{ "33 rules", 34, 2, { 0, 33 } },
	{ "1025 routers", 36, 2, { 4, 1 } },
	{ "17 names", 38, 2, { 0, 17 } },
	{ "a home flag", 40, 1, { 3 } },
	{ "a home mark outside of its mask", 44, 1, { 4 } },
	{ "a care-of mark outside of its mask", 52, 1, { 8 } },
	{ "marks that a packet can both have", 51, 1, { 0x11 } },
	{ "the first octet of the rest", 57, 1, { 1 } },
	{ "the last octet of the rest", 63, 1, { 1 } },
};

static void mn_checkpoint_bad_settings_test(struct kunit *test)
{
	struct mn_checkpoint_settings s = settings(), got;
	u8 octets[MN_CHECKPOINT_SETTINGS_LEN];
	const struct spoil *bad;

	for (bad = bad_settings; bad < bad_settings + ARRAY_SIZE(bad_settings); bad++) {
		mn_checkpoint_write_settings(octets, &s);
		spoil(octets, bad);
		KUNIT_EXPECT_FALSE_MSG(test, mn_checkpoint_read_settings(&got, octets),
				       "%s", bad->what);
	}
}

static void mn_checkpoint_address_test(struct kunit *test)
{
	struct mn_checkpoint_address a = address(), got;
	u8 octets[MN_CHECKPOINT_ADDRESS_LEN];
	u64 passed = 100 * SEC, later = 20 * SEC;	/* of a machine that was started again */

	mn_checkpoint_write_address(octets, &a, NOW);
	KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_address(&got, exact(test, octets,
								       sizeof(octets)),
							   passed, later));
	EXPECT_OCTETS(test, &got.addr, &a.addr, sizeof(a.addr));
	EXPECT_OCTETS(test, &got.dar, &a.dar, sizeof(a.dar));
	EXPECT_OCTETS(test, &got.signer, &a.signer, sizeof(a.signer));
	EXPECT_OCTETS(test, &got.b.coa, &a.b.coa, sizeof(a.b.coa));
	EXPECT_OCTETS(test, got.key.fingerprint, a.key.fingerprint, sizeof(a.key.fingerprint));
	EXPECT_OCTETS(test, got.key.modifier, a.key.modifier, sizeof(a.key.modifier));
	EXPECT_OCTETS(test, got.b.phkt, a.b.phkt, sizeof(a.b.phkt));
	KUNIT_EXPECT_EQ(test, got.key.sec, 2);
	KUNIT_EXPECT_EQ(test, got.count, FAMA_CGA_MAX_COUNT);
	KUNIT_EXPECT_EQ(test, got.keep, MN_KEEP_KEEP);
	KUNIT_EXPECT_EQ(test, got.b.seq, 0xfedc);
	KUNIT_EXPECT_EQ(test, got.b.uses, 7);
	KUNIT_EXPECT_EQ(test, got.b.lifetime, MN_BUL_LIFETIME);
	KUNIT_EXPECT_EQ(test, got.b.expires, later + 3500 * SEC);
	KUNIT_EXPECT_EQ(test, got.b.resumes, later + 1700 * SEC);
	/* It is on no link, and nothing is sent before it is. */
	KUNIT_EXPECT_EQ(test, got.b.state, MN_ADDRESS_IDLE);
	KUNIT_EXPECT_EQ(test, got.b.refresh, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&got.b, later), MN_BUL_WAIT);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&got.b, got.b.expires), MN_BUL_EXPIRED);
}

/* Of what has ended meanwhile the time is now. */
static void mn_checkpoint_passed_test(struct kunit *test)
{
	struct mn_checkpoint_address a = address(), got;
	u8 octets[MN_CHECKPOINT_ADDRESS_LEN];

	a.b.expires = NOW + 60 * SEC;
	a.b.refresh = NOW - SEC;
	mn_checkpoint_write_address(octets, &a, NOW);
	KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_address(&got, octets, 60 * SEC, NOW));
	KUNIT_EXPECT_EQ(test, got.b.expires, NOW);
	KUNIT_EXPECT_EQ(test, got.b.resumes, NOW);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&got.b, NOW), MN_BUL_EXPIRED);
}

/* Each flag comes back, and none makes another one. */
static void mn_checkpoint_flags_test(struct kunit *test)
{
	struct mn_checkpoint_address a, got;
	u8 octets[MN_CHECKPOINT_ADDRESS_LEN];
	unsigned int flags;

	for (flags = 0; flags <= ADDRESS_FLAGS; flags++) {
		a = address();
		if (!(flags & ADDRESS_BOUND))
			mn_bul_init(&a.b, 1);
		address_set_flags(&a.b, flags);
		KUNIT_EXPECT_EQ(test, address_flags(&a.b), flags);
		mn_checkpoint_write_address(octets, &a, NOW);
		KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_address(&got, octets, 0, NOW));
		KUNIT_EXPECT_EQ(test, address_flags(&got.b), flags);
	}
}

static const struct spoil bad_addresses[] = {
	{ "no address", 0, 16, { 0 } },
	{ "a multicast address", 0, 1, { 0xff } },
	{ "a link-local address", 0, 2, { 0xfe, 0x80 } },
	{ "a mapped address", 0, 16, { [10] = 0xff, 0xff, 10, 0, 0, 1 } },
	{ "the loopback address", 0, 16, { [15] = 1 } },
	{ "bound without a router", 16, 16, { 0 } },
	{ "a router of many", 16, 1, { 0xff } },
	{ "a signer on the link", 32, 2, { 0xfe, 0x80 } },
	{ "bound to nowhere", 48, 16, { 0 } },
	{ "a care-of address of many", 48, 1, { 0xff } },
	{ "Sec", 112, 1, { 8 } },
	{ "a collision count", 113, 1, { FAMA_CGA_MAX_COUNT + 1 } },
	{ "what the user wants", 114, 1, { 3 } },
	{ "a reason", 115, 1, { 0xff } },
	{ "an unknown flag", 116, 1, { 1 } },
	{ "a jump beyond all numbers", 128, 4, { 0, 2, 0, 1 } },
	{ "a lifetime that nobody asks for", 132, 4, { 0, 0, 14, 17 } },
	{ "a binding without an end", 136, 8,
	  { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
	{ "a binding that ends too late", 136, 2, { 1, 0 } },
	{ "a binding that is renewed after its end", 144, 1, { 1 } },
};

static void mn_checkpoint_bad_address_test(struct kunit *test)
{
	struct mn_checkpoint_address a = address(), got;
	u8 octets[MN_CHECKPOINT_ADDRESS_LEN];
	const struct spoil *bad;

	for (bad = bad_addresses; bad < bad_addresses + ARRAY_SIZE(bad_addresses); bad++) {
		mn_checkpoint_write_address(octets, &a, NOW);
		spoil(octets, bad);
		KUNIT_EXPECT_FALSE_MSG(test, mn_checkpoint_read_address(&got, octets, 0, NOW),
				       "%s", bad->what);
	}
	/* What is not bound has no times. */
	mn_bul_init(&a.b, 1);
	mn_checkpoint_write_address(octets, &a, NOW);
	KUNIT_EXPECT_TRUE(test, mn_checkpoint_read_address(&got, octets, 0, NOW));
	octets[136] = 0;
	KUNIT_EXPECT_FALSE(test, mn_checkpoint_read_address(&got, octets, 0, NOW));
	octets[136] = 0xff;
	octets[144] = 0;
	KUNIT_EXPECT_FALSE(test, mn_checkpoint_read_address(&got, octets, 0, NOW));
}

/* Whatever the octets are, they are read or refused. */
static void mn_checkpoint_any_octets_test(struct kunit *test)
{
	struct mn_checkpoint_address a = address(), got;
	u8 octets[MN_CHECKPOINT_ADDRESS_LEN], again[MN_CHECKPOINT_ADDRESS_LEN];
	unsigned int bit, read = 0;

	for (bit = 0; bit < 8 * sizeof(octets); bit++) {
		mn_checkpoint_write_address(octets, &a, NOW);
		octets[bit / 8] ^= 1 << bit % 8;
		if (!mn_checkpoint_read_address(&got, octets, 0, NOW))
			continue;
		/* What was read is what is written. */
		got.b.state = MN_ADDRESS_AWAY;
		got.b.refresh = got.b.resumes;
		mn_checkpoint_write_address(again, &got, NOW);
		EXPECT_OCTETS(test, again, octets, sizeof(octets));
		read++;
	}
	KUNIT_EXPECT_GT(test, read, 500);
}

static struct mn_permit permit(enum mn_permit_by by)
{
	struct mn_permit rule = { .by = by, .deny = true };

	switch (by) {
	case MN_PERMIT_BY_DEVICE:
		strscpy(rule.place.device, "eth0", sizeof(rule.place.device));
		break;
	case MN_PERMIT_BY_PREFIX:
		rule.plen = 32;
		rule.place.prefix.s6_addr32[0] = htonl(0x20010db8);
		break;
	case MN_PERMIT_BY_SSID:
		rule.place.ssid = (struct fama_ssid) { .len = 4, .octets = "caf\xff" };
		break;
	}
	return rule;
}

static void mn_checkpoint_permit_test(struct kunit *test)
{
	u8 octets[MN_CHECKPOINT_PERMIT_LEN];
	struct mn_permit rule, got;
	enum mn_permit_by by;

	for (by = MN_PERMIT_BY_PREFIX; by <= MN_PERMIT_BY_SSID; by++) {
		rule = permit(by);
		mn_checkpoint_write_permit(octets, &rule);
		KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_permit(&got, exact(test, octets,
									      sizeof(octets))));
		KUNIT_EXPECT_EQ(test, got.by, rule.by);
		KUNIT_EXPECT_EQ(test, got.deny, rule.deny);
		KUNIT_EXPECT_EQ(test, got.plen, rule.plen);
		EXPECT_OCTETS(test, &got.place, &rule.place, sizeof(rule.place));
	}
}

static const struct spoil bad_prefix_permits[] = {
	{ "what it looks at", 0, 1, { 3 } },
	{ "permission", 1, 1, { 2 } },
	{ "all networks", 2, 1, { 0 } },
	{ "a part of a network", 2, 1, { 65 } },
	{ "the octet behind", 3, 1, { 1 } },
	{ "bits behind the prefix", 8, 1, { 1 } },
	{ "a name as well", 20, 1, { 'a' } },
};

static const struct spoil bad_device_permits[] = {
	{ "a length of the prefix", 2, 1, { 1 } },
	{ "a prefix as well", 4, 1, { 0x20 } },
	{ "a length of an SSID", 3, 1, { 1 } },
	{ "no name", 20, 4, { 0 } },
	{ "a name without an end", 20, 16, "eth0123456789012" },
	{ "a directory", 20, 5, "..\0\0" },
	{ "a path", 20, 4, "e/h0" },
	{ "a label", 20, 4, "eth:" },
	{ "a blank", 20, 4, "e h0" },
	{ "something behind the name", 35, 1, { 1 } },
};

static const struct spoil bad_ssid_permits[] = {
	{ "a length of the prefix", 2, 1, { 1 } },
	{ "no name", 3, 1, { 0 } },
	{ "a name that is too long", 3, 1, { 33 } },
	{ "the octet behind the name", 8, 1, { 1 } },
	{ "the last octet", 35, 1, { 1 } },
};

static void bad_permits(struct kunit *test, enum mn_permit_by by, const struct spoil *bad,
			size_t count)
{
	struct mn_permit rule = permit(by), got;
	u8 octets[MN_CHECKPOINT_PERMIT_LEN];

	for (; count; count--, bad++) {
		mn_checkpoint_write_permit(octets, &rule);
		spoil(octets, bad);
		KUNIT_EXPECT_FALSE_MSG(test, mn_checkpoint_read_permit(&got, octets), "%s",
				       bad->what);
	}
}

static void mn_checkpoint_bad_permit_test(struct kunit *test)
{
	bad_permits(test, MN_PERMIT_BY_PREFIX, bad_prefix_permits,
		    ARRAY_SIZE(bad_prefix_permits));
	bad_permits(test, MN_PERMIT_BY_DEVICE, bad_device_permits,
		    ARRAY_SIZE(bad_device_permits));
	bad_permits(test, MN_PERMIT_BY_SSID, bad_ssid_permits, ARRAY_SIZE(bad_ssid_permits));
}

static void mn_checkpoint_anchor_test(struct kunit *test)
{
	static const struct spoil bad[] = {
		{ "no network", 0, 16, { 0 } },
		{ "a network of many", 0, 1, { 0xff } },
		{ "an address in it", 15, 1, { 1 } },
		{ "a router of another", 23, 1, { 2 } },
	};
	const struct mn_checkpoint_anchor anchor = {
		.prefix.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1 },
		.dar.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 1 },
	};
	u8 octets[MN_CHECKPOINT_ANCHOR_LEN];
	struct mn_checkpoint_anchor got;
	unsigned int i;

	mn_checkpoint_write_anchor(octets, &anchor);
	KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_anchor(&got, exact(test, octets,
								      sizeof(octets))));
	EXPECT_OCTETS(test, &got, &anchor, sizeof(anchor));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		mn_checkpoint_write_anchor(octets, &anchor);
		spoil(octets, &bad[i]);
		KUNIT_EXPECT_FALSE_MSG(test, mn_checkpoint_read_anchor(&got, octets), "%s",
				       bad[i].what);
	}
}

static void mn_checkpoint_link_test(struct kunit *test)
{
	static const struct spoil bad[] = {
		{ "no name", 0, 5, { 0 } },
		{ "a name without an end", 0, 16, "eth0123456789012" },
		{ "no metric", 16, 4, { 0 } },
		{ "a metric that loses", 16, 4, { 0, 0, 4, 0 } },
	};
	const struct mn_checkpoint_link link = { .text = "wlan0", .metric = 1023 };
	u8 octets[MN_CHECKPOINT_LINK_LEN];
	struct mn_checkpoint_link got;
	unsigned int i;

	mn_checkpoint_write_link(octets, &link);
	KUNIT_ASSERT_TRUE(test, mn_checkpoint_read_link(&got, exact(test, octets,
								    sizeof(octets))));
	EXPECT_OCTETS(test, got.text, link.text, sizeof(link.text));
	KUNIT_EXPECT_EQ(test, got.metric, 1023);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		mn_checkpoint_write_link(octets, &link);
		spoil(octets, &bad[i]);
		KUNIT_EXPECT_FALSE_MSG(test, mn_checkpoint_read_link(&got, octets), "%s",
				       bad[i].what);
	}
}

static struct kunit_case mn_checkpoint_cases[] = {
	KUNIT_CASE(mn_checkpoint_header_test),
	KUNIT_CASE(mn_checkpoint_bad_header_test),
	KUNIT_CASE(mn_checkpoint_nonce_test),
	KUNIT_CASE(mn_checkpoint_age_test),
	KUNIT_CASE(mn_checkpoint_newer_test),
	KUNIT_CASE(mn_checkpoint_settings_test),
	KUNIT_CASE(mn_checkpoint_bounds_test),
	KUNIT_CASE(mn_checkpoint_bad_settings_test),
	KUNIT_CASE(mn_checkpoint_address_test),
	KUNIT_CASE(mn_checkpoint_passed_test),
	KUNIT_CASE(mn_checkpoint_flags_test),
	KUNIT_CASE(mn_checkpoint_bad_address_test),
	KUNIT_CASE(mn_checkpoint_any_octets_test),
	KUNIT_CASE(mn_checkpoint_permit_test),
	KUNIT_CASE(mn_checkpoint_bad_permit_test),
	KUNIT_CASE(mn_checkpoint_anchor_test),
	KUNIT_CASE(mn_checkpoint_link_test),
	{}
};

static struct kunit_suite mn_checkpoint_suite = {
	.name = "mn_checkpoint",
	.test_cases = mn_checkpoint_cases,
};

kunit_test_suite(mn_checkpoint_suite);

MODULE_DESCRIPTION("Tests of checkpoints of a node");
MODULE_LICENSE("GPL");
