// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Binding Update List entry: stories of one address, each a table of
 * steps with what must be seen after it.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/careof.c"
#include "../mn/bul.c"
#include "../mn/believe.c"

#define SEC	((u64)NSEC_PER_SEC)

enum op {
	HOME, MOVE, DETACH, RELEASE, RENEW, LOST, HURRY, NEED, WISH,
	SENT,		/* the timer says send, and it is sent */
	TESTED,		/* the timer says test, it is sent, and answered */
	WAITS,		/* the timer says wait */
	EXPIRES,	/* the timer says expired */
	GONE,		/* the timer says gone */
	ELSEWHERE,	/* the router is not here */
	ACK,		/* an answer: status, seq relative to the last sent */
	END = -1,
};

#define NOT_BELIEVED	16

/* What becomes of an answer. */
enum outcome {
	ACCEPTED = MN_BUL_ACCEPTED,
	REFUSED = MN_BUL_REFUSED,
	RETRY = MN_BUL_RETRY,
	UNEXPECTED = NOT_BELIEVED + MN_BELIEF_UNEXPECTED,
	BAD_SEQ = NOT_BELIEVED + MN_BELIEF_BAD_SEQ,
	UNPROVEN = NOT_BELIEVED + MN_BELIEF_UNPROVEN,
};

/* Whoever keys an answer with the token in it has proven nothing but that. */
static void try_token(struct mn_bul *b, struct mn_bul_ack *ack)
{
	if (!ack->phkt)
		return;
	if (mn_believe_delivers(b, ack)) {
		mn_bul_decrypts(b);
		return;
	}
	ack->phkt = NULL;
	ack->proven = false;
}

static enum outcome answer(struct mn_bul *b, struct mn_bul_ack *ack, u64 now)
{
	enum mn_belief belief = mn_believe_answers(b, ack);

	if (belief == MN_BELIEF_PROVEN) {
		try_token(b, ack);
		belief = mn_believe_proof(b, ack, now);
	}
	if (belief != MN_BELIEF_PROVEN && belief != MN_BELIEF_HINT)
		return NOT_BELIEVED + belief;
	return (enum outcome)mn_bul_ack(b, ack, now);
}

/**
 * struct step - one thing that happens
 * @op: what
 * @at: when, seconds since the story began
 * @status: of an answer
 * @seq: of an answer, relative to the number last sent
 * @proven: the answer's authenticator fits
 * @token: the answer delivers a PHKT
 * @outcome: of the answer
 * @state: shown afterwards
 * @pending: afterwards
 * @auth: proof of the next Binding Update
 */
struct step {
	int op;
	unsigned int at;
	u8 status;
	int seq;
	bool proven;
	bool token;
	enum outcome outcome;
	enum mn_address_state state;
	enum mn_bul_pending pending;
	enum mn_auth auth;
};

