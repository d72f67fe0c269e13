// SPDX-License-Identifier: GPL-2.0-only
/* Checkpoints: their octets, what is refused, how old one is, what is made of it. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/binding_data.c"
#include "../dar/pure/checkpoint.c"

#include "expect.h"

static const u8 secret[DAR_SECRET_LEN] = { 1, 2, 3, 4, [31] = 5 };

/*
 * Made by Python's hmac: the first 32 octets of HMAC-SHA1(secret, "checkpoints 1") |
 * HMAC-SHA1(secret, "checkpoints 2").
 */
static const u8 checkpoint_key[FAMA_SEAL_KEY_LEN] = {
	0xda, 0x30, 0x9e, 0x8f, 0xc0, 0x2f, 0xfd, 0x0e,
	0x23, 0x00, 0x14, 0x12, 0xe7, 0x26, 0x2e, 0xe1,
	0x70, 0x9d, 0x21, 0xb4, 0x5b, 0xc9, 0x77, 0xaf,
	0x02, 0xe5, 0x76, 0x62, 0x5c, 0xaf, 0x3b, 0x75,
};

static const struct dar_checkpoint checkpoint = {
	.name = "the checkpoint!",
	.instance = "who has made it",
	.parent = "and the former",
	.time = 0x1122334455667788,
	.epoch = 0x99aa,
	.frozen = true,
};

static struct dar_checkpoint_entry entry(void)
{
	return (struct dar_checkpoint_entry){
		.home = { .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 9 } },
		.d = {
			.coa.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 2, [15] = 8 },
			.dar.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 1 },
			.deadline = 0x1020304050607,
			.lifetime = 86400,
			.seq = 0xfedc,
			.auth = DAR_AUTH_PHKT,
			.state = DAR_BINDING_VERIFIED,
			.active = true,
			.has_phkt = true,
			.turn = 3,
			.phkt_seq = 0xabcd,
			.epoch = 2917,
			.phkt = { 1, 2, 3, 4, 5, 6, 7, 8 },
			.former = { 9, 10, 11, 12, 13, 14, 15, 16 },
			.key = 0x1716151413121110,
		},
		.tx_packets = 1,
		.tx_bytes = 0x8000000000000002,
		.rx_packets = 3,
		.rx_bytes = 4,
	};
}

static void dar_checkpoint_key_test(struct kunit *test)
{
	u8 key[FAMA_SEAL_KEY_LEN];

	dar_checkpoint_key(key, secret);
	EXPECT_OCTETS(test, key, checkpoint_key, sizeof(key));
}

/* The same number of another checkpoint, or of the last chunk, is another nonce. */
static void dar_checkpoint_nonce_test(struct kunit *test)
{
	static const u8 want[FAMA_SEAL_NONCE_LEN] = {
		't', 'h', 'e', ' ', 'c', 'h', 'e', 'c',
		'k', 'p', 'o', 'i', 'n', 't', '!', 0,
		0, 0, 0, 1, 0x12, 0x34, 0x56, 0x78,
	};
	u8 nonce[FAMA_SEAL_NONCE_LEN];

	dar_checkpoint_nonce(nonce, &checkpoint, 0x12345678, true);
	EXPECT_OCTETS(test, nonce, want, sizeof(nonce));
	dar_checkpoint_nonce(nonce, &checkpoint, 0x12345678, false);
	KUNIT_EXPECT_NE(test, memcmp(nonce, want, sizeof(nonce)), 0);
}

static void dar_checkpoint_header_test(struct kunit *test)
{
	static const u8 want[] = {
		'f', 'a', 'm', 'a', '-', 'd', 'a', 'r', 0, 0, 0, 1, 0, 0, 0, 1,
		0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
		0x99, 0xaa, 0, 0, 0, 0, 0, 0,
	};
	u8 header[DAR_CHECKPOINT_HEADER_LEN];
	struct dar_checkpoint c;

	dar_checkpoint_write(header, &checkpoint);
	EXPECT_OCTETS(test, header, want, sizeof(want));
	KUNIT_EXPECT_EQ(test, dar_checkpoint_read(&c, exact(test, header, sizeof(header))), 0);
	EXPECT_OCTETS(test, c.name, checkpoint.name, sizeof(c.name));
	EXPECT_OCTETS(test, c.instance, checkpoint.instance, sizeof(c.name));
	EXPECT_OCTETS(test, c.parent, checkpoint.parent, sizeof(c.name));
	KUNIT_EXPECT_EQ(test, c.time, checkpoint.time);
	KUNIT_EXPECT_EQ(test, c.epoch, checkpoint.epoch);
	KUNIT_EXPECT_TRUE(test, c.frozen);
	header[15] = 0;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_read(&c, header), 0);
	KUNIT_EXPECT_FALSE(test, c.frozen);
}

