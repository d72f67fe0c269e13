// SPDX-License-Identifier: GPL-2.0-only
/* Which messages a node believes, and what each of them may do. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/believe.c"

#define SEC	((u64)NSEC_PER_SEC)
#define SEQ	1000	/* number of the Binding Update last sent */
#define SINCE	5	/* seconds: when a hint was last obeyed */

/**
 * struct source - where an advertisement comes from
 * @address: source address
 * @hop_limit: hop limit in the IPv6 header
 * @believed: the node on the link sent it
 */
struct source {
	struct in6_addr address;
	u8 hop_limit;
	bool believed;
};

static const struct source sources[] = {
	{ { .s6_addr = { 0xfe, 0x80, [15] = 1 } }, 255, true },
	{ { .s6_addr = { 0xfe, 0x80, [15] = 1 } }, 254, false },
	{ { .s6_addr = { 0xfe, 0x80, [15] = 1 } }, 0, false },
	{ { .s6_addr = { 0x20, 0x01, [15] = 1 } }, 255, false },
	{ { .s6_addr = { 0xff, 0x02, [15] = 1 } }, 255, false },
	{ { .s6_addr = { 0 } }, 255, false },
};

static void ra_test(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++)
		KUNIT_EXPECT_EQ_MSG(test, sources[i].believed,
				    mn_believe_neighbour(&sources[i].address,
							 sources[i].hop_limit),
				    "source %u", i);
}

static void sender_test(struct kunit *test)
{
	static const struct in6_addr dar = { .s6_addr = { 0x20, 1, [15] = 1 } };
	static const struct in6_addr other = { .s6_addr = { 0x20, 1, [15] = 2 } };

	KUNIT_EXPECT_EQ(test, mn_believe_sender(&dar, &dar), MN_BELIEF_PROVEN);
	KUNIT_EXPECT_EQ(test, mn_believe_sender(&dar, &other),
			MN_BELIEF_WRONG_DAR);
	KUNIT_EXPECT_EQ(test, mn_believe_sender(&in6addr_any, &in6addr_any),
			MN_BELIEF_WRONG_DAR);
}

/* Another address is tried if it is in the prefix, and seldom. */
static void trial_test(struct kunit *test)
{
	static const struct in6_addr home = { .s6_addr = { 0x20, 1, [15] = 3 } };
	static const struct in6_addr dar = { .s6_addr = { 0x20, 1, [15] = 1 } };
	static const struct in6_addr other = { .s6_addr = { 0x20, 1, [15] = 2 } };
	static const struct in6_addr far = { .s6_addr = { 0x20, 1, [7] = 1 } };
	const u64 tried = 1 * SEC;

	KUNIT_EXPECT_TRUE(test, mn_believe_trial(&home, &dar, &other, 0, 1));
	KUNIT_EXPECT_FALSE(test, mn_believe_trial(&home, &dar, &other, tried,
						  tried + 4 * SEC - 1));
	KUNIT_EXPECT_TRUE(test, mn_believe_trial(&home, &dar, &other, tried,
						 tried + 4 * SEC));
	KUNIT_EXPECT_FALSE(test, mn_believe_trial(&home, &dar, &dar, 0, 1));
	KUNIT_EXPECT_FALSE(test, mn_believe_trial(&home, &dar, &home, 0, 1));
	KUNIT_EXPECT_FALSE(test, mn_believe_trial(&home, &dar, &far, 0, 1));
}

/* Away from home messages come to the care-of address, at home to the address. */
static void place_test(struct kunit *test)
{
	static const struct in6_addr addr = { .s6_addr = { 0x20, 1, [15] = 1 } };
	struct mn_bul b = { .coa = { .s6_addr = { 0x20, 1, [15] = 2 } } };
	struct fama_mhio_rx there = { .dst = b.coa, .rh2 = true };
	struct fama_mhio_rx through = { .dst = addr };
	struct fama_mhio_rx plain = { .dst = b.coa };
	enum mn_bul_pending p;

	for (p = MN_BUL_NONE; p <= MN_BUL_TOKEN; p++) {
		bool home = p == MN_BUL_DEREGISTER || p == MN_BUL_TOKEN;

		b.pending = p;
		KUNIT_EXPECT_EQ(test, mn_believe_place(&b, &addr, &there),
				home ? MN_BELIEF_UNEXPECTED : MN_BELIEF_PROVEN);
		KUNIT_EXPECT_EQ(test, mn_believe_place(&b, &addr, &through),
				home ? MN_BELIEF_PROVEN : MN_BELIEF_UNEXPECTED);
		KUNIT_EXPECT_EQ(test, mn_believe_place(&b, &addr, &plain),
				MN_BELIEF_UNEXPECTED);
	}
	there.dst = addr;
	b.pending = MN_BUL_DEREGISTER;
	KUNIT_EXPECT_EQ(test, mn_believe_place(&b, &addr, &there),
			MN_BELIEF_UNEXPECTED);
}