#define DO(_op, _at, _state, _pending, _auth)				\
	{ .op = _op, .at = _at, .state = MN_ADDRESS_##_state,		\
	  .pending = MN_BUL_##_pending, .auth = MN_AUTH_##_auth }
#define ANSWER(_at, _status, _seq, _proven, _token, _outcome, _state,	\
	       _pending, _auth)						\
	{ .op = ACK, .at = _at, .status = _status, .seq = _seq,		\
	  .proven = _proven, .token = _token,				\
	  .outcome = _outcome, .state = MN_ADDRESS_##_state,	\
	  .pending = MN_BUL_##_pending, .auth = MN_AUTH_##_auth }
#define STORY_END { .op = END }

/* The lifetime that answers grant, seconds. */
#define GRANTED	100

struct story {
	const char *name;
	struct step steps[24];
};

static const struct story stories[] = {
	{ "first move proves the CGA, the next the token", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(MOVE, 1, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 5, REGISTERING, REGISTER, PHKT),
		DO(SENT, 5, REGISTERING, REGISTER, PHKT),
		ANSWER(5, 0, 0, true, false, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "early token makes the first move cheap", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(WAITS, 2, HOME, NONE, CGA),
		DO(SENT, 3, HOME, TOKEN, CGA),
		ANSWER(3, 0, 0, true, true, ACCEPTED, HOME, NONE, PHKT),
		DO(MOVE, 5, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "early token gives up and tries later", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(SENT, 3, HOME, TOKEN, CGA),
		ANSWER(3, 130, 0, false, false, REFUSED, HOME, TOKEN, CGA),
		DO(SENT, 4, HOME, TOKEN, CGA),
		DO(SENT, 6, HOME, TOKEN, CGA),
		DO(WAITS, 10, HOME, NONE, CGA),
		DO(WAITS, 69, HOME, NONE, CGA),
		DO(SENT, 70, HOME, TOKEN, CGA),
		DO(SENT, 71, HOME, TOKEN, CGA),
		DO(SENT, 73, HOME, TOKEN, CGA),
		DO(WAITS, 77, HOME, NONE, CGA),
		DO(WAITS, 196, HOME, NONE, CGA),
		DO(SENT, 197, HOME, TOKEN, CGA),
		STORY_END } },
	{ "back-off doubles, then the state says so", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(WAITS, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		DO(WAITS, 2, REGISTERING, REGISTER, CGA),
		DO(SENT, 3, REGISTERING, REGISTER, CGA),
		DO(WAITS, 6, REGISTERING, REGISTER, CGA),
		DO(SENT, 7, FAILED, REGISTER, CGA),
		DO(WAITS, 14, FAILED, REGISTER, CGA),
		DO(SENT, 15, FAILED, REGISTER, CGA),
		DO(SENT, 31, FAILED, REGISTER, CGA),
		DO(SENT, 63, FAILED, REGISTER, CGA),
		DO(WAITS, 126, FAILED, REGISTER, CGA),
		DO(SENT, 127, FAILED, REGISTER, CGA),
		ANSWER(128, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "in vain for as long as the user says: given up", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		DO(SENT, 3, REGISTERING, REGISTER, CGA),
		DO(SENT, 7, FAILED, REGISTER, CGA),
		DO(SENT, 15, FAILED, REGISTER, CGA),
		DO(SENT, 31, FAILED, REGISTER, CGA),
		DO(SENT, 63, FAILED, REGISTER, CGA),
		DO(SENT, 127, FAILED, REGISTER, CGA),
		DO(WAITS, 199, FAILED, REGISTER, CGA),
		DO(WAITS, 200, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 86599, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 86600, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 172999, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 173000, GIVEN_UP, REGISTER, CGA),
		ANSWER(173000, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "who needs an address that is given up waits ever longer", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 128, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(NEED, 1, FAILED, REGISTER, CGA),
		DO(WAITS, 31, FAILED, REGISTER, CGA),
		DO(SENT, 32, FAILED, REGISTER, CGA),
		DO(WAITS, 250, GIVEN_UP, REGISTER, CGA),
		DO(NEED, 251, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 251, GIVEN_UP, REGISTER, CGA),
		DO(NEED, 252, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 314, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 315, GIVEN_UP, REGISTER, CGA),
		ANSWER(315, 128, 0, false, false, REFUSED, GIVEN_UP, REGISTER, CGA),
		DO(NEED, 316, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 442, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 443, GIVEN_UP, REGISTER, CGA),
		STORY_END } },
	{ "given up: a move asks once, the user as ever", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 128, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(WAITS, 200, GIVEN_UP, REGISTER, CGA),
		DO(MOVE, 301, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 301, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 4000, GIVEN_UP, REGISTER, CGA),
		DO(WISH, 4000, REGISTERING, REGISTER, CGA),
		DO(SENT, 4000, REGISTERING, REGISTER, CGA),
		DO(SENT, 4001, REGISTERING, REGISTER, CGA),
		DO(SENT, 4003, REGISTERING, REGISTER, CGA),
		DO(SENT, 4007, FAILED, REGISTER, CGA),
		DO(SENT, 4015, FAILED, REGISTER, CGA),
		DO(SENT, 4180, FAILED, REGISTER, CGA),
		DO(WAITS, 4199, FAILED, REGISTER, CGA),
		DO(WAITS, 4200, GIVEN_UP, REGISTER, CGA),
		DO(RELEASE, 4300, GIVEN_UP, REGISTER, CGA),
		DO(HOME, 4400, RETURNING, DEREGISTER, CGA),
		STORY_END } },
	{ "given up: the router itself may ask", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 128, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(WAITS, 200, GIVEN_UP, REGISTER, CGA),
		DO(RENEW, 300, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 300, GIVEN_UP, REGISTER, CGA),
		ANSWER(300, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "a binding is not given up while it lasts", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 129, 0, false, false, RETRY, AWAY, REGISTER, CGA),
		DO(TESTED, 75, AWAY, REGISTER, CGA),
		DO(SENT, 75, AWAY, REGISTER, CGA),
		ANSWER(77, 129, 0, false, false, REFUSED, AWAY, REGISTER, PHKT),
		DO(WAITS, 99, AWAY, REGISTER, PHKT),
		DO(EXPIRES, 100, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "home, and the router is silent: that is no home", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(HOME, 10, RETURNING, DEREGISTER, CGA),
		DO(SENT, 10, RETURNING, DEREGISTER, CGA),
		DO(SENT, 11, RETURNING, DEREGISTER, CGA),
		DO(SENT, 13, RETURNING, DEREGISTER, CGA),
		DO(WAITS, 16, RETURNING, DEREGISTER, CGA),
		DO(ELSEWHERE, 17, RETURNING, DEREGISTER, CGA),
		DO(MOVE, 17, REGISTERING, REGISTER, CGA),
		DO(SENT, 17, REGISTERING, REGISTER, CGA),
		DO(HOME, 18, RETURNING, DEREGISTER, CGA),
		STORY_END } },
	{ "home, and the router is near enough to be late", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 10, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 10, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 11, RETURNING, DEREGISTER, PHKT),
		ANSWER(12, 0, 0, true, false, ACCEPTED, HOME, NONE, PHKT),
		/* It does not claim the address any more. */
		DO(HOME, 20, HOME, NONE, PHKT),
		STORY_END } },
	{ "three messages a second, no more", {
		DO(MOVE, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		DO(MOVE, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		DO(MOVE, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		DO(MOVE, 10, REGISTERING, REGISTER, CGA),
		DO(WAITS, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 11, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "refresh at three quarters, expiry when unanswered", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(WAITS, 74, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		DO(WAITS, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 0, 0, true, false, ACCEPTED, AWAY, NONE, PHKT),
		DO(SENT, 150, AWAY, REGISTER, PHKT),
		DO(EXPIRES, 175, REGISTERING, REGISTER, PHKT),
		DO(SENT, 175, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "home again ends the binding", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		ANSWER(5, 0, 0, true, false, ACCEPTED, HOME, NONE, PHKT),
		DO(WAITS, 500, HOME, NONE, PHKT),
		STORY_END } },
	{ "home before the registration was answered", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(HOME, 1, RETURNING, DEREGISTER, CGA),
		STORY_END } },
	{ "deregistration stops when the binding has run out", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		DO(EXPIRES, 100, HOME, NONE, PHKT),
		DO(WAITS, 101, HOME, NONE, PHKT),
		STORY_END } },
	{ "147 falls back to the CGA at once, then at leisure", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 147, 0, false, false, RETRY, REGISTERING, REGISTER, CGA),
		/* A router that forgot the token wants the test first. */
		DO(TESTED, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		ANSWER(10, 147, 0, false, false, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(10, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "147 to a signature is obeyed by waiting", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 147, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(WAITS, 31, FAILED, REGISTER, CGA),
		DO(SENT, 32, FAILED, REGISTER, CGA),
		ANSWER(34, 147, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(WAITS, 97, FAILED, REGISTER, CGA),
		DO(SENT, 98, FAILED, REGISTER, CGA),
		STORY_END } },
	{ "133 with proof ends a deregistration", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		ANSWER(5, 133, 0, true, false, REFUSED, HOME, NONE, PHKT),
		DO(WAITS, 6, HOME, NONE, PHKT),
		DO(WAITS, 101, HOME, NONE, PHKT),
		STORY_END } },
	{ "133 without proof ends nothing: the signature is tried", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		ANSWER(5, 133, 0, false, false, RETRY, RETURNING, DEREGISTER, CGA),
		DO(SENT, 5, RETURNING, DEREGISTER, CGA),
		ANSWER(6, 133, 0, false, false, REFUSED, RETURNING, DEREGISTER, CGA),
		ANSWER(7, 0, 0, true, true, ACCEPTED, HOME, NONE, PHKT),
		STORY_END } },
	{ "133 with proof ends a release", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(RELEASE, 5, AWAY, RELEASE, PHKT),
		DO(SENT, 5, AWAY, RELEASE, PHKT),
		ANSWER(5, 133, 0, false, false, RETRY, AWAY, RELEASE, CGA),
		DO(SENT, 5, AWAY, RELEASE, CGA),
		ANSWER(5, 133, 0, true, false, REFUSED, AWAY, RELEASE, CGA),
		DO(GONE, 5, AWAY, RELEASE, CGA),
		STORY_END } },
	{ "133 to an early token is no end of a binding", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(SENT, 3, HOME, TOKEN, CGA),
		ANSWER(3, 133, 0, false, false, REFUSED, HOME, TOKEN, CGA),
		DO(WAITS, 62, HOME, TOKEN, CGA),
		DO(SENT, 63, HOME, TOKEN, CGA),
		ANSWER(63, 131, 0, false, false, REFUSED, HOME, TOKEN, CGA),
		DO(WAITS, 182, HOME, TOKEN, CGA),
		DO(SENT, 183, HOME, TOKEN, CGA),
		STORY_END } },
	{ "who is not admitted at home does not ask again there", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(SENT, 3, HOME, TOKEN, CGA),
		ANSWER(3, 129, 0, false, false, REFUSED, HOME, TOKEN, CGA),
		DO(WAITS, 90000, HOME, TOKEN, CGA),
		DO(MOVE, 90001, REGISTERING, REGISTER, CGA),
		DO(SENT, 90001, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "a token that nothing signed asked for", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 5, REGISTERING, REGISTER, PHKT),
		DO(SENT, 5, REGISTERING, REGISTER, PHKT),
		ANSWER(5, 0, 0, true, true, UNPROVEN, REGISTERING, REGISTER, PHKT),
		ANSWER(5, 135, 20000, true, true, RETRY, REGISTERING, REGISTER, CGA),
		DO(SENT, 5, REGISTERING, REGISTER, CGA),
		/* A refusal delivers none; a wrong one is the last that is tried. */
		ANSWER(5, 135, 20000, true, true, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(5, 129, 0, true, true, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(5, 0, 0, false, true, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(5, 0, 0, true, true, UNPROVEN, REGISTERING, REGISTER, CGA),
		DO(SENT, 7, REGISTERING, REGISTER, CGA),
		ANSWER(7, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "133 does not end a registration", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 133, 0, false, false, REFUSED, AWAY, REGISTER, PHKT),
		DO(WAITS, 76, AWAY, REGISTER, PHKT),
		STORY_END } },
	{ "137 to a deregistration is a refusal", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		ANSWER(5, 137, 0, false, false, REFUSED, RETURNING, DEREGISTER, PHKT),
		DO(WAITS, 11, RETURNING, DEREGISTER, PHKT),
		DO(ELSEWHERE, 12, RETURNING, DEREGISTER, PHKT),
		STORY_END } },
	{ "128 is a refusal; half a minute between two attempts", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 128, 0, false, false, REFUSED, FAILED, REGISTER, CGA),
		DO(WAITS, 31, FAILED, REGISTER, CGA),
		DO(SENT, 32, FAILED, REGISTER, CGA),
		DO(WAITS, 63, FAILED, REGISTER, CGA),
		DO(SENT, 64, FAILED, REGISTER, CGA),
		STORY_END } },
	{ "one hint a second", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 135, 1000, false, false, RETRY, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 135, 1000, false, false, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(1, 135, 1000, false, false, RETRY, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "a forged refusal does not end a working binding", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		ANSWER(9, 148, 0, false, false, UNEXPECTED, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 128, 0, false, false, REFUSED, AWAY, REGISTER, PHKT),
		STORY_END } },
	{ "not admitted by the token, but by the key", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(LOST, 5, AWAY, REGISTER, PHKT),
		DO(SENT, 5, AWAY, REGISTER, PHKT),
		ANSWER(5, 129, 0, false, false, RETRY, AWAY, REGISTER, CGA),
		DO(TESTED, 5, AWAY, REGISTER, CGA),
		DO(SENT, 5, AWAY, REGISTER, CGA),
		ANSWER(5, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "not admitted by the key, but by the token", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		/* The router does not answer for some seconds: it has crashed. */
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		DO(SENT, 76, AWAY, REGISTER, PHKT),
		DO(SENT, 78, AWAY, REGISTER, CGA),
		DO(SENT, 82, AWAY, REGISTER, CGA),
		ANSWER(82, 129, 0, false, false, RETRY, AWAY, REGISTER, PHKT),
		DO(TESTED, 82, AWAY, REGISTER, PHKT),
		DO(SENT, 82, AWAY, REGISTER, PHKT),
		ANSWER(82, 0, 0, true, false, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "not admitted at all: given up", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 129, 0, false, false, RETRY, REGISTERING, REGISTER, CGA),
		DO(TESTED, 10, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		ANSWER(11, 129, 0, false, false, REFUSED, GIVEN_UP, REGISTER, PHKT),
		DO(HURRY, 12, GIVEN_UP, REGISTER, PHKT),
		DO(EXPIRES, 100, GIVEN_UP, REGISTER, PHKT),
		DO(WAITS, 86410, GIVEN_UP, REGISTER, PHKT),
		DO(SENT, 86411, GIVEN_UP, REGISTER, PHKT),
		ANSWER(86411, 129, 0, false, false, RETRY, GIVEN_UP, REGISTER, CGA),
		DO(TESTED, 86411, GIVEN_UP, REGISTER, CGA),
		DO(SENT, 86411, GIVEN_UP, REGISTER, CGA),
		ANSWER(86412, 129, 0, false, false, REFUSED, GIVEN_UP, REGISTER, PHKT),
		/* No move asks again, but an application does. */
		DO(MOVE, 86420, GIVEN_UP, REGISTER, PHKT),
		DO(WAITS, 86500, GIVEN_UP, REGISTER, PHKT),
		DO(NEED, 86500, GIVEN_UP, REGISTER, PHKT),
		DO(SENT, 86500, GIVEN_UP, REGISTER, PHKT),
		STORY_END } },
	{ "a router that knows the token does not admit the address", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 129, 0, true, false, REFUSED, GIVEN_UP, REGISTER, PHKT),
		DO(WAITS, 41, GIVEN_UP, REGISTER, PHKT),
		STORY_END } },
	{ "a worn token is renewed without a test", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 147, 0, true, false, RETRY, AWAY, REGISTER, CGA),
		DO(SENT, 75, AWAY, REGISTER, CGA),
		ANSWER(75, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "a stranger that is not admitted is given up at once", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 129, 0, false, false, REFUSED, GIVEN_UP, REGISTER, CGA),
		DO(WAITS, 3600, GIVEN_UP, REGISTER, CGA),
		STORY_END } },
	{ "a router that lost its memory wants the test first", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(LOST, 5, AWAY, REGISTER, PHKT),
		DO(SENT, 5, AWAY, REGISTER, PHKT),
		ANSWER(5, 137, 0, false, false, RETRY, AWAY, REGISTER, PHKT),
		DO(TESTED, 5, AWAY, REGISTER, PHKT),
		DO(SENT, 5, AWAY, REGISTER, PHKT),
		/* A second one must not disturb the exchange. */
		DO(LOST, 5, AWAY, REGISTER, PHKT),
		DO(WAITS, 5, AWAY, REGISTER, PHKT),
		ANSWER(5, 0, 0, true, false, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 9, REGISTERING, REGISTER, PHKT),
		DO(SENT, 9, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "yes without proof, to another update, or unasked", {
		DO(MOVE, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 0, true, true, UNEXPECTED, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 0, false, true, UNPROVEN, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, -1, true, true, BAD_SEQ, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 1, true, true, BAD_SEQ, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "135 tells where to go on", {
		DO(MOVE, 1, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 135, 1000, false, false, RETRY, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "135 with proof is answered with the token", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 135, 1000, true, false, RETRY, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 0, 0, true, false, ACCEPTED, AWAY, NONE, PHKT),
		STORY_END } },
	{ "135 without proof leads to a signature", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 135, 1000, false, false, RETRY, REGISTERING, REGISTER, CGA),
		DO(SENT, 10, REGISTERING, REGISTER, CGA),
		ANSWER(10, 135, 1000, false, false, UNPROVEN, REGISTERING, REGISTER, CGA),
		/* Nor later: a node with a token follows one only when nothing helps. */
		ANSWER(11, 135, 1000, false, false, UNPROVEN, REGISTERING, REGISTER, CGA),
		DO(SENT, 12, REGISTERING, REGISTER, CGA),
		DO(SENT, 16, FAILED, REGISTER, CGA),
		ANSWER(16, 135, 1000, false, false, RETRY, FAILED, REGISTER, CGA),
		STORY_END } },
	{ "135 with a number that is not newer says nothing", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 135, -1, false, false, BAD_SEQ, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 135, 0, true, false, BAD_SEQ, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 135, -1, true, false, BAD_SEQ, REGISTERING, REGISTER, PHKT),
		ANSWER(10, 135, -20000, true, false, BAD_SEQ, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "130 makes a node with a signature wait for its turn", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 130, 0, false, false, REFUSED, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "unanswered tokens lead back to the CGA", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(MOVE, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 10, REGISTERING, REGISTER, PHKT),
		DO(SENT, 11, REGISTERING, REGISTER, PHKT),
		DO(SENT, 13, REGISTERING, REGISTER, CGA),
		DO(SENT, 17, FAILED, REGISTER, CGA),
		/* A signed one may have arrived: the token may be another. */
		DO(MOVE, 20, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "out of coverage and back", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(DETACH, 10, IDLE, NONE, PHKT),
		DO(WAITS, 80, IDLE, NONE, PHKT),
		DO(EXPIRES, 100, IDLE, NONE, PHKT),
		DO(MOVE, 120, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "release waits for its answer", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(RELEASE, 5, AWAY, RELEASE, PHKT),
		DO(SENT, 5, AWAY, RELEASE, PHKT),
		ANSWER(5, 0, 0, true, false, ACCEPTED, AWAY, RELEASE, PHKT),
		DO(GONE, 5, AWAY, RELEASE, PHKT),
		STORY_END } },
	{ "release does not wait for ever", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(RELEASE, 5, AWAY, RELEASE, PHKT),
		DO(SENT, 5, AWAY, RELEASE, PHKT),
		DO(SENT, 6, AWAY, RELEASE, PHKT),
		DO(SENT, 8, AWAY, RELEASE, CGA),
		DO(SENT, 12, AWAY, RELEASE, CGA),
		DO(GONE, 20, AWAY, RELEASE, CGA),
		STORY_END } },
	{ "the end of address detection does not wait for the back-off", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 1, REGISTERING, REGISTER, CGA),
		DO(SENT, 3, REGISTERING, REGISTER, CGA),
		DO(WAITS, 4, REGISTERING, REGISTER, CGA),
		DO(HURRY, 4, REGISTERING, REGISTER, CGA),
		DO(SENT, 4, REGISTERING, REGISTER, CGA),
		DO(WAITS, 4, REGISTERING, REGISTER, CGA),
		DO(SENT, 5, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "nothing pending, nothing to hurry", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(HURRY, 1, HOME, NONE, CGA),
		DO(WAITS, 1, HOME, NONE, CGA),
		STORY_END } },
	{ "a request shortens the wait after a refusal", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(SENT, 75, AWAY, REGISTER, PHKT),
		ANSWER(75, 128, 0, false, false, REFUSED, AWAY, REGISTER, PHKT),
		DO(RENEW, 76, AWAY, REGISTER, PHKT),
		DO(WAITS, 78, AWAY, REGISTER, PHKT),
		DO(SENT, 79, AWAY, REGISTER, PHKT),
		STORY_END } },
	{ "neither a request nor a refusal changes the course of a release", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(RELEASE, 73, AWAY, RELEASE, PHKT),
		DO(SENT, 73, AWAY, RELEASE, PHKT),
		ANSWER(73, 128, 0, false, false, REFUSED, AWAY, RELEASE, PHKT),
		DO(RENEW, 73, AWAY, RELEASE, PHKT),
		DO(WAITS, 73, AWAY, RELEASE, PHKT),
		DO(SENT, 74, AWAY, RELEASE, PHKT),
		/* Nor does the time of a refresh end it. */
		DO(SENT, 76, AWAY, RELEASE, CGA),
		DO(SENT, 80, AWAY, RELEASE, CGA),
		DO(GONE, 88, AWAY, RELEASE, CGA),
		STORY_END } },
	{ "the answer to what is not asked any more", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(MOVE, 1, REGISTERING, REGISTER, CGA),
		ANSWER(1, 0, 0, true, true, UNEXPECTED, REGISTERING, REGISTER, CGA),
		STORY_END } },
	{ "asleep until all is over", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(EXPIRES, 200, REGISTERING, REGISTER, PHKT),
		DO(SENT, 200, REGISTERING, REGISTER, PHKT),
		DO(WAITS, 200, REGISTERING, REGISTER, PHKT),
		STORY_END } },
	{ "home before the registration was sent", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(HOME, 1, RETURNING, DEREGISTER, CGA),
		STORY_END } },
	{ "home again before the early token came", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(SENT, 3, HOME, TOKEN, CGA),
		DO(HOME, 4, HOME, NONE, CGA),
		DO(WAITS, 6, HOME, NONE, CGA),
		DO(SENT, 7, HOME, TOKEN, CGA),
		STORY_END } },
	{ "no refresh at home", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(HOME, 5, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 5, RETURNING, DEREGISTER, PHKT),
		ANSWER(5, 128, 0, false, false, REFUSED, RETURNING, DEREGISTER, PHKT),
		DO(SENT, 76, RETURNING, DEREGISTER, PHKT),
		STORY_END } },
	{ "out of coverage before the answer", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		DO(DETACH, 1, IDLE, NONE, CGA),
		DO(WAITS, 50, IDLE, NONE, CGA),
		STORY_END } },
	{ "no early token out of coverage", {
		DO(HOME, 0, HOME, NONE, CGA),
		DO(DETACH, 1, IDLE, NONE, CGA),
		DO(WAITS, 10, IDLE, NONE, CGA),
		STORY_END } },
	{ "the router asks for a refresh", {
		DO(MOVE, 0, REGISTERING, REGISTER, CGA),
		DO(SENT, 0, REGISTERING, REGISTER, CGA),
		ANSWER(0, 0, 0, true, true, ACCEPTED, AWAY, NONE, PHKT),
		DO(RENEW, 5, AWAY, REGISTER, PHKT),
		DO(SENT, 5, AWAY, REGISTER, PHKT),
		STORY_END } },
};