/* A bit in front of the time that is another one: no checkpoint, or another version. */
static void dar_checkpoint_bad_header_test(struct kunit *test)
{
	u8 header[DAR_CHECKPOINT_HEADER_LEN];
	struct dar_checkpoint c;
	unsigned int at;
	int want;

	for (at = 0; at < 32; at++) {
		if (at >= 16 && at < 26)
			continue;
		dar_checkpoint_write(header, &checkpoint);
		header[at] ^= at == 15 ? 2 : 0x80;
		want = at >= 8 && at < 12 ? -EPROTONOSUPPORT : -EINVAL;
		KUNIT_EXPECT_EQ_MSG(test, dar_checkpoint_read(&c, header), want,
				    "octet %u", at);
	}
}

static void dar_checkpoint_entry_test(struct kunit *test)
{
	struct dar_checkpoint_entry e = entry(), got;
	u8 octets[DAR_CHECKPOINT_ENTRY_LEN];

	dar_checkpoint_write_entry(octets, &e);
	KUNIT_ASSERT_TRUE(test, dar_checkpoint_read_entry(&got, exact(test, octets,
								      sizeof(octets))));
	EXPECT_OCTETS(test, &got.home, &e.home, sizeof(e.home));
	EXPECT_OCTETS(test, &got.d.coa, &e.d.coa, sizeof(e.d.coa));
	EXPECT_OCTETS(test, &got.d.dar, &e.d.dar, sizeof(e.d.dar));
	EXPECT_OCTETS(test, got.d.phkt, e.d.phkt, sizeof(e.d.phkt));
	EXPECT_OCTETS(test, got.d.former, e.d.former, sizeof(e.d.former));
	KUNIT_EXPECT_EQ(test, got.d.deadline, e.d.deadline);
	KUNIT_EXPECT_EQ(test, got.d.key, e.d.key);
	KUNIT_EXPECT_EQ(test, got.d.lifetime, e.d.lifetime);
	KUNIT_EXPECT_EQ(test, got.d.seq, e.d.seq);
	KUNIT_EXPECT_EQ(test, got.d.phkt_seq, e.d.phkt_seq);
	KUNIT_EXPECT_EQ(test, got.d.epoch, e.d.epoch);
	KUNIT_EXPECT_EQ(test, got.d.turn, e.d.turn);
	KUNIT_EXPECT_EQ(test, got.tx_packets, e.tx_packets);
	KUNIT_EXPECT_EQ(test, got.tx_bytes, e.tx_bytes);
	KUNIT_EXPECT_EQ(test, got.rx_packets, e.rx_packets);
	KUNIT_EXPECT_EQ(test, got.rx_bytes, e.rx_bytes);
}

/* Each flag comes back, and none makes another one. */
static void dar_checkpoint_flags_test(struct kunit *test)
{
	struct dar_checkpoint_entry e = entry(), got;
	u8 octets[DAR_CHECKPOINT_ENTRY_LEN];
	unsigned int flag;

	for (flag = 0; flag < BIT(9); flag++) {
		entry_set_flags(&e.d, flag);
		KUNIT_EXPECT_EQ(test, entry_flags(&e.d), flag);
		dar_checkpoint_write_entry(octets, &e);
		KUNIT_ASSERT_TRUE(test, dar_checkpoint_read_entry(&got, octets));
		KUNIT_EXPECT_EQ(test, entry_flags(&got.d), flag);
	}
}

