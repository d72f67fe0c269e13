// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a DAR makes of a Binding Update: each row of the protocol profile
 * (sections 2 and 7, care-of test off) is a row of the table.  The messages
 * are real ones, built and parsed.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <net/net_namespace.h>

#include "../dar/decide.c"

#include "oracle_cga.h"

#define HOME	{ .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [8] = 0x24,	\
			       [15] = 9 } }
#define DAR	{ .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 1 } }
#define COA	{ .s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 2, [15] = 5 } }

static const struct in6_addr home = HOME, dar = DAR, coa = COA;
static const struct in6_addr ug_home = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [8] = 0x26, [15] = 9 }
};

static const struct in6_addr other = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 2, [15] = 6 }
};

static const struct in6_addr any = {};
static const struct in6_addr loopback = { .s6_addr = { [15] = 1 } };
static const struct in6_addr linklocal = {
	.s6_addr = { 0xfe, 0x80, [15] = 1 }
};

static const struct in6_addr multicast = {
	.s6_addr = { 0xff, 0x02, [15] = 1 }
};

static const struct in6_addr mapped = {
	.s6_addr = { [10] = 0xff, [11] = 0xff, 10, 0, 0, 1 }
};

static const u8 phkt[FAMA_TOKEN_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const u8 careof_token[FAMA_TOKEN_LEN] = { 9, 9, 9, 9, 9, 9, 9, 9 };
static const u8 octets[192];

enum alt { ALT_SRC, ALT_NONE, ALT_OTHER, ALT_MULTICAST, ALT_HOME };
enum proof { BY_PHKT, BY_CGA, BY_CGA_UNSIGNED, BY_HOME_NONCE, BY_NOTHING };
enum held { HOLDS_NOTHING, HOLDS_BINDING, HOLDS_MEMORY };
enum mac { MAC_RIGHT, MAC_WRONG, MAC_CAREOF, MAC_OTHER_TOKEN };

#define LAST_SEQ	100

/**
 * struct bu_case - a message, what the DAR knows, what it must decide
 * @name: of the row
 * @home: home address, if not the usual
 * @src: source, if not the usual
 * @at_home: source is the home address, no Home Address option
 * @no_h: H flag not set
 * @seq: sequence number
 * @life: lifetime asked for, units of 4 s
 * @alt: Alternate Care-of Address
 * @proof: what the message offers
 * @mac: how the authenticator is made
 * @careof_nonce: index of it
 * @not_serving: nothing is anchored
 * @not_anchored: not in one anchored prefix
 * @not_local: destination is not ours
 * @full: no room
 * @verified: the signature is
 * @valid: valid lifetime left, 0: no end
 * @held: what the cache has
 * @action: expected
 * @reason: expected of a drop or refusal
 * @status: expected of an answer
 * @keyed: expected
 * @answer_seq: expected, 0: @seq
 * @granted: expected lifetime
 */
struct bu_case {
	const char *name;
	const struct in6_addr *home;
	const struct in6_addr *src;
	bool at_home;
	bool no_h;
	u16 seq;
	u16 life;
	enum alt alt;
	enum proof proof;
	enum mac mac;
	u16 careof_nonce;
	bool not_serving;
	bool not_anchored;
	bool not_local;
	bool full;
	bool verified;
	u32 valid;
	enum held held;
	enum dar_action action;
	enum dar_stat reason;
	u8 status;
	bool keyed;
	u16 answer_seq;
	u16 granted;
};

#define REFUSED(r, s)							\
	.action = DAR_REFUSE, .reason = DAR_STAT_##r, .status = (s)
#define DROPPED(r)							\
	.action = DAR_DROP, .reason = DAR_STAT_##r

static const struct bu_case bu_cases[] = {
	/* first Binding Update, and the one after the PHKT was lost */
	{ .name = "cga, unknown", .seq = 7, .life = 50, .proof = BY_CGA,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "cga verified, unknown", .seq = 7, .life = 50,
	  .proof = BY_CGA, .verified = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "cga verified, renews", .seq = 101, .life = 50,
	  .proof = BY_CGA, .verified = true, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "cga verified, remembered", .seq = 101, .life = 50,
	  .proof = BY_CGA, .verified = true, .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "cga without signature", .seq = 7, .life = 50,
	  .proof = BY_CGA_UNSIGNED,
	  REFUSED(BAD_SIGNATURE, FAMA_BA_CGA_FAILED) },

	/* later Binding Update */
	{ .name = "phkt, bound", .seq = 101, .life = 50,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "phkt, remembered", .seq = 101, .life = 50,
	  .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "phkt, unknown", .seq = 101, .life = 50,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "phkt, wrong mac", .seq = 101, .life = 50,
	  .mac = MAC_WRONG, .held = HOLDS_BINDING,
	  DROPPED(BAD_MAC) },
	{ .name = "phkt, other token", .seq = 101, .life = 50,
	  .mac = MAC_OTHER_TOKEN, .held = HOLDS_BINDING,
	  DROPPED(BAD_MAC) },
	{ .name = "phkt, care-of token without its nonce", .seq = 101,
	  .life = 50, .mac = MAC_CAREOF, .held = HOLDS_BINDING,
	  DROPPED(BAD_MAC) },
	{ .name = "phkt, care-of nonce", .seq = 101, .life = 50,
	  .mac = MAC_CAREOF, .careof_nonce = 3, .held = HOLDS_BINDING,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },

	/* no downgrade */
	{ .name = "nothing, phkt exists", .seq = 101, .life = 50,
	  .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "home nonce, phkt exists", .seq = 101, .life = 50,
	  .proof = BY_HOME_NONCE, .held = HOLDS_MEMORY,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "home nonce, unknown", .seq = 101, .life = 50,
	  .proof = BY_HOME_NONCE,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "nothing, unknown", .seq = 101, .life = 50,
	  .proof = BY_NOTHING, DROPPED(UNAUTHENTICATED) },
	{ .name = "nothing, deregistration", .seq = 101,
	  .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },

	/* deregistration */
	{ .name = "dereg phkt at home", .seq = 101, .at_home = true,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg phkt away", .seq = 101,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg phkt again", .seq = 101,
	  .held = HOLDS_MEMORY, .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg phkt unknown", .seq = 101, .at_home = true,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "dereg phkt, keyed as a binding", .seq = 101,
	  .at_home = true, .mac = MAC_CAREOF, .held = HOLDS_BINDING,
	  DROPPED(BAD_MAC) },
	{ .name = "dereg phkt, care-of nonce is of no use", .seq = 101,
	  .careof_nonce = 3, .held = HOLDS_BINDING,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg cga at home, unknown: early token", .seq = 9,
	  .at_home = true, .proof = BY_CGA,
	  .action = DAR_VERIFY, .keyed = true },
	{ .name = "early token verified", .seq = 9, .at_home = true,
	  .proof = BY_CGA, .verified = true,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "early token of a full router", .seq = 9, .at_home = true,
	  .proof = BY_CGA, .verified = true, .full = true,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg cga away, unknown", .seq = 9, .proof = BY_CGA,
	  REFUSED(UNKNOWN_BINDING, FAMA_BA_NOT_HOME_AGENT) },
	{ .name = "dereg cga away, bound", .seq = 101, .proof = BY_CGA,
	  .held = HOLDS_BINDING, .action = DAR_VERIFY, .keyed = true },
	{ .name = "dereg needs no care-of address", .seq = 101,
	  .alt = ALT_NONE, .held = HOLDS_BINDING,
	  .action = DAR_UNBIND, .keyed = true },

	/* sequence number */
	{ .name = "seq the same", .seq = 100, .life = 50,
	  .held = HOLDS_BINDING, .keyed = true, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq older by one", .seq = 99, .life = 50,
	  .held = HOLDS_MEMORY, .keyed = true, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq older by half the range", .seq = 100 + 32768,
	  .life = 50, .held = HOLDS_BINDING, .keyed = true,
	  .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq newest", .seq = 100 + 32767, .life = 50,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "seq old, wrong mac", .seq = 99, .life = 50,
	  .mac = MAC_WRONG, .held = HOLDS_BINDING, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq old, cga", .seq = 99, .life = 50, .proof = BY_CGA,
	  .held = HOLDS_MEMORY, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq moved while the signature was verified", .seq = 100,
	  .life = 50, .proof = BY_CGA, .verified = true,
	  .held = HOLDS_BINDING, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq old, dereg", .seq = 99, .at_home = true,
	  .held = HOLDS_BINDING, .keyed = true, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq before proof", .seq = 99, .life = 50,
	  .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },

	/* is this our business */
	{ .name = "nothing anchored", .seq = 7, .life = 50, .proof = BY_CGA,
	  .not_serving = true, .not_anchored = true,
	  REFUSED(NOT_SERVING, FAMA_BA_NOT_SUPPORTED) },
	{ .name = "foreign home", .seq = 7, .life = 50, .proof = BY_CGA,
	  .not_anchored = true,
	  REFUSED(FOREIGN_HOME, FAMA_BA_NOT_HOME_SUBNET) },
	{ .name = "not to one of our addresses", .seq = 7, .life = 50,
	  .proof = BY_CGA, .not_local = true, DROPPED(NOT_ADDRESSED) },
	{ .name = "no H", .seq = 7, .life = 50, .proof = BY_CGA,
	  .no_h = true, DROPPED(NO_HOME_FLAG) },
	{ .name = "u bit", .seq = 7, .life = 50, .proof = BY_CGA,
	  .home = &ug_home, REFUSED(BAD_HOME, FAMA_BA_NOT_HOME_SUBNET) },
	{ .name = "home is the router", .seq = 7, .life = 50,
	  .proof = BY_CGA, .home = &dar,
	  REFUSED(BAD_HOME, FAMA_BA_NOT_HOME_SUBNET) },
	{ .name = "anchor before sequence", .seq = 99, .life = 50,
	  .held = HOLDS_MEMORY, .not_anchored = true,
	  REFUSED(FOREIGN_HOME, FAMA_BA_NOT_HOME_SUBNET) },

	/* addresses nobody may have */
	{ .name = "home multicast", .home = &multicast, .seq = 7,
	  .life = 50, .proof = BY_CGA, DROPPED(BAD_HOME) },
	{ .name = "home unspecified", .home = &any, .seq = 7, .life = 50,
	  .proof = BY_CGA, DROPPED(BAD_HOME) },
	{ .name = "home loopback", .home = &loopback, .seq = 7, .life = 50,
	  .proof = BY_CGA, DROPPED(BAD_HOME) },
	{ .name = "home link-local", .home = &linklocal, .seq = 7,
	  .life = 50, .proof = BY_CGA, DROPPED(BAD_HOME) },
	{ .name = "home mapped", .home = &mapped, .seq = 7, .life = 50,
	  .proof = BY_CGA, DROPPED(BAD_HOME) },
	{ .name = "source unspecified", .src = &any, .seq = 7, .life = 50,
	  .proof = BY_CGA, DROPPED(BAD_CAREOF) },
	{ .name = "source multicast", .src = &multicast, .seq = 7,
	  .life = 50, .proof = BY_CGA, DROPPED(BAD_CAREOF) },
	{ .name = "source link-local", .src = &linklocal, .seq = 7,
	  .life = 50, .proof = BY_CGA, DROPPED(BAD_CAREOF) },
	{ .name = "source loopback", .src = &loopback, .seq = 7, .life = 50,
	  .proof = BY_CGA, DROPPED(BAD_CAREOF) },
	{ .name = "care-of missing", .alt = ALT_NONE, .seq = 7, .life = 50,
	  .proof = BY_CGA, REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "care-of of another", .alt = ALT_OTHER, .seq = 7,
	  .life = 50, .proof = BY_CGA,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "care-of multicast", .alt = ALT_MULTICAST, .seq = 7,
	  .life = 50, .proof = BY_CGA,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "care-of is home", .at_home = true, .seq = 7, .life = 50,
	  .proof = BY_CGA, REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "care-of alone is home", .alt = ALT_HOME, .seq = 7,
	  .life = 50, .proof = BY_CGA,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },

	/* lifetime and room */
	{ .name = "lifetime 1 unit", .seq = 101, .life = 1,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 1 },
	{ .name = "lifetime a day", .seq = 101, .life = 65535,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 21600 },
	{ .name = "lifetime of the prefix", .seq = 101, .life = 65535,
	  .valid = 1003, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 250 },
	{ .name = "prefix about to end", .seq = 101, .life = 50, .valid = 3,
	  .held = HOLDS_BINDING, .keyed = true,
	  REFUSED(PREFIX_EXPIRED, FAMA_BA_NOT_HOME_SUBNET) },
	{ .name = "dereg of a prefix about to end", .seq = 101, .valid = 3,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
	{ .name = "full, cga", .seq = 7, .life = 50, .proof = BY_CGA,
	  .full = true, REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "full, remembered", .seq = 101, .life = 50, .full = true,
	  .held = HOLDS_MEMORY, .keyed = true,
	  REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "full, refresh", .seq = 101, .life = 50, .full = true,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
};

static void bu_desc(const struct bu_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bu, bu_cases, bu_desc);

static void bu_options(const struct bu_case *c, const struct in6_addr *src,
		       const struct in6_addr *hoa, struct fama_mhopt *opt)
{
	const struct in6_addr *alt[] = {
		[ALT_SRC] = src, [ALT_NONE] = src, [ALT_OTHER] = &other,
		[ALT_MULTICAST] = &multicast, [ALT_HOME] = hoa,
	};

	if (c->alt != ALT_NONE && c->life) {
		opt->present |= BIT(FAMA_OPT_ALT_COA);
		opt->alt_coa = *alt[c->alt];
	}
	if (c->careof_nonce || c->proof == BY_HOME_NONCE) {
		opt->present |= BIT(FAMA_OPT_NONCES);
		opt->careof_nonce = c->careof_nonce;
		opt->home_nonce = c->proof == BY_HOME_NONCE;
	}
	if (c->proof == BY_CGA || c->proof == BY_CGA_UNSIGNED) {
		opt->present |= BIT(FAMA_OPT_CGA) | BIT(FAMA_OPT_SIGNATURE);
		opt->cga = octets;
		opt->cga_len = sizeof(octets);
		opt->sig_len = 128;
	}
	if (c->proof == BY_PHKT || c->proof == BY_HOME_NONCE)
		opt->present |= BIT(FAMA_OPT_AUTH);
}

static void bu_authenticate(const struct bu_case *c,
			    const struct in6_addr *covered, u8 *buf, int len,
			    u8 *auth)
{
	const u8 *careof = c->life ? fama_auth_no_token : NULL;
	u8 kbm[FAMA_KBM_LEN];

	if (c->mac == MAC_CAREOF)
		careof = c->life ? careof_token : fama_auth_no_token;
	fama_auth_kbm(kbm, c->mac == MAC_OTHER_TOKEN ? careof_token : phkt,
		      careof);
	fama_auth_mac(auth, kbm, covered, &dar, buf, len);
	if (c->mac == MAC_WRONG)
		auth[0] ^= 1;
}

/* Build the message of a row, and receive it. */
static void bu_receive(struct kunit *test, const struct bu_case *c,
		       struct fama_mhio_rx *rx)
{
	const struct in6_addr *hoa = c->home ?: &home;
	const struct in6_addr *src = c->at_home ? hoa : c->src ?: &coa;
	u8 *buf = kunit_kzalloc(test, 512, GFP_KERNEL);
	struct fama_mh_fixup fix = {};
	struct fama_mh mh = {
		.type = FAMA_MH_BU,
		.bu.seq = c->seq,
		.bu.flags = FAMA_BU_ACK | (c->no_h ? 0 : FAMA_BU_HOME),
		.bu.lifetime = c->life,
	};
	int len;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	bu_options(c, src, hoa, &mh.opt);
	len = fama_mh_build(&mh, buf, 512, &fix);
	KUNIT_ASSERT_GT(test, len, 0);
	if (fix.auth)
		bu_authenticate(c, c->life ? src : hoa, buf, len, fix.auth);

	*rx = (struct fama_mhio_rx){
		.src = *src, .dst = dar, .home = *hoa, .hao = !c->at_home,
		.buf = buf, .len = len,
	};
	KUNIT_ASSERT_EQ(test, (int)fama_mh_parse(buf, len, &rx->mh),
			(int)FAMA_MH_OK);
	/* None is built without, but some may be received. */
	if (c->proof == BY_CGA_UNSIGNED)
		rx->mh.opt.sig = NULL;
}

static void dar_bu_decide_test(struct kunit *test)
{
	const struct bu_case *c = test->param_value;
	struct dar_binding_data held = {};
	struct dar_facts facts = {
		.serving = !c->not_serving,
		.anchored = !c->not_anchored,
		.local = !c->not_local,
		.full = c->full,
		.verified = c->verified,
		.valid = c->valid ?: U32_MAX,
		.held = &held,
	};
	struct fama_mhio_rx rx;
	struct dar_verdict v;
	struct dar_bu bu;

	if (c->held != HOLDS_NOTHING) {
		held.version = 1;
		held.seq = LAST_SEQ;
		held.active = c->held == HOLDS_BINDING;
		held.has_phkt = true;
		memcpy(held.phkt, phkt, sizeof(phkt));
	}
	bu_receive(test, c, &rx);
	dar_bu_read(&bu, &rx);
	v = dar_bu_decide(&bu, &facts);

	KUNIT_ASSERT_EQ(test, (int)v.action, (int)c->action);
	if (c->action == DAR_DROP || c->action == DAR_REFUSE)
		KUNIT_EXPECT_EQ(test, (int)v.reason, (int)c->reason);
	if (c->action == DAR_DROP)
		return;
	KUNIT_EXPECT_EQ(test, v.status, c->status);
	KUNIT_EXPECT_EQ(test, v.keyed, c->keyed);
	KUNIT_EXPECT_EQ(test, v.seq, c->answer_seq ?: c->seq);
	if (c->action != DAR_REFUSE)
		KUNIT_EXPECT_EQ(test, v.lifetime, c->granted);
}

/* Every known-good and known-bad address: the key decides about the rest. */
static void dar_bu_cga_test(struct kunit *test)
{
	struct fama_mhio_rx rx = { .mh.type = FAMA_MH_BU, .hao = true };
	struct dar_verdict v;
	struct dar_bu bu;
	int i;

	for (i = 0; i < ARRAY_SIZE(oracle_cga); i++) {
		const struct oracle_cga *o = &oracle_cga[i];
		struct fama_spki spki = {};
		bool good = o->err == FAMA_CGA_OK, usable;

		if (good)
			fama_spki_parse(o->params + FAMA_CGA_KEY_OFF,
					o->params_len - FAMA_CGA_KEY_OFF,
					&spki);
		usable = good && !fama_spki_usable(&spki);
		rx.home = o->addr;
		rx.mh.opt.sig_len = spki.n_len;
		dar_bu_read(&bu, &rx);
		KUNIT_EXPECT_EQ_MSG(test,
				    dar_bu_check_cga(&bu, o->params,
						     o->params_len, &v),
				    usable, "%s", o->name);
		if (usable)
			continue;
		KUNIT_EXPECT_EQ(test, v.status, FAMA_BA_CGA_FAILED);
		KUNIT_EXPECT_EQ_MSG(test, (int)v.reason,
				    (int)(good ? DAR_STAT_BAD_KEY :
						 DAR_STAT_BAD_CGA),
				    "%s", o->name);
	}
}

static void dar_bu_signature_length_test(struct kunit *test)
{
	const struct oracle_cga *o = &oracle_cga[1];	/* RSA 1024 */
	struct fama_mhio_rx rx = {
		.mh.type = FAMA_MH_BU, .hao = true, .home = o->addr,
	};
	struct dar_verdict v;
	struct dar_bu bu;
	u16 len;

	dar_bu_read(&bu, &rx);
	for (len = 0; len <= FAMA_OPT_MAX_LEN; len++) {
		rx.mh.opt.sig_len = len;
		KUNIT_EXPECT_EQ(test,
				dar_bu_check_cga(&bu, o->params,
						 o->params_len, &v),
				len == 128);
		if (len != 128)
			KUNIT_EXPECT_EQ(test, (int)v.reason,
					(int)DAR_STAT_BAD_SIGNATURE);
	}
}

static struct kunit_case dar_bu_kunit_cases[] = {
	KUNIT_CASE_PARAM(dar_bu_decide_test, bu_gen_params),
	KUNIT_CASE(dar_bu_cga_test),
	KUNIT_CASE(dar_bu_signature_length_test),
	{}
};

static struct kunit_suite dar_bu_kunit_suite = {
	.name = "dar_bu",
	.test_cases = dar_bu_kunit_cases,
};

kunit_test_suite(dar_bu_kunit_suite);

MODULE_DESCRIPTION("KUnit: what a DAR makes of a Binding Update");
MODULE_LICENSE("GPL");