static void story_desc(const struct story *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(story, stories, story_desc);

static void do_timer(struct kunit *test, struct mn_bul *b,
		     enum mn_bul_action want, u64 now, int i)
{
	KUNIT_EXPECT_EQ_MSG(test, mn_bul_timer(b, now), want, "step %d", i);
	if (want == MN_BUL_SEND)
		mn_bul_sent(b, now);
	if (want == MN_BUL_WAIT)
		KUNIT_EXPECT_GT_MSG(test, mn_bul_next(b), now, "step %d", i);
}

static void do_test(struct kunit *test, struct mn_bul *b, u64 now, int i)
{
	static const u8 cookie[MN_COOKIE_LEN] = { 1, 4, 9, 16 };
	static const u8 token[FAMA_TOKEN_LEN] = { 2, 3, 5, 7 };

	do_timer(test, b, MN_BUL_TEST, now, i);
	mn_bul_test_sent(b, cookie, now);
	KUNIT_EXPECT_TRUE_MSG(test, mn_bul_test(b, cookie, 7, token, now),
			      "step %d", i);
}

static void do_ack(struct kunit *test, struct mn_bul *b, const struct step *s,
		   u64 now, int i)
{
	static const u8 token[FAMA_TOKEN_LEN] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct mn_bul_ack ack = {
		.status = s->status,
		.seq = b->seq + s->seq,
		.lifetime = GRANTED,
		.proven = s->proven,
		.phkt = s->token ? token : NULL,
	};
	enum outcome outcome = answer(b, &ack, now);

	KUNIT_EXPECT_EQ_MSG(test, outcome, s->outcome, "step %d", i);
	if (s->status == FAMA_BA_SEQ_WINDOW && outcome == RETRY && ack.proven)
		KUNIT_EXPECT_EQ(test, b->seq, ack.seq);
	else if (s->status == FAMA_BA_SEQ_WINDOW)
		KUNIT_EXPECT_FALSE(test, s->seq && b->seq == ack.seq);
	if (outcome == ACCEPTED && s->token)
		KUNIT_EXPECT_EQ(test, memcmp(b->phkt, token, sizeof(token)), 0);
	if (outcome == ACCEPTED && b->state == MN_ADDRESS_AWAY &&
	    b->pending == MN_BUL_NONE)
		KUNIT_EXPECT_EQ(test, b->lifetime, GRANTED);
}

static void do_step(struct kunit *test, struct mn_bul *b,
		    const struct step *s, int i)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1 } };
	u64 start = 1000 * SEC, now = start + s->at * SEC;

	switch (s->op) {
	case HOME:
		mn_bul_home(b, now, now + 3 * SEC);
		break;
	case MOVE:
		mn_bul_move(b, &coa, now);
		break;
	case DETACH:
		mn_bul_detach(b);
		break;
	case RELEASE:
		KUNIT_EXPECT_EQ(test, mn_bul_release(b, now),
				b->state != MN_ADDRESS_GIVEN_UP);
		break;
	case RENEW:
		mn_bul_renew(b, now);
		break;
	case LOST:
		mn_bul_lost(b, now);
		break;
	case HURRY:
		mn_bul_hurry(b, now);
		break;
	case NEED:
		mn_bul_need(b, now);
		break;
	case WISH:
		mn_bul_wish(b, now);
		break;
	case SENT:
		do_timer(test, b, MN_BUL_SEND, now, i);
		break;
	case TESTED:
		do_test(test, b, now, i);
		break;
	case WAITS:
		do_timer(test, b, MN_BUL_WAIT, now, i);
		KUNIT_EXPECT_FALSE(test, mn_bul_elsewhere(b, now));
		break;
	case ELSEWHERE:
		KUNIT_EXPECT_EQ(test, mn_bul_next(b), now);
		KUNIT_EXPECT_TRUE(test, mn_bul_elsewhere(b, now));
		break;
	case EXPIRES:
		do_timer(test, b, MN_BUL_EXPIRED, now, i);
		break;
	case GONE:
		do_timer(test, b, MN_BUL_GONE, now, i);
		break;
	case ACK:
		do_ack(test, b, s, now, i);
		break;
	}
	KUNIT_EXPECT_EQ_MSG(test, b->state, s->state, "step %d", i);
	KUNIT_EXPECT_EQ_MSG(test, b->pending, s->pending, "step %d", i);
	KUNIT_EXPECT_EQ_MSG(test, mn_bul_auth(b), s->auth, "step %d", i);
}