/* Who waits for its turn to be told that the binding has ended is asked instead. */
static void dar_checkpoint_notice_test(struct kunit *test)
{
	struct dar_checkpoint_entry e = entry(), got;
	u8 octets[DAR_CHECKPOINT_ENTRY_LEN];

	e.d.notice = true;	/* of a reminder, which comes again */
	dar_checkpoint_write_entry(octets, &e);
	KUNIT_ASSERT_TRUE(test, dar_checkpoint_read_entry(&got, octets));
	KUNIT_EXPECT_EQ(test, got.d.ask + 0, 0);
	KUNIT_EXPECT_FALSE(test, got.d.notice);
	e.d.active = false;
	dar_checkpoint_write_entry(octets, &e);
	KUNIT_ASSERT_TRUE(test, dar_checkpoint_read_entry(&got, octets));
	KUNIT_EXPECT_EQ(test, got.d.ask + 0, 1);
	KUNIT_EXPECT_FALSE(test, got.d.notice);
	e.d.ask = 2;
	dar_checkpoint_write_entry(octets, &e);
	KUNIT_ASSERT_TRUE(test, dar_checkpoint_read_entry(&got, octets));
	KUNIT_EXPECT_EQ(test, got.d.ask + 0, 2);
}

struct bad_entry {
	const char *what;
	void (*spoil)(struct dar_checkpoint_entry *e, u8 *octets);
};

static void no_home(struct dar_checkpoint_entry *e, u8 *octets)
{
	memset(octets, 0, 16);
}

static void group_home(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[0] = 0xff;
}

static void local_careof(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[16] = 0xfe;
	octets[17] = 0x80;
}

static void no_dar(struct dar_checkpoint_entry *e, u8 *octets)
{
	memset(octets + 32, 0, 16);
}

static void no_deadline(struct dar_checkpoint_entry *e, u8 *octets)
{
	memset(octets + 48, 0xff, 8);
}

static void far_deadline(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[48] = 0x40;
}

static void long_life(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[80] = 1;
}

static void other_flag(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[90] |= 2;
}

static void active_ask(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[93] = 1;
}

static void many_asks(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[91] &= ~1;
	octets[93] = DAR_CHECKPOINT_ASKS + 1;
}

static void rest(struct dar_checkpoint_entry *e, u8 *octets)
{
	octets[95] = 1;
}

static const struct bad_entry bad_entries[] = {
	{ "no home address", no_home },
	{ "a multicast home address", group_home },
	{ "a link-local care-of address", local_careof },
	{ "no address of ours", no_dar },
	{ "a binding without end", no_deadline },
	{ "a deadline that is too far", far_deadline },
	{ "a lifetime that is too long", long_life },
	{ "an unknown flag", other_flag },
	{ "a binding whose node is asked", active_ask },
	{ "too many asks", many_asks },
	{ "something behind the flags", rest },
};

static void dar_checkpoint_bad_entry_test(struct kunit *test)
{
	struct dar_checkpoint_entry e = entry(), got;
	u8 octets[DAR_CHECKPOINT_ENTRY_LEN];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_entries); i++) {
		dar_checkpoint_write_entry(octets, &e);
		KUNIT_EXPECT_TRUE(test, dar_checkpoint_read_entry(&got, octets));
		bad_entries[i].spoil(&e, octets);
		KUNIT_EXPECT_FALSE_MSG(test, dar_checkpoint_read_entry(&got, octets),
				       "%s", bad_entries[i].what);
	}
}

#define SECOND ((u64)NSEC_PER_SEC)

static void dar_checkpoint_age_test(struct kunit *test)
{
	struct dar_checkpoint c = checkpoint;
	struct dar_checkpoint_facts f = { .now = c.time };
	u8 another[DAR_CHECKPOINT_NAME_LEN] = "another";

	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FRESH);
	f.now = c.time + DAR_CHECKPOINT_GAP_SECONDS * SECOND;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FRESH);
	f.now++;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_OLD);
	f.now = c.time - SECOND;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FRESH);
	f.now = c.time - (DAR_CHECKPOINT_GAP_SECONDS + 1) * SECOND;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_OLD);
	f.now = c.time;
	f.former = another;
	f.former_frozen = true;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FORMER);
	f.former = c.instance;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FRESH);
	f.former_frozen = false;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_FORMER);
	f.former_frozen = true;
	f.served = true;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_SERVED);
	c.frozen = false;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_judge(&c, &f), DAR_CHECKPOINT_RUNNING);
}