/* A Binding Error counts where the node is now, and if it is about a binding. */
static void error_test(struct kunit *test)
{
	const struct mn_bul b = { .coa = { .s6_addr = { 0x20, 1, [15] = 2 } } };
	struct fama_mhio_rx rx = {
		.dst = b.coa,
		.mh.be.status = FAMA_BE_UNKNOWN_BINDING,
	};

	KUNIT_EXPECT_EQ(test, mn_believe_error(&b, &rx), MN_BELIEF_PROVEN);
	rx.mh.be.status = FAMA_BE_UNKNOWN_TYPE;
	KUNIT_EXPECT_EQ(test, mn_believe_error(&b, &rx), MN_BELIEF_UNEXPECTED);
	rx.mh.be.status = FAMA_BE_UNKNOWN_BINDING;
	rx.dst.s6_addr[15] = 3;
	KUNIT_EXPECT_EQ(test, mn_believe_error(&b, &rx), MN_BELIEF_UNEXPECTED);
}

/* One token is decrypted for each signed update, and only if the answer grants it. */
static void delivers_test(struct kunit *test)
{
	struct mn_bul b = { .seq = SEQ, .waiting = true, .signed_out = true };
	struct mn_bul_ack ack = { .seq = SEQ };

	KUNIT_EXPECT_TRUE(test, mn_believe_delivers(&b, &ack));
	ack.status = FAMA_BA_REFUSED - 1;
	KUNIT_EXPECT_TRUE(test, mn_believe_delivers(&b, &ack));
	ack.status = FAMA_BA_REFUSED;
	KUNIT_EXPECT_FALSE(test, mn_believe_delivers(&b, &ack));
	ack.status = FAMA_BA_SEQ_WINDOW;
	KUNIT_EXPECT_FALSE(test, mn_believe_delivers(&b, &ack));
	ack.status = FAMA_BA_ACCEPTED;
	b.decrypted = true;
	KUNIT_EXPECT_FALSE(test, mn_believe_delivers(&b, &ack));
	b.decrypted = false;
	b.signed_out = false;
	KUNIT_EXPECT_FALSE(test, mn_believe_delivers(&b, &ack));
}

/**
 * struct signature - an answer that delivers a token
 * @wanted: what the user wants
 * @pinned: the router has signed before
 * @err: what the signature is: good, none, or wrong
 * @belief: what must come of it
 */
struct signature {
	enum mn_signed_ack wanted;
	bool pinned;
	int err;
	enum mn_belief belief;
};

static const struct signature signatures[] = {
	{ MN_SIGNED_ACK_OFF, false, 0, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_OFF, false, -ENODATA, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_OFF, false, -EBADMSG, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_ASK, false, 0, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_ASK, false, -ENODATA, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_ASK, false, -EBADMSG, MN_BELIEF_BAD_SIGNATURE },
	{ MN_SIGNED_ACK_OFF, true, -ENODATA, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_ASK, true, 0, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_ASK, true, -ENODATA, MN_BELIEF_UNSIGNED },
	{ MN_SIGNED_ACK_ASK, true, -EBADMSG, MN_BELIEF_BAD_SIGNATURE },
	{ MN_SIGNED_ACK_REQUIRE, false, 0, MN_BELIEF_PROVEN },
	{ MN_SIGNED_ACK_REQUIRE, false, -ENODATA, MN_BELIEF_UNSIGNED },
	{ MN_SIGNED_ACK_REQUIRE, false, -EBADMSG, MN_BELIEF_BAD_SIGNATURE },
};

static void signature_test(struct kunit *test)
{
	const struct signature *s;

	for (s = signatures; s < signatures + ARRAY_SIZE(signatures); s++)
		KUNIT_EXPECT_EQ_MSG(test, s->belief,
				    mn_believe_signature(s->wanted, s->pinned,
							 s->err),
				    "wanted %d, pinned %d, error %d", s->wanted,
				    s->pinned, s->err);
}

/**
 * struct answer - an acknowledgement
 * @name: shown
 * @status: its status
 * @seq: its sequence number, relative to that of the Binding Update
 * @proven: its authenticator is right
 * @at: when it comes, ns since a hint was last obeyed
 * @belief: what it may do
 */
struct answer {
	const char *name;
	u8 status;
	int seq;
	bool proven;
	u64 at;
	enum mn_belief belief;
};