/* Each starts just below the wrap of the sequence number. */
static void story_test(struct kunit *test)
{
	const struct story *story = test->param_value;
	struct mn_bul b;
	int i;

	mn_bul_init(&b, 65534);
	b.patience = 200 * SEC;
	for (i = 0; story->steps[i].op != END; i++)
		do_step(test, &b, &story->steps[i], i);
}

static void init_test(struct kunit *test)
{
	struct mn_bul b;

	memset(&b, 0xff, sizeof(b));
	mn_bul_init(&b, 65534);
	KUNIT_EXPECT_EQ(test, b.seq, 65534);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_IDLE);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_NONE);
	KUNIT_EXPECT_EQ(test, b.due, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, b.patience, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, MN_BUL_NEVER - 1), MN_BUL_WAIT);
	KUNIT_EXPECT_FALSE(test, mn_bul_release(&b, SEC));
	mn_bul_home(&b, SEC, 4 * SEC);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), 4 * SEC);
}

/* No message has the sequence number of another, whoever asked for it. */
static void sequence_test(struct kunit *test)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1 } };
	u64 now = 1000 * SEC;
	struct mn_bul b;
	int i;

	mn_bul_init(&b, 65534);
	mn_bul_move(&b, &coa, now);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
		mn_bul_sent(&b, now);
		KUNIT_EXPECT_EQ(test, b.seq, (u16)(65535 + i));
		KUNIT_EXPECT_EQ(test, b.tries, i + 1);
		now = mn_bul_next(&b);
	}
}

/* Who is hurried begins anew: with a second, not with where it was. */
static void hurry_test(struct kunit *test)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1 } };
	u64 now = 1000 * SEC;
	struct mn_bul b;
	int i;

	mn_bul_init(&b, 1);
	mn_bul_move(&b, &coa, now);
	for (i = 0; i < 3; i++) {
		mn_bul_sent(&b, now);
		now = mn_bul_next(&b);
	}
	mn_bul_hurry(&b, now);
	KUNIT_EXPECT_EQ(test, b.tries, 0);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
	mn_bul_sent(&b, now);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), now + SEC);
	KUNIT_EXPECT_EQ(test, b.tries, 1);
}

/* Four messages that nobody answers in a way that can be believed. */
static enum mn_reason unanswered(struct mn_bul *b, u64 now, bool distrust)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1 } };
	int i;

	mn_bul_move(b, &coa, now);
	for (i = 0; i < 4; i++) {
		mn_bul_sent(b, now + i * SEC);
		if (distrust)
			mn_bul_distrust(b);
	}
	return b->reason;
}

static void reason_test(struct kunit *test)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 2 } };
	struct mn_bul_ack ack = { .lifetime = GRANTED, .proven = true };
	struct mn_bul b;

	mn_bul_init(&b, 1);
	KUNIT_EXPECT_EQ(test, unanswered(&b, 100 * SEC, false),
			MN_REASON_NO_ANSWER);
	KUNIT_EXPECT_EQ(test, unanswered(&b, 200 * SEC, true),
			MN_REASON_NO_SIGNED_ANSWER);
	KUNIT_EXPECT_EQ(test, unanswered(&b, 300 * SEC, false),
			MN_REASON_NO_ANSWER);
	mn_bul_distrust(&b);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NO_SIGNED_ANSWER);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, mn_bul_ack(&b, &ack, 304 * SEC), MN_BUL_ACCEPTED);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, b.rtt_us, (304 - 303) * USEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, unanswered(&b, 400 * SEC, false),
			MN_REASON_NO_ANSWER);
	mn_bul_move(&b, &coa, 500 * SEC);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, memcmp(&b.coa, &coa, sizeof(coa)), 0);
	mn_bul_sent(&b, 500 * SEC);
	ack.seq = b.seq;
	ack.status = FAMA_BA_NOT_HOME_SUBNET;
	KUNIT_EXPECT_EQ(test, mn_bul_ack(&b, &ack, 500 * SEC), MN_BUL_REFUSED);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_REFUSED);
}

/* However short the patience: it is not said to be over before the state is failed. */
static void patience_test(struct kunit *test)
{
	static const struct in6_addr coa = { .s6_addr = { 0x20, 1 } };
	u64 now = 1000 * SEC;
	struct mn_bul b;
	int i;

	mn_bul_init(&b, 1);
	b.patience = SEC / 2;
	mn_bul_move(&b, &coa, now);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
		mn_bul_sent(&b, now);
		now = b.due;
	}
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_FAILED);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_WAIT);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_GIVEN_UP);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NO_ANSWER);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), now + 86400 * SEC);
}

#define NONCE	7

static const struct in6_addr here = { .s6_addr = { 0x20, 1 } };
static const u8 careof_token[FAMA_TOKEN_LEN] = { 8, 7, 6, 5, 4, 3, 2, 1 };
static const u8 cookie[MN_COOKIE_LEN] = { 1, 1, 2, 3, 5, 8, 13, 21 };
static const u8 other_cookie[MN_COOKIE_LEN] = { 1, 1, 2, 3, 5, 8, 13, 22 };