/* Of an older checkpoint nothing is bound, and nothing is believed to be new. */
static void dar_checkpoint_remember_test(struct kunit *test)
{
	struct dar_binding_data d = entry().d;

	d.tested = true;
	dar_checkpoint_remember(&d);
	KUNIT_EXPECT_FALSE(test, d.active);
	KUNIT_EXPECT_EQ(test, d.lifetime, 0);
	KUNIT_EXPECT_TRUE(test, d.aged);
	KUNIT_EXPECT_TRUE(test, d.unused);
	KUNIT_EXPECT_FALSE(test, d.tested);
	KUNIT_EXPECT_TRUE(test, d.has_phkt);
	KUNIT_EXPECT_EQ(test, d.seq, 0xfedc);
	KUNIT_EXPECT_EQ(test, d.ask + 0, DAR_CHECKPOINT_ASKS);
	/* Again, after another crash: who was to be asked still is. */
	d.ask = 1;
	dar_checkpoint_remember(&d);
	KUNIT_EXPECT_EQ(test, d.ask + 0, 1);
	/* Nobody is asked where no node may be. */
	d = entry().d;
	d.state = DAR_BINDING_UNVERIFIED;
	dar_checkpoint_remember(&d);
	KUNIT_EXPECT_EQ(test, d.ask + 0, 0);
	d = entry().d;
	d.active = false;
	dar_checkpoint_remember(&d);
	KUNIT_EXPECT_EQ(test, d.ask + 0, 0);
}

static void dar_checkpoint_ask_test(struct kunit *test)
{
	u64 last = 0;
	u8 left;

	for (left = DAR_CHECKPOINT_ASKS; left; left--) {
		KUNIT_EXPECT_GT(test, dar_checkpoint_ask_delay(left), last);
		last = dar_checkpoint_ask_delay(left);
	}
	KUNIT_EXPECT_LE(test, last, 60 * SECOND);
}

/* A reminder whose time has passed does not come. */
static void dar_checkpoint_wake_test(struct kunit *test)
{
	struct dar_binding_data d = entry().d;

	d.lifetime = 1600;
	d.deadline = 10000 * SECOND;
	KUNIT_EXPECT_EQ(test, dar_checkpoint_wake(&d, 9000 * SECOND), 9800 * SECOND);
	KUNIT_EXPECT_EQ(test, dar_checkpoint_wake(&d, 9850 * SECOND), 9900 * SECOND);
	KUNIT_EXPECT_EQ(test, dar_checkpoint_wake(&d, 9950 * SECOND), d.deadline);
	dar_checkpoint_remember(&d);
	KUNIT_EXPECT_EQ(test, dar_checkpoint_wake(&d, 9000 * SECOND),
			9000 * SECOND + dar_checkpoint_ask_delay(DAR_CHECKPOINT_ASKS));
}

static struct kunit_case dar_checkpoint_cases[] = {
	KUNIT_CASE(dar_checkpoint_key_test),
	KUNIT_CASE(dar_checkpoint_nonce_test),
	KUNIT_CASE(dar_checkpoint_header_test),
	KUNIT_CASE(dar_checkpoint_bad_header_test),
	KUNIT_CASE(dar_checkpoint_entry_test),
	KUNIT_CASE(dar_checkpoint_flags_test),
	KUNIT_CASE(dar_checkpoint_notice_test),
	KUNIT_CASE(dar_checkpoint_bad_entry_test),
	KUNIT_CASE(dar_checkpoint_age_test),
	KUNIT_CASE(dar_checkpoint_remember_test),
	KUNIT_CASE(dar_checkpoint_ask_test),
	KUNIT_CASE(dar_checkpoint_wake_test),
	{}
};

static struct kunit_suite dar_checkpoint_suite = {
	.name = "dar_checkpoint",
	.test_cases = dar_checkpoint_cases,
};

kunit_test_suite(dar_checkpoint_suite);

MODULE_DESCRIPTION("Tests of checkpoints");
MODULE_LICENSE("GPL");