static const struct answer answers[] = {
	{ "proven", 0, 0, true, 0, MN_BELIEF_PROVEN },
	{ "proven refusal", 129, 0, true, 0, MN_BELIEF_PROVEN },
	{ "proven, an earlier number", 0, -1, true, 0, MN_BELIEF_BAD_SEQ },
	{ "proven, a later number", 129, 1, true, 0, MN_BELIEF_BAD_SEQ },
	{ "proven, the router's number", 135, 7, true, 0, MN_BELIEF_PROVEN },
	{ "proven, the same number", 135, 0, true, 0, MN_BELIEF_BAD_SEQ },
	{ "proven, an older number", 135, -7, true, 0, MN_BELIEF_BAD_SEQ },
	{ "the router's number", 135, 7, false, SEC, MN_BELIEF_HINT },
	{ "an older number", 135, -7, false, SEC, MN_BELIEF_BAD_SEQ },
	{ "the router's number too soon", 135, 7, false, 0,
	  MN_BELIEF_UNPROVEN },
	{ "grant", 0, 0, false, SEC, MN_BELIEF_UNPROVEN },
	{ "highest grant", 127, 0, false, SEC, MN_BELIEF_UNPROVEN },
	{ "lowest refusal", 128, 0, false, SEC, MN_BELIEF_HINT },
	{ "refusal too soon", 129, 0, false, SEC - 1, MN_BELIEF_UNPROVEN },
	{ "refusal of another number", 129, 1, false, SEC, MN_BELIEF_BAD_SEQ },
};

static void answer_desc(const struct answer *a, char *desc)
{
	strscpy(desc, a->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(answer, answers, answer_desc);

static enum mn_belief believe(const struct mn_bul *b,
			      const struct mn_bul_ack *ack, u64 now)
{
	enum mn_belief belief = mn_believe_answers(b, ack);

	if (belief != MN_BELIEF_PROVEN)
		return belief;
	return mn_believe_proof(b, ack, now);
}

static void answer_test(struct kunit *test)
{
	const struct answer *a = test->param_value;
	struct mn_bul b = { .seq = SEQ, .waiting = true, .hint = SINCE * SEC };
	const struct mn_bul_ack ack = {
		.status = a->status,
		.seq = SEQ + a->seq,
		.proven = a->proven,
	};
	const u64 now = b.hint + a->at;

	KUNIT_EXPECT_EQ(test, believe(&b, &ack, now), a->belief);
	b.waiting = false;
	KUNIT_EXPECT_EQ(test, believe(&b, &ack, now), MN_BELIEF_UNEXPECTED);
}

/* Of a number that is not proven, a node hears that has no token or no way left. */
static void number_test(struct kunit *test)
{
	const struct mn_bul_ack ack = { .seq = SEQ + 7,
					.status = FAMA_BA_SEQ_WINDOW };
	struct mn_bul b = { .seq = SEQ, .waiting = true, .signed_out = true };

	KUNIT_EXPECT_EQ(test, believe(&b, &ack, SEC), MN_BELIEF_HINT);
	b.has_phkt = true;
	KUNIT_EXPECT_EQ(test, believe(&b, &ack, SEC), MN_BELIEF_UNPROVEN);
	b.state = MN_ADDRESS_FAILED;
	KUNIT_EXPECT_EQ(test, believe(&b, &ack, SEC), MN_BELIEF_HINT);
	b.state = MN_ADDRESS_AWAY;
	b.signed_out = false;
	KUNIT_EXPECT_EQ(test, believe(&b, &ack, SEC), MN_BELIEF_HINT);
}

/* No hint was obeyed yet: the first one is, soon after the machine started. */
static void first_hint_test(struct kunit *test)
{
	const struct mn_bul b = { .seq = SEQ, .waiting = true };
	const struct mn_bul_ack ack = { .seq = SEQ,
					.status = FAMA_BA_PROHIBITED };

	KUNIT_EXPECT_EQ(test, believe(&b, &ack, 1), MN_BELIEF_HINT);
}

static struct kunit_case mn_believe_cases[] = {
	KUNIT_CASE(ra_test),
	KUNIT_CASE(sender_test),
	KUNIT_CASE(trial_test),
	KUNIT_CASE(place_test),
	KUNIT_CASE(error_test),
	KUNIT_CASE(delivers_test),
	KUNIT_CASE(signature_test),
	KUNIT_CASE_PARAM(answer_test, answer_gen_params),
	KUNIT_CASE(number_test),
	KUNIT_CASE(first_hint_test),
	{}
};

static struct kunit_suite mn_believe_suite = {
	.name = "mn_believe",
	.test_cases = mn_believe_cases,
};

kunit_test_suite(mn_believe_suite);

MODULE_DESCRIPTION("KUnit tests of what a node believes");
MODULE_LICENSE("GPL");