/* A node that has just moved; its clock is at 1000 s. */
static void careof_move(struct kunit *test, struct mn_bul *b)
{
	mn_bul_init(b, 1);
	mn_bul_move(b, &here, 1000 * SEC);
}

static void careof_send(struct kunit *test, struct mn_bul *b, bool asks,
			bool has_token, u64 now)
{
	KUNIT_EXPECT_EQ(test, mn_bul_timer(b, now), MN_BUL_SEND);
	KUNIT_EXPECT_EQ(test, mn_careof_asks(&b->careof), asks);
	KUNIT_EXPECT_EQ(test, b->careof.has_token, has_token);
	mn_bul_sent(b, now);
	KUNIT_EXPECT_EQ(test, b->careof.used, has_token);
}

static void careof_answer(struct kunit *test, struct mn_bul *b, u8 status,
			  const u8 *token, u16 nonce,
			  enum outcome outcome, u64 now)
{
	struct mn_bul_ack ack = {
		.status = status, .seq = b->seq, .lifetime = GRANTED,
		.proven = status != FAMA_BA_PHKT_UNAVAILABLE,
		.careof = token, .nonce = nonce,
	};

	KUNIT_EXPECT_EQ(test, answer(b, &ack, now), outcome);
}

static void careof_concurrent_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, NONCE, ACCEPTED, now);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_AWAY);
	KUNIT_EXPECT_FALSE(test, b.careof.proven);
	/* The binding is completed at once. */
	careof_send(test, &b, false, true, now);
	KUNIT_EXPECT_EQ(test, b.careof.nonce, NONCE);
	KUNIT_EXPECT_EQ(test, memcmp(b.careof.token, careof_token,
				     sizeof(careof_token)), 0);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_TRUE(test, b.careof.proven);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_NONE);
	/* A refresh needs no test, another care-of address does. */
	mn_bul_renew(&b, now + SEC);
	careof_send(test, &b, false, false, now + SEC);
	mn_bul_move(&b, &here, now + 2 * SEC);
	careof_send(test, &b, true, false, now + 2 * SEC);
}

static void careof_off_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_NONE);
	KUNIT_EXPECT_EQ(test, b.tries, 0);
	KUNIT_EXPECT_EQ(test, b.due, MN_BUL_NEVER);
	KUNIT_EXPECT_TRUE(test, b.careof.proven);
}

static void careof_required_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 137, NULL, 0, RETRY, now);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_WAIT);
	/* Only the right answer counts; an index of 0 is none. */
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, other_cookie, NONCE,
					     careof_token, now));
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, cookie, 0, careof_token, now));
	KUNIT_EXPECT_TRUE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					    now));
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					     now));
	careof_send(test, &b, false, true, now);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), now + SEC);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	/* At the next care-of address it is asked again. */
	mn_bul_move(&b, &here, now + 5 * SEC);
	careof_send(test, &b, true, false, now + 5 * SEC);
}

/* A router that knows the node gives the token together with its refusal. */
static void careof_given_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 137, careof_token, NONCE, RETRY, now);
	careof_send(test, &b, false, true, now);
	KUNIT_EXPECT_EQ(test, b.careof.nonce, NONCE);
	KUNIT_EXPECT_EQ(test, memcmp(b.careof.token, careof_token,
				     sizeof(careof_token)), 0);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_TRUE(test, b.careof.proven);
	/* A token without an index cannot be named. */
	mn_bul_move(&b, &here, now + SEC);
	careof_send(test, &b, true, false, now + SEC);
	careof_answer(test, &b, 137, careof_token, 0, RETRY, now + SEC);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + SEC), MN_BUL_TEST);
}

static void careof_lost_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	b.careof.first = true;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
	mn_bul_test_sent(&b, other_cookie, now);
	/* No Binding Update is out: there is nothing to accept. */
	careof_answer(test, &b, 0, NULL, 0, UNEXPECTED, now);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + SEC - 1), MN_BUL_WAIT);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + SEC), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now + SEC);
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, other_cookie, NONCE,
					     careof_token, now + SEC));
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + 3 * SEC), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now + 3 * SEC);
	mn_bul_test_sent(&b, cookie, now + 7 * SEC);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_FAILED);
	KUNIT_EXPECT_TRUE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					    now + 8 * SEC));
	KUNIT_EXPECT_EQ(test, b.tries, 0);
	careof_send(test, &b, false, true, now + 8 * SEC);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), now + 9 * SEC);
}

/* What belongs to the former care-of address is of no use at the next. */
static void careof_moved_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, NONCE, ACCEPTED, now);
	KUNIT_EXPECT_TRUE(test, b.careof.has_token);
	mn_bul_move(&b, &here, now + SEC);
	careof_send(test, &b, true, false, now + SEC);

	careof_move(test, &b);
	b.careof.first = true;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now);
	mn_bul_move(&b, &here, now + SEC);
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					     now + SEC));
}

/* A token that has expired is asked for again, the way that is known. */
static void careof_expired_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, NONCE, ACCEPTED, now);
	careof_send(test, &b, false, true, now);
	careof_answer(test, &b, 137, NULL, 0, RETRY, now);
	KUNIT_EXPECT_FALSE(test, b.careof.first);
	careof_send(test, &b, true, false, now);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_AWAY);
}

/* A router that does not believe the care-of address any more wants proof. */
static void careof_doubted_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_TRUE(test, b.careof.proven);
	mn_bul_renew(&b, now + SEC);
	careof_send(test, &b, false, false, now + SEC);
	careof_answer(test, &b, 137, NULL, 0, RETRY, now + SEC);
	KUNIT_EXPECT_FALSE(test, b.careof.proven);
	careof_send(test, &b, true, false, now + SEC);
}

/* A router that lost everything is shown everything, the long way. */
static void careof_forgotten_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	b.has_phkt = true;
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, NONCE, ACCEPTED, now);
	careof_send(test, &b, false, true, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	mn_bul_renew(&b, now + SEC);
	careof_send(test, &b, false, false, now + SEC);
	careof_answer(test, &b, 147, NULL, 0, RETRY, now + SEC);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + SEC), MN_BUL_TEST);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_AWAY);
}

/* A token without an index cannot be named. */
static void careof_no_index_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, 0, ACCEPTED, now);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
}

/* From the first Binding Update to the answer to a deregistration. */
static void defended_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	KUNIT_EXPECT_FALSE(test, b.defended);
	mn_bul_detach(&b);
	KUNIT_EXPECT_FALSE(test, b.bound);
	mn_bul_move(&b, &here, now);
	careof_send(test, &b, true, false, now);
	KUNIT_EXPECT_TRUE(test, b.defended);
	mn_bul_detach(&b);
	KUNIT_EXPECT_TRUE(test, b.bound);
	KUNIT_EXPECT_EQ(test, b.lifetime, MN_BUL_LIFETIME);
	KUNIT_EXPECT_EQ(test, b.expires, b.sent + MN_BUL_LIFETIME * SEC);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_DEREGISTER);
	careof_send(test, &b, true, false, now);
	KUNIT_EXPECT_TRUE(test, b.defended);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_FALSE(test, b.defended);
	KUNIT_EXPECT_EQ(test, b.lifetime, 0);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), MN_BUL_NEVER);

	/* Run out here is not yet run out there. */
	mn_bul_move(&b, &here, now);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_EQ(test, b.lifetime, GRANTED);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, b.expires), MN_BUL_EXPIRED);
	KUNIT_EXPECT_EQ(test, b.lifetime, 0);
	KUNIT_EXPECT_EQ(test, b.refresh, MN_BUL_NEVER);
	mn_bul_detach(&b);
	KUNIT_EXPECT_FALSE(test, b.bound);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_DEREGISTER);

	/* A refresh that was not answered may have made the binding longer. */
	now += 10 * SEC;
	mn_bul_move(&b, &here, now);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	now = b.refresh;
	careof_send(test, &b, false, false, now);
	mn_bul_detach(&b);
	KUNIT_EXPECT_EQ(test, b.lifetime, GRANTED);
	KUNIT_EXPECT_EQ(test, b.expires, now + MN_BUL_LIFETIME * SEC);
}

/* Away and verified; the router may ask for a refresh after 75 s. */
static void resume_away(struct kunit *test, struct mn_bul *b, u64 now)
{
	careof_move(test, b);
	careof_send(test, b, true, false, now);
	careof_answer(test, b, 0, careof_token, NONCE, ACCEPTED, now);
	careof_send(test, b, false, true, now);
	careof_answer(test, b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_ASSERT_EQ(test, b->pending, MN_BUL_NONE);
}

/* What is left of an entry that was saved: it is on no link. */
static void resume_save(struct mn_bul *b)
{
	struct mn_bul saved = *b;

	mn_bul_leave_off(&saved);
	mn_bul_init(b, saved.seq);
	b->coa = saved.coa;
	b->bound = saved.bound;
	b->has_phkt = saved.has_phkt;
	b->defended = saved.defended;
	b->careof.proven = saved.careof.proven;
	b->lifetime = saved.lifetime;
	b->expires = saved.expires;
	b->resumes = saved.resumes;
}

/* Where it was it says nothing until it is time for that. */
static void resume_test(struct kunit *test)
{
	u64 now = 1000 * SEC, refresh;
	struct mn_bul b;

	resume_away(test, &b, now);
	refresh = b.refresh;
	resume_save(&b);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_WAIT);
	KUNIT_EXPECT_TRUE(test, mn_bul_resume(&b, &here, now + SEC));
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_AWAY);
	KUNIT_EXPECT_TRUE(test, b.bound);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), refresh);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, refresh - 1), MN_BUL_WAIT);
	careof_send(test, &b, false, false, refresh);
	/* Once */
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now + SEC));
}

