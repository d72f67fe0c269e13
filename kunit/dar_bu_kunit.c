// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a DAR makes of a Binding Update: each row of the protocol profile
 * (sections 2, 4 and 7) is a row of the table.  The messages are real ones,
 * built and parsed.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <net/net_namespace.h>

#include "../dar/pure/binding_data.c"
#include "../dar/pure/bu.c"
#include "../dar/pure/decide.c"
#include "../dar/pure/token.c"

#include "expect.h"
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

static const struct in6_addr sec0_home = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [8] = 0x04, [15] = 9 }
};

static const struct in6_addr neighbour = {
	.s6_addr = { 0x20, 1, 0xd, 0xb8, [7] = 1, [15] = 0x77 }
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

static const struct in6_addr compatible = {
	.s6_addr = { [12] = 192, 0, 2, 1 }
};

static const u8 phkt[FAMA_TOKEN_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const u8 fresh_phkt[FAMA_TOKEN_LEN] = { 8, 7, 6, 5, 4, 3, 2, 1 };
static const u8 former_phkt[FAMA_TOKEN_LEN] = { 2, 2, 2, 2, 7, 7, 7, 7 };
static const u8 derived[DAR_TOKENS][FAMA_TOKEN_LEN] = {
	{ 3, 1, 4, 1, 5, 9, 2, 6 }, { 1, 4, 1, 4, 2, 1, 3, 5 },
	{ 1, 7, 3, 2, 0, 5, 0, 8 }, { 2, 7, 1, 8, 2, 8, 1, 8 },
};

static const u8 careof_token[FAMA_TOKEN_LEN] = { 9, 9, 9, 9, 9, 9, 9, 9 };
static const u8 octets[192];

enum alt { ALT_SRC, ALT_NONE, ALT_OTHER, ALT_MULTICAST, ALT_HOME };
enum proof {
	BY_PHKT, BY_CGA, BY_CGA_AND_MAC, BY_CGA_UNSIGNED, BY_HOME_NONCE,
	BY_NOTHING
};

enum held { HOLDS_NOTHING, HOLDS_BINDING, HOLDS_MEMORY };

/* Right: keyed with the care-of token if there is a nonce, else without. */
enum mac {
	MAC_RIGHT, MAC_WRONG, MAC_CAREOF, MAC_NO_CAREOF, MAC_OTHER_TOKEN,
	MAC_PHKT, MAC_FORMER, MAC_DERIVED, MAC_DERIVED_LAST
};

#define OFF		DAR_CARE_OF_TEST_OFF
#define CONCURRENT	DAR_CARE_OF_TEST_CONCURRENT
#define REQUIRED	DAR_CARE_OF_TEST_REQUIRED

#define LAST_SEQ	100
#define EPOCH		2000

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
 * @expired: it may not be used any more
 * @asks: for a care-of token
 * @mode: of the anchor
 * @lifetime_max: of the anchor, 0: the default
 * @refresh: of the anchor
 * @min_sec: of the anchor
 * @key_sizes: of the anchor, 0: the default
 * @no_early: the anchor gives no early tokens
 * @dad: the anchor wants Duplicate Address Detection
 * @detected: it is done
 * @hashed: the CGA was found right
 * @sig_len: octets of the signature, 0: 128
 * @loop: the source is bound as a home address
 * @not_serving: nothing is anchored
 * @not_anchored: not in one anchored prefix
 * @elsewhere: what comes from the home address did not come in on its link
 * @lasting: the secret of the router is older than its memory
 * @admit: policy of the anchor; attached if not said
 * @stranger: the anchor does not admit the home address
 * @not_local: destination is not ours
 * @full: as many bindings as are allowed
 * @crowded: unknown nodes of the prefix have as many
 * @strangers: one of them is not verified, of a node that is not known
 * @moving: one of them is not verified, of a node that is known
 * @known: the node is known
 * @keys: the anchor admits by name
 * @left: seconds that the care-of address may remain unverified, 0: no end
 * @verified: the signature is
 * @valid: valid lifetime left, 0: no end
 * @held: what the cache has
 * @stays: it has it for this very care-of address
 * @untested: what it has may stem from an old message
 * @aged: it is from an older checkpoint
 * @unused: none of its tokens was used
 * @epochs: age of its token
 * @phkt_seq: sequence number that its token was made for, 0: the last
 * @unverified: and that is not proven
 * @action: expected
 * @reason: expected of a drop or refusal
 * @status: expected of an answer
 * @keyed: expected
 * @answer_seq: expected, 0: @seq
 * @granted: expected lifetime
 * @early: expected state is unverified
 * @gives: expected to give a care-of token
 * @careof_keyed: expected to key the answer with the care-of token
 * @advised: expected refresh advice
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
	bool expired;
	bool asks;
	enum dar_care_of_test mode;
	u32 lifetime_max;
	u32 refresh;
	u8 min_sec;
	u8 key_sizes;
	bool no_early;
	bool dad;
	bool detected;
	bool hashed;
	u16 sig_len;
	bool loop;
	bool not_serving;
	bool not_anchored;
	bool elsewhere;
	bool lasting;
	enum dar_admit admit;
	bool stranger;
	bool not_local;
	bool full;
	bool crowded;
	bool strangers;
	bool moving;
	bool known;
	bool keys;
	u32 left;
	bool verified;
	u32 valid;
	enum held held;
	bool stays;
	bool untested;
	bool aged;
	bool unused;
	u16 epochs;
	u16 phkt_seq;
	bool unverified;
	enum dar_action action;
	enum dar_stat reason;
	u8 status;
	bool keyed;
	u16 answer_seq;
	u16 granted;
	bool early;
	bool gives;
	bool careof_keyed;
	u16 advised;
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

	/* no downgrade */
	{ .name = "nothing, phkt exists", .seq = 101, .life = 50,
	  .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "home nonce, phkt exists", .seq = 101, .life = 50,
	  .proof = BY_HOME_NONCE, .held = HOLDS_MEMORY,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	/* nobody can tell whether there is a binding */
	{ .name = "home nonce, unknown", .seq = 101, .life = 50,
	  .proof = BY_HOME_NONCE,
	  REFUSED(UNAUTHENTICATED, FAMA_BA_PHKT_EXISTS) },
	{ .name = "nothing, unknown", .seq = 101, .life = 50,
	  .proof = BY_NOTHING,
	  REFUSED(UNAUTHENTICATED, FAMA_BA_PHKT_EXISTS) },
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
	{ .name = "dereg at home needs no care-of address", .seq = 101,
	  .at_home = true, .alt = ALT_NONE, .held = HOLDS_BINDING,
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
	  .mac = MAC_WRONG, .held = HOLDS_BINDING, DROPPED(BAD_MAC) },
	{ .name = "seq old, cga: the signature first", .seq = 99,
	  .life = 50, .proof = BY_CGA, .held = HOLDS_MEMORY,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "seq old, cga verified", .seq = 99, .life = 50,
	  .proof = BY_CGA, .verified = true, .held = HOLDS_MEMORY,
	  .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq the same, cga: the key first", .seq = 100, .life = 50,
	  .proof = BY_CGA, .held = HOLDS_BINDING, .action = DAR_VERIFY,
	  .keyed = true, .granted = 50 },
	{ .name = "seq the same, right cga: a copy", .seq = 100, .life = 50,
	  .proof = BY_CGA, .hashed = true, .held = HOLDS_BINDING,
	  DROPPED(OLD_SEQUENCE) },
	{ .name = "seq old, right cga: the signature first", .seq = 99,
	  .life = 50, .proof = BY_CGA, .hashed = true, .held = HOLDS_BINDING,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "seq old, former token", .seq = 99, .life = 50,
	  .mac = MAC_FORMER, .held = HOLDS_BINDING, .keyed = true,
	  .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq moved while the signature was verified", .seq = 100,
	  .life = 50, .proof = BY_CGA, .verified = true,
	  .held = HOLDS_BINDING, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq old, dereg", .seq = 99, .at_home = true,
	  .held = HOLDS_BINDING, .keyed = true, .answer_seq = LAST_SEQ,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "seq old, nothing", .seq = 99, .life = 50,
	  .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "seq old, nonce expired", .seq = 99, .life = 50,
	  .careof_nonce = 3, .expired = true, .held = HOLDS_BINDING,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },

	/* tokens: renewed, worn, and forgotten by the router */
	{ .name = "former token", .seq = 101, .life = 50,
	  .mac = MAC_FORMER, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "token of 32767 numbers", .seq = 32867, .life = 50,
	  .held = HOLDS_BINDING, .phkt_seq = 100,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "token of 32768 numbers", .seq = 110, .life = 50,
	  .held = HOLDS_BINDING, .phkt_seq = 110 - 32768, .keyed = true,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "worn token still ends a binding", .seq = 110,
	  .held = HOLDS_BINDING, .phkt_seq = 110 - 32768,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "token of the last epoch", .seq = 101, .life = 50,
	  .held = HOLDS_BINDING, .stays = true, .epochs = 1,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "old token, refresh", .seq = 101, .life = 50,
	  .held = HOLDS_BINDING, .stays = true, .epochs = 2, .keyed = true,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "old token, the node moves", .seq = 101, .life = 50,
	  .held = HOLDS_BINDING, .epochs = 2,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "derived, mode off", .seq = 101, .life = 50,
	  .mac = MAC_DERIVED, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "derived, last epoch", .seq = 101, .life = 50,
	  .mac = MAC_DERIVED_LAST, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "derived, something is held", .seq = 101, .life = 50,
	  .mac = MAC_DERIVED, .held = HOLDS_MEMORY, DROPPED(BAD_MAC) },
	{ .name = "derived, what is held may be a replay", .seq = 101,
	  .life = 50, .mac = MAC_DERIVED_LAST, .held = HOLDS_MEMORY,
	  .unused = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "derived, may be a replay", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .mac = MAC_DERIVED, .asks = true,
	  .keyed = true, .gives = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "derived, complete", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .mac = MAC_DERIVED, .careof_nonce = 3,
	  .action = DAR_BIND, .keyed = true, .granted = 50,
	  .careof_keyed = true },
	{ .name = "derived, never seen", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .mac = MAC_DERIVED, .careof_nonce = 3,
	  .stranger = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "derived, not in the list", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .mac = MAC_DERIVED, .careof_nonce = 3,
	  .stranger = true, .admit = DAR_ADMIT_KEYS,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "derived, end away", .seq = 101, .mac = MAC_DERIVED,
	  .keyed = true, REFUSED(UNKNOWN_BINDING, FAMA_BA_NOT_HOME_AGENT) },
	{ .name = "derived, end at home", .seq = 101, .at_home = true,
	  .mac = MAC_DERIVED, .action = DAR_UNBIND, .keyed = true },
	{ .name = "wrong token, unknown, lasting secret", .seq = 101,
	  .life = 50, .lasting = true, DROPPED(BAD_MAC) },
	{ .name = "wrong token, unknown, expired nonce", .seq = 101,
	  .life = 50, .careof_nonce = 3, .expired = true,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },

	/* home is where the link is */
	{ .name = "dereg phkt at home, from elsewhere", .seq = 101,
	  .at_home = true, .elsewhere = true, .held = HOLDS_BINDING,
	  DROPPED(NOT_AT_HOME) },
	{ .name = "dereg cga at home, from elsewhere", .seq = 101,
	  .at_home = true, .elsewhere = true, .proof = BY_CGA,
	  .verified = true, .held = HOLDS_BINDING, DROPPED(NOT_AT_HOME) },
	{ .name = "early token, from elsewhere", .seq = 9, .at_home = true,
	  .elsewhere = true, .proof = BY_CGA, DROPPED(NOT_AT_HOME) },
	{ .name = "dereg phkt at home, option added", .seq = 101,
	  .alt = ALT_NONE, .held = HOLDS_BINDING,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "dereg cga at home, option added", .seq = 101,
	  .alt = ALT_NONE, .proof = BY_CGA, .verified = true,
	  .held = HOLDS_BINDING,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "dereg away names another place", .seq = 101,
	  .alt = ALT_OTHER, .held = HOLDS_BINDING,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "dereg at home, option and source", .seq = 101,
	  .src = &home, .alt = ALT_NONE, .held = HOLDS_BINDING,
	  DROPPED(NOT_AT_HOME) },
	{ .name = "dereg names home, option and source", .seq = 101,
	  .src = &home, .alt = ALT_HOME, .held = HOLDS_BINDING,
	  DROPPED(NOT_AT_HOME) },

	/* replay of what was signed before the router lost its memory */
	{ .name = "concurrent, cga unknown: may be a replay",
	  .mode = CONCURRENT, .seq = 7, .life = 50, .proof = BY_CGA,
	  .asks = true, REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, cga untested", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .proof = BY_CGA, .asks = true,
	  .held = HOLDS_MEMORY, .untested = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, phkt untested", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .asks = true, .held = HOLDS_MEMORY,
	  .untested = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .early = true, .gives = true },
	{ .name = "concurrent, phkt, an older checkpoint", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .asks = true, .held = HOLDS_MEMORY,
	  .untested = true, .aged = true, .keyed = true, .gives = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, complete, an older checkpoint",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .careof_nonce = 3,
	  .held = HOLDS_MEMORY, .untested = true, .aged = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50,
	  .careof_keyed = true },

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

	/* who is admitted: before a proof costs anything */
	{ .name = "stranger, cga", .seq = 7, .life = 50, .proof = BY_CGA,
	  .stranger = true, REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "stranger, phkt", .seq = 7, .life = 50, .stranger = true,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "stranger, nothing", .seq = 7, .life = 50,
	  .proof = BY_NOTHING, .stranger = true,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "stranger, early token", .seq = 9, .at_home = true,
	  .proof = BY_CGA, .stranger = true,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "stranger, old sequence number", .seq = 99, .life = 50,
	  .held = HOLDS_BINDING, .stranger = true,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },
	{ .name = "stranger while the signature was verified", .seq = 101,
	  .life = 50, .proof = BY_CGA, .verified = true, .stranger = true,
	  REFUSED(NOT_ADMITTED, FAMA_BA_PROHIBITED) },

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
	{ .name = "home compatible", .home = &compatible, .seq = 7,
	  .life = 50, .proof = BY_CGA, DROPPED(BAD_HOME) },
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
	{ .name = "crowded, cga", .seq = 7, .life = 50, .proof = BY_CGA,
	  .crowded = true, REFUSED(CACHE_SHARE, FAMA_BA_NO_RESOURCES) },
	{ .name = "crowded, remembered", .seq = 101, .life = 50,
	  .crowded = true, .held = HOLDS_MEMORY, .keyed = true,
	  REFUSED(CACHE_SHARE, FAMA_BA_NO_RESOURCES) },
	{ .name = "crowded, known", .seq = 101, .life = 50, .crowded = true,
	  .known = true, .held = HOLDS_MEMORY, .action = DAR_BIND,
	  .keyed = true, .granted = 50 },
	{ .name = "crowded, bound", .seq = 101, .life = 50, .crowded = true,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "full of strangers, another one", .seq = 101, .life = 50,
	  .proof = BY_CGA, .verified = true, .asks = true, .full = true,
	  .held = HOLDS_MEMORY,
	  .strangers = true, .mode = CONCURRENT, .action = DAR_BIND,
	  .keyed = true, .granted = 50, .early = true, .gives = true },
	{ .name = "full, remembered stranger", .seq = 101, .life = 50,
	  .asks = true, .full = true, .strangers = true, .moving = true,
	  .held = HOLDS_MEMORY, .mode = CONCURRENT, .action = DAR_BIND,
	  .keyed = true, .granted = 50, .early = true, .gives = true },
	{ .name = "full, a stranger displaces no known node", .seq = 101,
	  .life = 50, .asks = true, .full = true, .moving = true,
	  .held = HOLDS_MEMORY, .mode = CONCURRENT, .keyed = true,
	  REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "full of strangers, a known node", .seq = 101, .life = 50,
	  .asks = true, .full = true, .strangers = true, .known = true,
	  .held = HOLDS_MEMORY, .mode = CONCURRENT, .action = DAR_BIND,
	  .keyed = true, .granted = 50, .early = true, .gives = true },
	{ .name = "full, a known node displaces no other one", .seq = 101,
	  .life = 50, .asks = true, .full = true, .moving = true,
	  .known = true, .held = HOLDS_MEMORY, .mode = CONCURRENT,
	  .keyed = true, REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "full, a proof displaces what is not proven", .seq = 101,
	  .life = 50, .careof_nonce = 3, .full = true, .moving = true,
	  .held = HOLDS_MEMORY, .mode = CONCURRENT, .action = DAR_BIND,
	  .keyed = true, .granted = 50, .careof_keyed = true },
	{ .name = "full of proofs, another one", .seq = 101, .life = 50,
	  .careof_nonce = 3, .full = true, .known = true,
	  .held = HOLDS_MEMORY, .mode = CONCURRENT, .keyed = true,
	  .careof_keyed = true,
	  REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "admitted by name", .seq = 7, .life = 50, .keys = true,
	  .proof = BY_CGA, .verified = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "not proven, does not last", .seq = 101, .life = 50,
	  .asks = true, .left = 31, .held = HOLDS_MEMORY,
	  .mode = CONCURRENT, .action = DAR_BIND, .keyed = true,
	  .granted = 7, .early = true, .gives = true },
	{ .name = "not proven, its time is over", .seq = 101, .life = 50,
	  .asks = true, .left = 3, .held = HOLDS_MEMORY,
	  .mode = CONCURRENT, .action = DAR_BIND, .keyed = true,
	  .granted = 1, .early = true, .gives = true },
	{ .name = "not proven, asks for less", .seq = 101, .life = 5,
	  .asks = true, .left = 31, .held = HOLDS_MEMORY,
	  .mode = CONCURRENT, .action = DAR_BIND, .keyed = true,
	  .granted = 5, .early = true, .gives = true },
	{ .name = "proven, lasts", .seq = 101, .life = 50,
	  .careof_nonce = 3, .left = 31, .held = HOLDS_MEMORY,
	  .mode = CONCURRENT, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "full, refresh", .seq = 101, .life = 50, .full = true,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "lifetime of the anchor", .seq = 101, .life = 50,
	  .lifetime_max = 103, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 25 },
	{ .name = "lifetime of the anchor, longer", .seq = 101, .life = 20,
	  .lifetime_max = 103, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 20 },
	{ .name = "lifetime of the anchor beyond a day", .seq = 101,
	  .life = 65535, .lifetime_max = 262140, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 21600 },
	{ .name = "lifetime of the anchor below a unit", .seq = 101,
	  .life = 50, .lifetime_max = 1, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 1 },
	{ .name = "refresh advice", .seq = 101, .life = 50, .refresh = 120,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .advised = 30 },
	{ .name = "refresh advice, one unit before the end", .seq = 101,
	  .life = 50, .refresh = 196, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50, .advised = 49 },
	{ .name = "refresh advice, at the end", .seq = 101, .life = 50,
	  .refresh = 200, .held = HOLDS_BINDING, .action = DAR_BIND,
	  .keyed = true, .granted = 50 },
	{ .name = "refresh advice, beyond what is granted", .seq = 101,
	  .life = 50, .refresh = 120, .lifetime_max = 100,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 25 },
	{ .name = "refresh advice, dereg", .seq = 101, .refresh = 120,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
	{ .name = "refresh advice, refused", .seq = 101, .life = 50,
	  .refresh = 120, .full = true, .held = HOLDS_MEMORY, .keyed = true,
	  REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },

	/* policy of the anchor */
	{ .name = "sec too low", .home = &sec0_home, .seq = 7, .life = 50,
	  .proof = BY_CGA, .min_sec = 1,
	  REFUSED(LOW_SEC, FAMA_BA_CGA_FAILED) },
	{ .name = "sec just high enough", .seq = 7, .life = 50,
	  .proof = BY_CGA, .min_sec = 1,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "sec one too low", .seq = 7, .life = 50, .proof = BY_CGA,
	  .min_sec = 2, REFUSED(LOW_SEC, FAMA_BA_CGA_FAILED) },
	{ .name = "sec too low, early token", .home = &sec0_home, .seq = 7,
	  .at_home = true, .proof = BY_CGA, .min_sec = 1,
	  REFUSED(LOW_SEC, FAMA_BA_CGA_FAILED) },
	{ .name = "sec too low, but a phkt", .home = &sec0_home, .seq = 101,
	  .life = 50, .min_sec = 1, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "key size 1024 not allowed", .seq = 7, .life = 50,
	  .proof = BY_CGA, .key_sizes = DAR_KEY_SIZE_1536,
	  REFUSED(KEY_SIZE, FAMA_BA_CGA_FAILED) },
	{ .name = "key size 1536", .seq = 7, .life = 50, .proof = BY_CGA,
	  .sig_len = 192, .key_sizes = DAR_KEY_SIZE_1536,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "key size 1536 not allowed", .seq = 7, .life = 50,
	  .proof = BY_CGA, .sig_len = 192,
	  .key_sizes = DAR_KEY_SIZE_1024 | DAR_KEY_SIZE_2048,
	  REFUSED(KEY_SIZE, FAMA_BA_CGA_FAILED) },
	{ .name = "key size 2048 by default", .seq = 7, .life = 50,
	  .proof = BY_CGA, .sig_len = 256,
	  REFUSED(KEY_SIZE, FAMA_BA_CGA_FAILED) },
	{ .name = "key size 2048 allowed", .seq = 7, .life = 50,
	  .proof = BY_CGA, .sig_len = 256, .key_sizes = DAR_KEY_SIZE_2048,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "key of no known size: its check comes later", .seq = 7,
	  .life = 50, .proof = BY_CGA, .sig_len = 100,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "early token off", .seq = 9, .at_home = true,
	  .proof = BY_CGA, .no_early = true,
	  REFUSED(EARLY_OFF, FAMA_BA_NOT_HOME_AGENT) },
	{ .name = "early token off, dereg of a binding", .seq = 101,
	  .at_home = true, .proof = BY_CGA, .no_early = true,
	  .held = HOLDS_BINDING, .action = DAR_VERIFY, .keyed = true },
	{ .name = "early token off, phkt", .seq = 101, .at_home = true,
	  .no_early = true, .held = HOLDS_BINDING,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "early token off, first binding", .seq = 7, .life = 50,
	  .proof = BY_CGA, .no_early = true,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },

	/* detection: after everything else, before the first binding */
	{ .name = "dad after the signature", .seq = 7, .life = 50,
	  .proof = BY_CGA, .dad = true,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "dad, verified", .seq = 7, .life = 50, .proof = BY_CGA,
	  .dad = true, .verified = true,
	  .action = DAR_DETECT, .keyed = true, .granted = 50 },
	{ .name = "dad, detected", .seq = 7, .life = 50, .proof = BY_CGA,
	  .dad = true, .verified = true, .detected = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "dad, detected without signature", .seq = 7, .life = 50,
	  .proof = BY_CGA, .dad = true, .detected = true,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "dad, remembered", .seq = 101, .life = 50, .dad = true,
	  .held = HOLDS_MEMORY,
	  .action = DAR_DETECT, .keyed = true, .granted = 50 },
	{ .name = "dad, remembered, detected", .seq = 101, .life = 50,
	  .dad = true, .detected = true, .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "dad, bound already", .seq = 101, .life = 50, .dad = true,
	  .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "dad, dereg", .seq = 101, .dad = true,
	  .held = HOLDS_MEMORY, .action = DAR_UNBIND, .keyed = true },
	{ .name = "dad, early token", .seq = 9, .at_home = true,
	  .proof = BY_CGA, .dad = true, .verified = true,
	  .action = DAR_UNBIND, .keyed = true },
	{ .name = "dad, full", .seq = 101, .life = 50, .dad = true,
	  .full = true, .held = HOLDS_MEMORY, .keyed = true,
	  REFUSED(CACHE_FULL, FAMA_BA_NO_RESOURCES) },
	{ .name = "dad, wrong mac", .seq = 101, .life = 50, .dad = true,
	  .mac = MAC_WRONG, .held = HOLDS_MEMORY, DROPPED(BAD_MAC) },

	/* care-of test off: a token is not wanted, but honoured */
	{ .name = "off, token", .seq = 101, .life = 50, .careof_nonce = 3,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "off, token expired", .seq = 101, .life = 50,
	  .careof_nonce = 3, .expired = true, .held = HOLDS_BINDING,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },
	{ .name = "off, nonce, but keyed without token", .seq = 101,
	  .life = 50, .careof_nonce = 3, .mac = MAC_NO_CAREOF,
	  .held = HOLDS_BINDING, DROPPED(BAD_MAC) },
	{ .name = "off, asks", .seq = 101, .life = 50, .asks = true,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "off, cga, asks", .seq = 7, .life = 50, .proof = BY_CGA,
	  .asks = true, .verified = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50 },
	{ .name = "off, cga, token", .seq = 7, .life = 50,
	  .proof = BY_CGA_AND_MAC, .careof_nonce = 3, .verified = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50,
	  .careof_keyed = true },
	{ .name = "off, cga, token expired", .seq = 7, .life = 50,
	  .proof = BY_CGA_AND_MAC, .careof_nonce = 3, .expired = true,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },
	{ .name = "off, cga, nonce without mac is not there", .seq = 7,
	  .life = 50, .proof = BY_CGA, .careof_nonce = 3, .expired = true,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "off, cga, mac without nonce is not looked at", .seq = 7,
	  .life = 50, .proof = BY_CGA_AND_MAC, .mac = MAC_WRONG,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "off, phkt unknown, token", .seq = 101, .life = 50,
	  .careof_nonce = 3, REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "off, home nonce and token, phkt exists", .seq = 101,
	  .life = 50, .careof_nonce = 3, .proof = BY_HOME_NONCE,
	  .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "off, nonce alone, phkt exists", .seq = 101, .life = 50,
	  .careof_nonce = 3, .proof = BY_NOTHING, .held = HOLDS_BINDING,
	  REFUSED(PHKT_EXISTS, FAMA_BA_PHKT_EXISTS) },
	{ .name = "off, seq old, token", .seq = 99, .life = 50,
	  .careof_nonce = 3, .held = HOLDS_BINDING, .keyed = true,
	  .answer_seq = LAST_SEQ, .careof_keyed = true,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },
	{ .name = "off, seq old, cga, token", .seq = 99, .life = 50,
	  .proof = BY_CGA_AND_MAC, .careof_nonce = 3, .held = HOLDS_BINDING,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "off, seq old, cga, token and phkt", .seq = 99,
	  .life = 50, .proof = BY_CGA_AND_MAC, .mac = MAC_PHKT,
	  .careof_nonce = 3, .held = HOLDS_BINDING, .keyed = true,
	  .answer_seq = LAST_SEQ, .careof_keyed = true,
	  REFUSED(OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW) },

	/* concurrent: early Binding Update, then a complete one */
	{ .name = "concurrent, early phkt", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .asks = true, .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50, .early = true,
	  .gives = true },
	{ .name = "concurrent, early phkt, moved", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .asks = true, .held = HOLDS_BINDING,
	  .action = DAR_BIND, .keyed = true, .granted = 50, .early = true,
	  .gives = true },
	{ .name = "concurrent, early cga", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .asks = true, .proof = BY_CGA, .held = HOLDS_MEMORY,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50, .early = true, .gives = true },
	{ .name = "concurrent, early cga verified", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .asks = true, .proof = BY_CGA,
	  .held = HOLDS_MEMORY, .verified = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .early = true, .gives = true },
	{ .name = "concurrent, early cga, nonce without mac",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .asks = true,
	  .held = HOLDS_MEMORY,
	  .careof_nonce = 3, .proof = BY_CGA, .verified = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50, .early = true,
	  .gives = true },
	{ .name = "concurrent, phkt, does not ask", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .held = HOLDS_BINDING, .keyed = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, cga, does not ask", .mode = CONCURRENT,
	  .seq = 7, .life = 50, .proof = BY_CGA,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, cga, nonce without mac", .mode = CONCURRENT,
	  .seq = 7, .life = 50, .proof = BY_CGA, .careof_nonce = 3,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, complete", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .careof_nonce = 3, .held = HOLDS_BINDING,
	  .stays = true, .unverified = true, .action = DAR_BIND,
	  .keyed = true, .granted = 50, .careof_keyed = true },
	{ .name = "concurrent, complete at once", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .careof_nonce = 3, .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50,
	  .careof_keyed = true },
	{ .name = "concurrent, complete and asks", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .careof_nonce = 3, .asks = true,
	  .held = HOLDS_BINDING, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "concurrent, complete, wrong token", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .careof_nonce = 3, .mac = MAC_NO_CAREOF,
	  .asks = true, .held = HOLDS_BINDING, DROPPED(BAD_MAC) },
	{ .name = "concurrent, complete, expired", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .careof_nonce = 3, .expired = true,
	  .asks = true, .held = HOLDS_BINDING,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, complete cga", .mode = CONCURRENT, .seq = 7,
	  .life = 50, .careof_nonce = 3, .proof = BY_CGA_AND_MAC,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "concurrent, complete cga verified", .mode = CONCURRENT,
	  .seq = 7, .life = 50, .careof_nonce = 3, .proof = BY_CGA_AND_MAC,
	  .verified = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "concurrent, complete cga, by the phkt",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .careof_nonce = 3,
	  .proof = BY_CGA_AND_MAC, .mac = MAC_PHKT, .held = HOLDS_MEMORY,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "concurrent, complete cga, by no phkt",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .careof_nonce = 3,
	  .proof = BY_CGA_AND_MAC, .held = HOLDS_MEMORY,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "concurrent, complete cga, by a phkt unknown",
	  .mode = CONCURRENT, .seq = 7, .life = 50, .careof_nonce = 3,
	  .proof = BY_CGA_AND_MAC, .mac = MAC_PHKT, DROPPED(BAD_MAC) },
	{ .name = "concurrent, complete cga, wrong token",
	  .mode = CONCURRENT, .seq = 7, .life = 50, .careof_nonce = 3,
	  .proof = BY_CGA_AND_MAC, .mac = MAC_NO_CAREOF, DROPPED(BAD_MAC) },
	{ .name = "concurrent, complete cga, expired", .mode = CONCURRENT,
	  .seq = 7, .life = 50, .careof_nonce = 3, .expired = true,
	  .asks = true, .proof = BY_CGA_AND_MAC,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, refresh", .mode = CONCURRENT, .seq = 101,
	  .life = 50, .held = HOLDS_BINDING, .stays = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "concurrent, refresh by cga", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .proof = BY_CGA, .held = HOLDS_BINDING,
	  .stays = true, .verified = true, .action = DAR_BIND,
	  .keyed = true, .granted = 50 },
	{ .name = "concurrent, refresh, asks", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .asks = true, .held = HOLDS_BINDING,
	  .stays = true, .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "concurrent, refresh, unverified", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .held = HOLDS_BINDING, .stays = true,
	  .unverified = true, .keyed = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, refresh, unverified, asks",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .asks = true,
	  .held = HOLDS_BINDING, .stays = true, .unverified = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50, .early = true,
	  .gives = true },
	{ .name = "concurrent, refresh advice, unverified",
	  .mode = CONCURRENT, .seq = 101, .life = 50, .asks = true,
	  .refresh = 120, .held = HOLDS_BINDING, .stays = true,
	  .unverified = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .early = true, .gives = true },
	{ .name = "concurrent, back where it was bound", .mode = CONCURRENT,
	  .seq = 101, .life = 50, .held = HOLDS_MEMORY, .stays = true,
	  .keyed = true, REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "concurrent, phkt unknown", .mode = CONCURRENT,
	  .seq = 101, .life = 50,
	  REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },

	/* required: nothing without a token */
	{ .name = "required, phkt", .mode = REQUIRED, .seq = 101,
	  .life = 50, .held = HOLDS_BINDING, .keyed = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, phkt asks", .mode = REQUIRED, .seq = 101,
	  .life = 50, .asks = true, .held = HOLDS_MEMORY, .keyed = true,
	  .gives = true, REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, cga: before the signature", .mode = REQUIRED,
	  .seq = 7, .life = 50, .proof = BY_CGA, .asks = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, cga, nonce without mac", .mode = REQUIRED,
	  .seq = 7, .life = 50, .proof = BY_CGA, .careof_nonce = 3,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, complete", .mode = REQUIRED, .seq = 101,
	  .life = 50, .careof_nonce = 3, .held = HOLDS_MEMORY,
	  .action = DAR_BIND, .keyed = true, .granted = 50,
	  .careof_keyed = true },
	{ .name = "required, complete, wrong token", .mode = REQUIRED,
	  .seq = 101, .life = 50, .careof_nonce = 3, .mac = MAC_NO_CAREOF,
	  .held = HOLDS_BINDING, .stays = true, DROPPED(BAD_MAC) },
	{ .name = "required, complete, expired", .mode = REQUIRED,
	  .seq = 101, .life = 50, .careof_nonce = 3, .expired = true,
	  .held = HOLDS_BINDING, .stays = true,
	  REFUSED(CAREOF_NONCE, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, complete cga", .mode = REQUIRED, .seq = 7,
	  .life = 50, .careof_nonce = 3, .proof = BY_CGA_AND_MAC,
	  .action = DAR_VERIFY, .keyed = true, .granted = 50 },
	{ .name = "required, complete cga verified", .mode = REQUIRED,
	  .seq = 7, .life = 50, .careof_nonce = 3, .proof = BY_CGA_AND_MAC,
	  .verified = true, .action = DAR_BIND, .keyed = true,
	  .granted = 50, .careof_keyed = true },
	{ .name = "required, complete cga, wrong mac", .mode = REQUIRED,
	  .seq = 7, .life = 50, .careof_nonce = 3, .proof = BY_CGA_AND_MAC,
	  .mac = MAC_WRONG, DROPPED(BAD_MAC) },
	{ .name = "required, refresh", .mode = REQUIRED, .seq = 101,
	  .life = 50, .held = HOLDS_BINDING, .stays = true,
	  .action = DAR_BIND, .keyed = true, .granted = 50 },
	{ .name = "required, refresh, unverified", .mode = REQUIRED,
	  .seq = 101, .life = 50, .asks = true, .held = HOLDS_BINDING,
	  .stays = true, .unverified = true, .keyed = true, .gives = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },
	{ .name = "required, phkt unknown", .mode = REQUIRED, .seq = 101,
	  .life = 50, REFUSED(NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE) },
	{ .name = "required, before room", .mode = REQUIRED, .seq = 101,
	  .life = 50, .full = true, .held = HOLDS_MEMORY, .keyed = true,
	  REFUSED(CAREOF_MISSING, FAMA_BA_CAREOF_NONCE) },

	/* loops */
	{ .name = "care-of in the home prefix", .src = &neighbour, .seq = 7,
	  .life = 50, .proof = BY_CGA,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "care-of is a bound home", .loop = true, .seq = 7,
	  .life = 50, .proof = BY_CGA,
	  REFUSED(BAD_CAREOF, FAMA_BA_BAD_CAREOF) },
	{ .name = "dereg from a bound home", .loop = true, .seq = 101,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
	{ .name = "dereg and asks", .asks = true, .seq = 101,
	  .held = HOLDS_BINDING, .action = DAR_UNBIND, .keyed = true },
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

	if (c->alt != ALT_NONE && (c->life || !c->at_home)) {
		opt->present |= BIT(FAMA_OPT_ALT_COA);
		opt->alt_coa = *alt[c->alt];
	}
	if (c->careof_nonce || c->proof == BY_HOME_NONCE) {
		opt->present |= BIT(FAMA_OPT_NONCES);
		opt->careof_nonce = c->careof_nonce;
		opt->home_nonce = c->proof == BY_HOME_NONCE;
	}
	if (c->asks)
		opt->present |= BIT(FAMA_OPT_COT_INIT);
	if (c->proof == BY_CGA || c->proof == BY_CGA_AND_MAC ||
	    c->proof == BY_CGA_UNSIGNED) {
		opt->present |= BIT(FAMA_OPT_CGA) | BIT(FAMA_OPT_SIGNATURE);
		opt->cga = octets;
		opt->cga_len = sizeof(octets);
		opt->sig_len = 128;
	}
	if (c->proof == BY_PHKT || c->proof == BY_CGA_AND_MAC ||
	    c->proof == BY_HOME_NONCE)
		opt->present |= BIT(FAMA_OPT_AUTH);
}

/* Return: NULL: the usual one. */
static const u8 *bu_home_token(const struct bu_case *c)
{
	switch (c->mac) {
	case MAC_OTHER_TOKEN:
		return careof_token;
	case MAC_PHKT:
		return phkt;
	case MAC_FORMER:
		return former_phkt;
	case MAC_DERIVED:
		return derived[0];
	case MAC_DERIVED_LAST:
		return derived[DAR_TOKENS - 1];
	default:
		return NULL;
	}
}

static void bu_authenticate(const struct bu_case *c,
			    const struct in6_addr *covered, u8 *buf, int len,
			    u8 *auth)
{
	const u8 *token = c->proof == BY_CGA_AND_MAC ? fama_auth_no_token :
						       phkt;
	const u8 *careof = c->careof_nonce ? careof_token : fama_auth_no_token;
	struct hmac_sha1_key kbm;

	if (c->mac == MAC_CAREOF)
		careof = c->life ? careof_token : fama_auth_no_token;
	else if (c->mac == MAC_NO_CAREOF)
		careof = fama_auth_no_token;
	else if (!c->life)
		careof = NULL;
	token = bu_home_token(c) ?: token;
	fama_auth_kbm(&kbm, token, careof);
	fama_auth_mac(auth, &kbm, covered, &dar, buf, len);
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
	struct fama_mhopt_fixup fix = {};
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
	if (c->sig_len)
		rx->mh.opt.sig_len = c->sig_len;
}

static void bu_policy(const struct bu_case *c, enum dar_care_of_test mode,
		      struct dar_policy *p)
{
	*p = DAR_POLICY_DEFAULT;
	p->mode = mode;
	p->refresh = c->refresh;
	p->min_sec = c->min_sec;
	p->dad = c->dad;
	p->early = !c->no_early;
	p->admit = c->keys ? DAR_ADMIT_KEYS : c->admit;
	if (c->lifetime_max)
		p->lifetime_max = c->lifetime_max;
	if (c->key_sizes)
		p->key_sizes = c->key_sizes;
}

static void bu_held(const struct bu_case *c, struct dar_binding_data *held)
{
	if (c->held == HOLDS_NOTHING)
		return;
	held->version = 1;
	held->seq = LAST_SEQ;
	held->active = c->held == HOLDS_BINDING;
	held->has_phkt = true;
	held->known = c->known;
	held->coa = c->stays ? coa : other;
	held->state = c->unverified ? DAR_BINDING_UNVERIFIED :
				      DAR_BINDING_VERIFIED;
	held->tested = !c->untested;
	held->aged = c->aged;
	held->unused = c->unused;
	held->phkt_seq = c->phkt_seq ?: LAST_SEQ;
	held->epoch = EPOCH - c->epochs;
	memcpy(held->phkt, phkt, sizeof(phkt));
	held->has_former = true;
	memcpy(held->former, former_phkt, sizeof(former_phkt));
}

/* A new token keys the answer that brings it, an old one any other. */
static void bu_expect_kbm(struct kunit *test, const struct bu_case *c,
			  const struct dar_verdict *v)
{
	bool accepted = c->action != DAR_REFUSE;
	struct hmac_sha1_key want;

	fama_auth_kbm(&want, accepted && c->verified ? fresh_phkt :
			     bu_home_token(c) ?: phkt,
		      c->careof_keyed ? careof_token :
		      c->life ? fama_auth_no_token : NULL);
	EXPECT_OCTETS(test, &v->kbm, &want, sizeof(want));
}

/* What is expected of an answer. */
static void bu_expect(struct kunit *test, const struct bu_case *c,
		      const struct dar_verdict *v)
{
	KUNIT_EXPECT_EQ(test, v->status, c->status);
	KUNIT_EXPECT_EQ(test, v->keyed, c->keyed);
	KUNIT_EXPECT_EQ(test, v->seq, c->answer_seq ?: c->seq);
	if (c->keyed && c->action != DAR_VERIFY)
		bu_expect_kbm(test, c, v);
	KUNIT_EXPECT_EQ(test, v->give_careof, c->gives);
	KUNIT_EXPECT_EQ(test, v->at_home, c->at_home);
	KUNIT_EXPECT_EQ(test, v->refresh, c->advised);
	KUNIT_EXPECT_EQ(test, v->lifetime, c->granted);
	if (c->action == DAR_REFUSE)
		return;
	KUNIT_EXPECT_EQ(test, v->known,
			c->known || c->keys || (c->at_home && !c->life) ||
			c->mac >= MAC_DERIVED);
	KUNIT_EXPECT_EQ(test, (int)v->state,
			(int)(c->early ? DAR_BINDING_UNVERIFIED :
					 DAR_BINDING_VERIFIED));
}

static void bu_decide(struct kunit *test, const struct bu_case *c,
		      enum dar_care_of_test mode)
{
	struct dar_binding_data held = {};
	struct dar_policy policy;
	struct dar_facts facts = {
		.serving = !c->not_serving,
		.anchored = !c->not_anchored,
		.at_home = c->at_home && !c->elsewhere,
		.admitted = !c->stranger,
		.own = c->home == &dar,
		.lasting = c->lasting,
		.epoch = EPOCH,
		.local = !c->not_local,
		.full = c->full,
		.crowded = c->crowded,
		.lowest = c->strangers ? DAR_RANK_STRANGER :
			  c->moving ? DAR_RANK_MOVING : DAR_RANK_PROVEN,
		.unverified = c->left ?: U32_MAX,
		.fresh = c->verified ? fresh_phkt : NULL,
		.detected = c->detected,
		.hashed = c->hashed,
		.careof_bound = c->loop,
		.careof_known = c->careof_nonce && !c->expired,
		.valid = c->valid ?: U32_MAX,
		.policy = &policy,
		.held = &held,
	};
	struct fama_mhio_rx rx;
	struct dar_verdict v;
	struct dar_bu bu;

	if (facts.careof_known)
		memcpy(facts.careof, careof_token, sizeof(facts.careof));
	memcpy(facts.derived, derived, sizeof(derived));
	bu_policy(c, mode, &policy);
	bu_held(c, &held);
	bu_receive(test, c, &rx);
	dar_bu_read(&bu, &rx);
	v = dar_decide(&bu, &facts);

	KUNIT_ASSERT_EQ(test, (int)v.action, (int)c->action);
	if (c->action == DAR_DROP || c->action == DAR_REFUSE)
		KUNIT_EXPECT_EQ(test, (int)v.reason, (int)c->reason);
	if (c->action != DAR_DROP)
		bu_expect(test, c, &v);
}

static void dar_decide_test(struct kunit *test)
{
	const struct bu_case *c = test->param_value;

	bu_decide(test, c, c->mode);
}

/* Deregistrations, and what is refused before: all modes are alike. */
static bool bu_any_mode(const struct bu_case *c)
{
	if (!c->life)
		return true;
	return (c->action == DAR_DROP || c->action == DAR_REFUSE) &&
	       c->reason != DAR_STAT_CAREOF_MISSING &&
	       c->reason != DAR_STAT_PREFIX_EXPIRED &&
	       c->reason != DAR_STAT_CACHE_FULL &&
	       c->reason != DAR_STAT_CACHE_SHARE;
}

static void dar_bu_any_mode_test(struct kunit *test)
{
	const struct bu_case *c = test->param_value;

	only_rows(test, bu_any_mode(c));
	bu_decide(test, c, OFF);
	bu_decide(test, c, CONCURRENT);
	bu_decide(test, c, REQUIRED);
}

/*
 * Every known-good and known-bad address: the key decides about the rest.  The
 * oracle signed with those keys that fama can use, and its signatures are as long
 * as the key.
 */
static void dar_bu_cga_test(struct kunit *test)
{
	struct fama_mhio_rx rx = { .mh.type = FAMA_MH_BU, .hao = true };
	struct dar_verdict v;
	struct dar_bu bu;
	int i;

	for (i = 0; i < ARRAY_SIZE(oracle_cga); i++) {
		const struct oracle_cga *o = &oracle_cga[i];
		bool good = o->err == FAMA_CGA_OK;
		bool usable = good && o->signature;

		rx.home = o->addr;
		rx.mh.opt.sig_len = o->signature_len;
		dar_bu_read(&bu, &rx);
		KUNIT_EXPECT_EQ_MSG(test,
				    dar_decide_cga(&bu, o->params,
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
	for (len = 0; len <= FAMA_OPT_SPLIT_LEN; len++) {
		rx.mh.opt.sig_len = len;
		KUNIT_EXPECT_EQ(test,
				dar_decide_cga(&bu, o->params,
					       o->params_len, &v),
				len == 128);
		if (len != 128)
			KUNIT_EXPECT_EQ(test, (int)v.reason,
					(int)DAR_STAT_BAD_SIGNATURE);
	}
}

static void dar_bu_refusal_test(struct kunit *test)
{
	struct fama_mhio_rx rx = { .mh.type = FAMA_MH_BU, .mh.bu.seq = 77 };
	struct dar_verdict v;
	struct dar_bu bu;

	dar_bu_read(&bu, &rx);
	v = dar_decide_refusal(&bu, DAR_STAT_QUEUE_FULL, FAMA_BA_NO_RESOURCES);
	KUNIT_EXPECT_EQ(test, (int)v.action, (int)DAR_REFUSE);
	KUNIT_EXPECT_EQ(test, (int)v.reason, (int)DAR_STAT_QUEUE_FULL);
	KUNIT_EXPECT_EQ(test, v.status, FAMA_BA_NO_RESOURCES);
	KUNIT_EXPECT_EQ(test, v.seq, 77);
	KUNIT_EXPECT_EQ(test, v.lifetime, 0);
	KUNIT_EXPECT_FALSE(test, v.keyed);
}

/* A message that waits does not need its packet any more. */
static void dar_bu_copy_test(struct kunit *test)
{
	static const struct bu_case c = {
		.seq = 7, .life = 50, .proof = BY_CGA,
	};
	struct fama_mhio_rx rx, copy;
	u8 *data;

	bu_receive(test, &c, &rx);
	data = kunit_kzalloc(test, rx.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_ASSERT_TRUE(test, dar_bu_copy(&copy, data, &rx));
	KUNIT_EXPECT_PTR_EQ(test, copy.buf, (const u8 *)data);
	KUNIT_EXPECT_EQ(test, copy.len, rx.len);
	KUNIT_EXPECT_EQ(test, memcmp(data, rx.buf, rx.len), 0);
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&copy.src, &coa));
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&copy.dst, &dar));
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&copy.home, &home));
	KUNIT_EXPECT_TRUE(test, copy.hao);
	KUNIT_EXPECT_EQ(test, copy.mh.bu.seq, 7);
	KUNIT_EXPECT_PTR_EQ(test, copy.mh.opt.sig,
			    (const u8 *)data + (rx.mh.opt.sig - rx.buf));

	rx.len -= 8;
	KUNIT_EXPECT_FALSE(test, dar_bu_copy(&copy, data, &rx));
}

static struct kunit_case dar_bu_kunit_cases[] = {
	KUNIT_CASE_PARAM(dar_decide_test, bu_gen_params),
	KUNIT_CASE_PARAM(dar_bu_any_mode_test, bu_gen_params),
	KUNIT_CASE(dar_bu_cga_test),
	KUNIT_CASE(dar_bu_signature_length_test),
	KUNIT_CASE(dar_bu_refusal_test),
	KUNIT_CASE(dar_bu_copy_test),
	{}
};

static struct kunit_suite dar_bu_kunit_suite = {
	.name = "dar_bu",
	.test_cases = dar_bu_kunit_cases,
};

kunit_test_suite(dar_bu_kunit_suite);

MODULE_DESCRIPTION("KUnit: what a DAR makes of a Binding Update");
MODULE_LICENSE("GPL");