/* A refresh that was due meanwhile is sent at once. */
static void resume_late_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	resume_away(test, &b, now);
	resume_save(&b);
	now = b.resumes + SEC;
	KUNIT_EXPECT_TRUE(test, mn_bul_resume(&b, &here, now));
	careof_send(test, &b, false, false, now);
	/* And what has ended is not resumed. */
	now = 1000 * SEC;
	resume_away(test, &b, now);
	resume_save(&b);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, b.expires));
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, b.expires), MN_BUL_EXPIRED);
	KUNIT_EXPECT_FALSE(test, b.bound);
}

/* Elsewhere, or at home, it is a move. */
static void resume_moved_test(struct kunit *test)
{
	static const struct in6_addr there = { .s6_addr = { 0x20, 2 } };
	u64 now = 1000 * SEC;
	struct mn_bul b;
	u16 seq;

	resume_away(test, &b, now);
	seq = b.seq;
	resume_save(&b);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &there, now + SEC));
	mn_bul_move(&b, &there, now + SEC);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_REGISTER);
	careof_send(test, &b, true, false, now + SEC);
	KUNIT_EXPECT_EQ(test, b.seq, seq + 1);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now + SEC));

	resume_away(test, &b, now);
	resume_save(&b);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_DEREGISTER);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now));
}

/* With a question under way nobody knows what the router has. */
static void resume_asked_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	/* Nothing was sent yet */
	careof_move(test, &b);
	resume_save(&b);
	KUNIT_EXPECT_FALSE(test, b.bound);
	KUNIT_EXPECT_EQ(test, b.expires, MN_BUL_NEVER);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now));
	/* Not answered: the router may be bound from then on. */
	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	resume_save(&b);
	KUNIT_EXPECT_TRUE(test, b.bound);
	KUNIT_EXPECT_EQ(test, b.expires, now + MN_BUL_LIFETIME * SEC);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now));
	/* Accepted, and not verified */
	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	careof_answer(test, &b, 0, careof_token, NONCE, ACCEPTED, now);
	resume_save(&b);
	KUNIT_EXPECT_TRUE(test, b.bound);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now));
	/* At home */
	mn_bul_init(&b, 1);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	resume_save(&b);
	KUNIT_EXPECT_FALSE(test, mn_bul_resume(&b, &here, now));
	/* Saved twice before it is on a link again: as the first time */
	resume_away(test, &b, now);
	resume_save(&b);
	resume_save(&b);
	KUNIT_EXPECT_TRUE(test, mn_bul_resume(&b, &here, now));
}

/* When is a signature due?  Neither a Care-of Test Init nor a PHKT needs one. */
static void signs_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .lifetime = GRANTED, .proven = true,
				  .phkt = careof_token };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	mn_bul_init(&b, 0);
	KUNIT_EXPECT_FALSE(test, mn_bul_signs(&b, now));
	careof_move(test, &b);
	KUNIT_EXPECT_TRUE(test, mn_bul_signs(&b, now));
	careof_send(test, &b, true, false, now);
	KUNIT_EXPECT_FALSE(test, mn_bul_signs(&b, b.due - 1));
	KUNIT_EXPECT_TRUE(test, mn_bul_signs(&b, b.due));

	careof_answer(test, &b, 137, NULL, 0, RETRY, now);
	KUNIT_EXPECT_FALSE(test, mn_bul_signs(&b, now));
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now);
	KUNIT_EXPECT_TRUE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					    now));
	KUNIT_EXPECT_TRUE(test, mn_bul_signs(&b, now));

	careof_send(test, &b, false, true, now);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), ACCEPTED);
	mn_bul_move(&b, &here, now + SEC);
	KUNIT_EXPECT_FALSE(test, mn_bul_signs(&b, now + SEC));
}

/* A node whose router has acknowledged it, with a token. */
static void bound_away(struct kunit *test, struct mn_bul *b, u64 now)
{
	struct mn_bul_ack ack = { .lifetime = GRANTED, .proven = true,
				  .phkt = careof_token };

	mn_bul_init(b, 1);
	mn_bul_move(b, &here, now);
	mn_bul_sent(b, now);
	ack.seq = b->seq;
	KUNIT_ASSERT_EQ(test, answer(b, &ack, now), ACCEPTED);
	KUNIT_ASSERT_EQ(test, b->state, MN_ADDRESS_AWAY);
}

/* A node whose router has not admitted it. */
static void not_admitted(struct kunit *test, struct mn_bul *b, u64 now)
{
	mn_bul_init(b, 1);
	mn_bul_move(b, &here, now);
	mn_bul_sent(b, now);
	careof_answer(test, b, FAMA_BA_PROHIBITED, NULL, 0, REFUSED, now);
	KUNIT_ASSERT_EQ(test, b->given_up, MN_REASON_NOT_ADMITTED);
}

/* An hour is the longest time between two messages. */
static void longest_timeout_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;
	int i;

	careof_move(test, &b);
	for (i = 0; i < 20; i++) {
		KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
		mn_bul_sent(&b, now);
		now = b.due;
	}
	KUNIT_EXPECT_EQ(test, b.due - b.sent, 3600 * SEC);
}

/* A day is the longest pause before the next early token. */
static void longest_pause_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;
	int i;

	mn_bul_init(&b, 1);
	mn_bul_home(&b, now, now);
	for (i = 0; i < 15; i++) {
		KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
		mn_bul_sent(&b, now);
		KUNIT_EXPECT_EQ(test, b.tries, 1);
		KUNIT_EXPECT_EQ(test, b.timeout, SEC);
		careof_answer(test, &b, FAMA_BA_REFUSED, NULL, 0, REFUSED, now);
		KUNIT_EXPECT_EQ(test, b.tries, 0);
		KUNIT_EXPECT_EQ(test, b.timeout, 0);
		KUNIT_EXPECT_EQ(test, b.due - now,
				min(60ULL << i, 86400ULL) * SEC);
		now = b.due;
	}
}

/* So many numbers may be used with one token, and not one more. */
static void last_use_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	bound_away(test, &b, now);
	b.uses = 0xfeff;
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);
	b.uses = 0xff00;
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	b.uses = 0xfeff;
	b.signed_out = true;
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now));
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_REGISTER);
	KUNIT_EXPECT_FALSE(test, b.signed_out);
}

/* Another router is asked when the one that was asked has not answered two messages. */
static void ask_other_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	bound_away(test, &b, now);
	b.has_phkt = false;
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	b.has_phkt = true;
	mn_bul_renew(&b, now);
	mn_bul_sent(&b, now);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	mn_bul_sent(&b, now);
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now));
	KUNIT_EXPECT_EQ(test, b.tries, 0);

	mn_bul_detach(&b);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	b.state = MN_ADDRESS_HOME;
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now));
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_TOKEN);
}

/* Who is not admitted stays so until something has changed. */
static void given_up_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .status = FAMA_BA_PROHIBITED };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	not_admitted(test, &b, now);
	KUNIT_EXPECT_EQ(test, b.timeout, 32 * SEC);
	mn_bul_move(&b, &here, now);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_GIVEN_UP);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NOT_ADMITTED);
	mn_bul_sent(&b, now);
	b.due = now;
	careof_answer(test, &b, FAMA_BA_REFUSED, NULL, 0, REFUSED, now);
	KUNIT_EXPECT_EQ(test, b.due, now + 86400 * SEC);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_EQ(test, b.given_up, MN_REASON_NONE);

	not_admitted(test, &b, now);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_EQ(test, b.given_up, MN_REASON_NONE);

	mn_bul_init(&b, 1);
	mn_bul_home(&b, now, now);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
	mn_bul_sent(&b, now);
	careof_answer(test, &b, FAMA_BA_PROHIBITED, NULL, 0, REFUSED, now);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NOT_ADMITTED);

	/* The other proof is tried anew after each move. */
	bound_away(test, &b, now);
	mn_bul_renew(&b, now);
	mn_bul_sent(&b, now);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), RETRY);
	KUNIT_EXPECT_TRUE(test, b.denied);
	mn_bul_move(&b, &here, now);
	KUNIT_EXPECT_FALSE(test, b.denied);
}

/* The user's wish, and the patience of the node, are about an address that has failed. */
static void wish_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	bound_away(test, &b, now);
	mn_bul_wish(&b, now);
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_NONE);
	KUNIT_EXPECT_EQ(test, unanswered(&b, now, false), MN_REASON_NO_ANSWER);
	mn_bul_wish(&b, now);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_REGISTERING);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NONE);

	bound_away(test, &b, now);
	unanswered(&b, now, false);
	b.patience = SEC;
	KUNIT_EXPECT_TRUE(test, mn_bul_release(&b, now));
	mn_bul_timer(&b, now + 2 * SEC);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_FAILED);

	/* What is not trusted is the reason for nothing else. */
	bound_away(test, &b, now);
	mn_bul_distrust(&b);
	KUNIT_EXPECT_TRUE(test, b.distrusted);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_NONE);
	mn_bul_renew(&b, now);
	b.state = MN_ADDRESS_FAILED;
	b.reason = MN_REASON_REFUSED;
	mn_bul_distrust(&b);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_REFUSED);
}

/* When a binding has ended, nothing is left of it. */
static void ended_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	bound_away(test, &b, now);
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_TRUE(test, b.defended);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, b.expires), MN_BUL_EXPIRED);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_HOME);
	KUNIT_EXPECT_FALSE(test, b.defended);

	bound_away(test, &b, now);
	KUNIT_EXPECT_TRUE(test, mn_bul_release(&b, now));
	mn_bul_sent(&b, now);
	KUNIT_EXPECT_TRUE(test, b.defended);
	careof_answer(test, &b, FAMA_BA_NOT_HOME_AGENT, NULL, 0, REFUSED, now);
	KUNIT_EXPECT_FALSE(test, b.defended);
	KUNIT_EXPECT_FALSE(test, b.waiting);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_GONE);

	bound_away(test, &b, now);
	KUNIT_EXPECT_TRUE(test, mn_bul_release(&b, now));
	mn_bul_sent(&b, now);
	careof_answer(test, &b, 0, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_FALSE(test, b.defended);
}

/* A router may accept an update, and say that its prefix will be taken away. */
static void withdrawn_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	bound_away(test, &b, now);
	KUNIT_EXPECT_FALSE(test, b.withdrawn);
	mn_bul_renew(&b, now);
	mn_bul_sent(&b, now);
	careof_answer(test, &b, FAMA_BA_PREFIX_DISCOVERY, NULL, 0, ACCEPTED, now);
	KUNIT_EXPECT_TRUE(test, b.withdrawn);

	/* The care-of token of the update that is out stays. */
	mn_bul_renew(&b, now);
	b.careof.has_token = true;
	mn_bul_lost(&b, now);
	KUNIT_EXPECT_TRUE(test, b.careof.has_token);
	/* A Care-of Test Init counts among its kind. */
	mn_bul_test_sent(&b, cookie, now);
	KUNIT_EXPECT_EQ(test, b.windows[1].sent[0], now);
}

/* No sequence number twice under one token, and no wait for it in a move. */
static void phkt_wrap_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .lifetime = GRANTED, .proven = true,
				  .phkt = careof_token };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, mn_bul_ack(&b, &ack, now), MN_BUL_ACCEPTED);
	KUNIT_EXPECT_EQ(test, b.uses, 0);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);

	b.uses = 0x7fff;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, b.refresh), MN_BUL_SEND);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);
	b.uses++;
	mn_bul_move(&b, &here, now);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);
	b.refresh = now;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);

	mn_bul_move(&b, &here, now);
	b.uses = 0xfefe;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
	mn_bul_sent(&b, now);
	KUNIT_EXPECT_EQ(test, b.uses, 0xfeff);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);
	/* The router's number may lead past the last one. */
	ack.status = FAMA_BA_SEQ_WINDOW;
	ack.seq = b.seq + 0x200;
	ack.phkt = NULL;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), RETRY);
	KUNIT_EXPECT_EQ(test, b.uses, 0xfeff + 0x200);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);
}

/* A node without memory finds a number that the router takes, whatever its own was. */
static void jump_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .status = FAMA_BA_SEQ_WINDOW };
	u64 now = 1000 * SEC;
	u16 ahead, before;
	struct mn_bul b;

	for (ahead = 1; ahead < 0x8000; ahead += 0x111) {
		careof_move(test, &b);
		careof_send(test, &b, true, false, now);
		before = b.seq;
		ack.seq = before + ahead;
		KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), RETRY);
		careof_send(test, &b, true, false, now);
		KUNIT_EXPECT_TRUE(test, fama_seq_newer(b.seq, before));
		KUNIT_EXPECT_TRUE(test, fama_seq_newer(b.seq, ack.seq));
	}
}

/* Nobody binds the node for longer than it asks for, or for no time. */
static void lifetime_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .lifetime = 262140, .proven = true };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), ACCEPTED);
	KUNIT_EXPECT_EQ(test, b.lifetime, MN_BUL_LIFETIME);
	KUNIT_EXPECT_EQ(test, b.expires, now + MN_BUL_LIFETIME * SEC);
	mn_bul_renew(&b, now);
	careof_send(test, &b, false, false, now);
	ack.seq = b.seq;
	ack.lifetime = 0;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), REFUSED);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_FAILED);
	KUNIT_EXPECT_EQ(test, b.reason, MN_REASON_REFUSED);
	KUNIT_EXPECT_FALSE(test, b.bound);
	KUNIT_EXPECT_EQ(test, mn_bul_next(&b), now + 32 * SEC);
}

/**
 * struct advice - when a router wants the next refresh
 * @lifetime: that it grants, seconds
 * @refresh: its advice, seconds
 * @at: when the node refreshes, seconds
 */
struct advice {
	u32 lifetime;
	u32 refresh;
	u32 at;
};

static const struct advice advices[] = {
	{ 400, 0, 300 },
	{ 400, 4, 4 },
	{ 400, 299, 299 },
	{ 400, 301, 300 },
	{ 400, 400, 300 },
	{ 400, 262140, 300 },
	{ 262140, 2800, 2700 },
};

static void advice_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .proven = true };
	u64 now = 1000 * SEC;
	unsigned int i;
	struct mn_bul b;

	for (i = 0; i < ARRAY_SIZE(advices); i++) {
		careof_move(test, &b);
		careof_send(test, &b, true, false, now);
		ack.seq = b.seq;
		ack.lifetime = advices[i].lifetime;
		ack.refresh = advices[i].refresh;
		KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), ACCEPTED);
		KUNIT_EXPECT_EQ_MSG(test, b.refresh, now + advices[i].at * SEC,
				    "advice %u", i);
	}
}

/* A token in a refusal that is not proven is not taken. */
static void careof_liar_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .status = FAMA_BA_CAREOF_NONCE,
				  .careof = careof_token, .nonce = NONCE };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	careof_send(test, &b, true, false, now);
	ack.seq = b.seq;
	KUNIT_EXPECT_EQ(test, answer(&b, &ack, now), RETRY);
	KUNIT_EXPECT_FALSE(test, b.careof.has_token);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
}

/*
 * Whatever happens, in whatever order.  The oracle knows what must never be, and
 * nothing of how the entry works.
 */
#define WALKS		200
#define WALK_STEPS	400

/**
 * struct walk - a story that nobody has written
 * @b: entry
 * @random: state of the generator
 * @now: time
 * @numbers: those sent under the token that @b holds
 */
struct walk {
	struct mn_bul b;
	u32 random;
	u64 now;
	bool numbers[65536];
};

static u32 walk_random(struct walk *w, u32 below)
{
	w->random = w->random * 1664525 + 1013904223;
	return (w->random >> 8) % below;
}

/* No number is sent twice under one token (RFC 4866 section 4.9). */
static void walk_send(struct kunit *test, struct walk *w)
{
	u16 before = w->b.seq;

	if (mn_bul_auth(&w->b) == MN_AUTH_PHKT)
		KUNIT_EXPECT_FALSE(test, w->numbers[(u16)(before + 1)]);
	mn_bul_sent(&w->b, w->now);
	KUNIT_EXPECT_EQ(test, w->b.seq, (u16)(before + 1));
	w->numbers[w->b.seq] = true;
}

/* Only what was bound runs out, and only a release ends an address. */
static bool walk_timer(struct kunit *test, struct walk *w)
{
	bool bound = w->b.bound;

	switch (mn_bul_timer(&w->b, w->now)) {
	case MN_BUL_SEND:
		walk_send(test, w);
		break;
	case MN_BUL_TEST:
		mn_bul_test_sent(&w->b, cookie, w->now);
		break;
	case MN_BUL_EXPIRED:
		KUNIT_EXPECT_TRUE(test, bound);
		break;
	case MN_BUL_GONE:
		KUNIT_EXPECT_EQ(test, w->b.pending, MN_BUL_RELEASE);
		return false;
	case MN_BUL_WAIT:
		if (mn_bul_elsewhere(&w->b, w->now))
			mn_bul_move(&w->b, &here, w->now);
		else
			KUNIT_EXPECT_GT(test, mn_bul_next(&w->b), w->now);
		break;
	}
	return true;
}

static struct mn_bul_ack walk_invent(struct walk *w)
{
	static const u8 statuses[] = { 0, 1, 128, 129, 130, 132, 133, 135, 135,
				       135, 137, 147, 148, 149, 174 };
	static const u16 numbers[] = { 0, 0, 0, 0, -1, 1, 1000, -1000, 0x7fff,
				       0x8000, 0x4000, -0x4000 };
	static const u32 lifetimes[] = { 0, 4, GRANTED, 262140 };
	struct mn_bul_ack ack = {
		.status = statuses[walk_random(w, ARRAY_SIZE(statuses))],
		.lifetime = lifetimes[walk_random(w, ARRAY_SIZE(lifetimes))],
		.refresh = walk_random(w, 3) * 8,
		.proven = walk_random(w, 2),
	};

	ack.seq = w->b.seq + numbers[walk_random(w, ARRAY_SIZE(numbers))];
	if (!walk_random(w, 2))
		ack.phkt = careof_token;
	if (!walk_random(w, 2))
		ack.careof = careof_token;
	ack.nonce = walk_random(w, 3);
	return ack;
}

/* What an answer without proof must leave as it was. */
static void walk_compare(struct kunit *test, const struct walk *w,
			 const struct mn_bul *was, const struct mn_bul_ack *ack)
{
	const struct mn_bul *b = &w->b;

	KUNIT_EXPECT_FALSE(test, fama_seq_newer(was->seq, b->seq));
	if (ack->proven)
		return;
	KUNIT_EXPECT_TRUE(test, b->seq == was->seq || b->seq != ack->seq);
	KUNIT_EXPECT_EQ(test, b->bound, was->bound);
	KUNIT_EXPECT_EQ(test, b->pending, was->pending);
	KUNIT_EXPECT_EQ(test, b->state == MN_ADDRESS_HOME,
			was->state == MN_ADDRESS_HOME);
	KUNIT_EXPECT_EQ(test, b->expires, was->expires);
	KUNIT_EXPECT_EQ(test, b->refresh, was->refresh);
	KUNIT_EXPECT_EQ(test, b->lifetime, was->lifetime);
	KUNIT_EXPECT_EQ(test, memcmp(b->phkt, was->phkt, sizeof(b->phkt)), 0);
}

static void walk_answer(struct kunit *test, struct walk *w)
{
	struct mn_bul_ack ack = walk_invent(w);
	struct mn_bul was = w->b;
	enum outcome outcome;

	outcome = answer(&w->b, &ack, w->now);
	walk_compare(test, w, &was, &ack);
	if (outcome >= NOT_BELIEVED)
		return;
	KUNIT_EXPECT_TRUE(test, was.waiting);
	KUNIT_EXPECT_LE(test, w->b.lifetime, MN_BUL_LIFETIME);
	if (outcome != ACCEPTED)
		return;
	KUNIT_EXPECT_TRUE(test, ack.proven);
	KUNIT_EXPECT_EQ(test, ack.seq, was.seq);
	if (!ack.phkt)
		return;
	KUNIT_EXPECT_TRUE(test, was.signed_out);
	memset(w->numbers, 0, sizeof(w->numbers));
}

static bool walk_step(struct kunit *test, struct walk *w)
{
	struct mn_bul *b = &w->b;

	switch (walk_random(w, 24)) {
	case 0:
		mn_bul_home(b, w->now, w->now + 3 * SEC);
		break;
	case 1:
	case 2:
		mn_bul_move(b, &here, w->now);
		break;
	case 3:
		mn_bul_detach(b);
		break;
	case 4:
		if (!walk_random(w, 8))
			mn_bul_release(b, w->now);
		break;
	case 5:
		mn_bul_renew(b, w->now);
		break;
	case 6:
		mn_bul_lost(b, w->now);
		break;
	case 7:
		mn_bul_hurry(b, w->now);
		break;
	case 8:
		mn_bul_test(b, cookie, NONCE, careof_token, w->now);
		break;
	case 9 ... 12:
		w->now += walk_random(w, 5) ? SEC / 8 : 100 * SEC;
		break;
	case 13 ... 17:
		return walk_timer(test, w);
	default:
		walk_answer(test, w);
	}
	return true;
}

static void walk_test(struct kunit *test)
{
	struct walk *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	int walk, step;

	KUNIT_ASSERT_NOT_NULL(test, w);
	for (walk = 0; walk < WALKS; walk++) {
		mn_bul_init(&w->b, 65000);
		memset(w->numbers, 0, sizeof(w->numbers));
		w->random = walk;
		w->now = 1000 * SEC;
		for (step = 0; step < WALK_STEPS; step++)
			if (!walk_step(test, w))
				break;
	}
}

/* Another address is asked with the token only, and when the router owes no answer. */
static void try_test(struct kunit *test)
{
	struct mn_bul_ack ack = { .lifetime = GRANTED, .proven = true };
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	careof_send(test, &b, true, false, now);
	ack.seq = b.seq;
	ack.phkt = careof_token;
	KUNIT_EXPECT_EQ(test, mn_bul_ack(&b, &ack, now), MN_BUL_ACCEPTED);
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now));
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_REGISTER);
	KUNIT_EXPECT_EQ(test, b.state, MN_ADDRESS_AWAY);
	careof_send(test, &b, false, false, now);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));

	/* The router is not there. */
	careof_send(test, &b, false, false, now + 1 * SEC);
	careof_send(test, &b, false, false, now + 3 * SEC);
	careof_send(test, &b, false, false, now + 7 * SEC);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now + 8 * SEC));
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_PHKT);
	careof_send(test, &b, false, false, now + 8 * SEC);
	mn_bul_ask_again(&b);
	KUNIT_EXPECT_EQ(test, mn_bul_auth(&b), MN_AUTH_CGA);

	b.uses = 0xff00;
	mn_bul_renew(&b, now);
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now + 20 * SEC));
}

/* At home it is the early token that is asked for; an address of no link asks nobody. */
static void try_home_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	mn_bul_init(&b, 1);
	b.has_phkt = true;
	KUNIT_EXPECT_FALSE(test, mn_bul_ask_other(&b, now));
	mn_bul_home(&b, now, MN_BUL_NEVER);
	KUNIT_EXPECT_TRUE(test, mn_bul_ask_other(&b, now));
	KUNIT_EXPECT_EQ(test, b.pending, MN_BUL_TOKEN);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_SEND);
}

/* A care-of token of somebody who has proven nothing else is not used any more. */
static void tried_careof_test(struct kunit *test)
{
	u64 now = 1000 * SEC;
	struct mn_bul b;

	careof_move(test, &b);
	b.has_phkt = true;
	b.careof.first = true;
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now), MN_BUL_TEST);
	mn_bul_test_sent(&b, cookie, now);
	KUNIT_EXPECT_TRUE(test, mn_bul_test(&b, cookie, NONCE, careof_token,
					    now));
	careof_send(test, &b, false, true, now);
	mn_bul_ask_again(&b);
	KUNIT_EXPECT_EQ(test, mn_bul_timer(&b, now + SEC), MN_BUL_TEST);
	mn_bul_test_sent(&b, other_cookie, now + SEC);
	mn_bul_ask_again(&b);
	KUNIT_EXPECT_FALSE(test, mn_bul_test(&b, other_cookie, NONCE,
					     careof_token, now + SEC));
}

static struct kunit_case mn_bul_cases[] = {
	KUNIT_CASE_PARAM(story_test, story_gen_params),
	KUNIT_CASE(init_test),
	KUNIT_CASE(sequence_test),
	KUNIT_CASE(hurry_test),
	KUNIT_CASE(reason_test),
	KUNIT_CASE(patience_test),
	KUNIT_CASE(careof_concurrent_test),
	KUNIT_CASE(careof_off_test),
	KUNIT_CASE(careof_required_test),
	KUNIT_CASE(careof_given_test),
	KUNIT_CASE(careof_lost_test),
	KUNIT_CASE(careof_moved_test),
	KUNIT_CASE(careof_expired_test),
	KUNIT_CASE(careof_doubted_test),
	KUNIT_CASE(careof_forgotten_test),
	KUNIT_CASE(careof_no_index_test),
	KUNIT_CASE(defended_test),
	KUNIT_CASE(resume_test),
	KUNIT_CASE(resume_late_test),
	KUNIT_CASE(resume_moved_test),
	KUNIT_CASE(resume_asked_test),
	KUNIT_CASE(signs_test),
	KUNIT_CASE(longest_timeout_test),
	KUNIT_CASE(longest_pause_test),
	KUNIT_CASE(last_use_test),
	KUNIT_CASE(ask_other_test),
	KUNIT_CASE(given_up_test),
	KUNIT_CASE(wish_test),
	KUNIT_CASE(ended_test),
	KUNIT_CASE(withdrawn_test),
	KUNIT_CASE(phkt_wrap_test),
	KUNIT_CASE(jump_test),
	KUNIT_CASE(lifetime_test),
	KUNIT_CASE(advice_test),
	KUNIT_CASE(careof_liar_test),
	KUNIT_CASE(walk_test),
	KUNIT_CASE(try_test),
	KUNIT_CASE(try_home_test),
	KUNIT_CASE(tried_careof_test),
	{}
};

static struct kunit_suite mn_bul_suite = {
	.name = "mn_bul",
	.test_cases = mn_bul_cases,
};

kunit_test_suite(mn_bul_suite);

MODULE_DESCRIPTION("KUnit tests of the Binding Update List entry");
MODULE_LICENSE("GPL");
