// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <net/ipv6.h>

#include <fama/mh.h>

#include "bul.h"

/* RFC 6275 section 12 */
#define BUL_INITIAL_TIMEOUT	(1 * NSEC_PER_SEC)
#define BUL_MAX_BINDACK_TIMEOUT	(32ULL * NSEC_PER_SEC)
#define BUL_RATE_INTERVAL	(1 * NSEC_PER_SEC)

/*
 * The back-off goes on beyond that: nobody may need the address.  Who needs it waits
 * no longer.
 */
#define BUL_MAX_TIMEOUT		(3600ULL * NSEC_PER_SEC)

/* A router that was given up is asked once in this time, if nothing else happens. */
#define BUL_GIVEN_UP_PAUSE	(86400ULL * NSEC_PER_SEC)

/* A router that asks for an update waits less than one that has refused. */
#define BUL_RENEW_INTERVAL	(4ULL * NSEC_PER_SEC)

/* After so many messages without an answer ... */
#define BUL_OVERDUE		2	/* the node listens to others */
#define BUL_PHKT_TRIES		3	/* the node proves with the CGA */
#define BUL_FAILED_TRIES	4	/* the state is failed */
#define BUL_RELEASE_TRIES	4	/* the address is removed */
#define BUL_TOKEN_TRIES		3	/* the node tries again later */

/* A router that is at home proves it in this time: the node asks three times. */
#define BUL_RETURN_TIME		(7ULL * NSEC_PER_SEC)

/* That is, after this time, and then after twice as long, and so on. */
#define BUL_TOKEN_PAUSE		(60ULL * NSEC_PER_SEC)
#define BUL_TOKEN_MAX_PAUSE	(86400ULL * NSEC_PER_SEC)

/*
 * No sequence number is used twice with one PHKT (RFC 4866 section 4.9).  A
 * refresh renews the PHKT after half of the numbers, so that no handover has to.
 * Numbers that are left out count as well.
 */
#define BUL_PHKT_RENEW		0x8000
#define BUL_PHKT_USES		0xff00

/*
 * A number that is not newer than the router's (RFC 6275 section 9.5.1) is newer when
 * nearly half of the numbers are left out.
 */
#define BUL_JUMP		0x7ffe

void mn_bul_init(struct mn_bul *b, u16 seq)
{
	memset(b, 0, sizeof(*b));
	b->seq = seq;
	b->state = MN_ADDRESS_IDLE;
	b->due = MN_BUL_NEVER;
	b->refresh = MN_BUL_NEVER;
	b->expires = MN_BUL_NEVER;
	b->token_at = MN_BUL_NEVER;
	b->patience = MN_BUL_NEVER;
	b->resumes = MN_BUL_NEVER;
}

static void bul_ask(struct mn_bul *b, enum mn_bul_pending what, u64 now)
{
	b->pending = what;
	b->waiting = false;
	b->distrusted = false;
	b->denied = false;
	b->tries = 0;
	b->timeout = 0;
	b->asked = now;
	b->due = now;
	b->token_at = MN_BUL_NEVER;
}

static void bul_answered(struct mn_bul *b)
{
	b->pending = MN_BUL_NONE;
	b->waiting = false;
	b->tries = 0;
	b->due = MN_BUL_NEVER;
	b->reason = MN_REASON_NONE;
}

static void bul_unbind(struct mn_bul *b)
{
	b->bound = false;
	b->lifetime = 0;
	b->refresh = MN_BUL_NEVER;
	b->expires = MN_BUL_NEVER;
}

/* The binding of an address that is not needed has ended: the address may go. */
static void bul_leave(struct mn_bul *b, u64 now)
{
	b->pending = MN_BUL_RELEASE;
	b->expires = now;
}

/* A registration without an answer may have reached the router. */
bool mn_bul_may_be_bound(const struct mn_bul *b)
{
	return b->bound || b->defended || b->pending == MN_BUL_REGISTER ||
	       b->pending == MN_BUL_DEREGISTER;
}

void mn_bul_home(struct mn_bul *b, u64 now, u64 token_at)
{
	bool maybe = mn_bul_may_be_bound(b);

	bul_answered(b);
	b->resumes = MN_BUL_NEVER;
	b->given_up = MN_REASON_NONE;
	b->token_pause = BUL_TOKEN_PAUSE;
	b->state = maybe ? MN_ADDRESS_RETURNING : MN_ADDRESS_HOME;
	b->refresh = MN_BUL_NEVER;
	if (maybe)
		bul_ask(b, MN_BUL_DEREGISTER, now);
	else if (!b->has_phkt)
		b->token_at = token_at;
}

/* Nothing more is sent until something happens, or for a long time. */
static void bul_rest(struct mn_bul *b, u64 now)
{
	b->state = MN_ADDRESS_GIVEN_UP;
	b->reason = b->given_up;
	b->due = now + BUL_GIVEN_UP_PAUSE;
}

/* Who needs the address then has to wait from the last message on, but not long. */
static void bul_give_up(struct mn_bul *b, enum mn_reason why, u64 now)
{
	b->given_up = why;
	b->timeout = BUL_MAX_BINDACK_TIMEOUT;
	bul_rest(b, now);
}

void mn_bul_move(struct mn_bul *b, const struct in6_addr *coa, u64 now)
{
	b->coa = *coa;
	b->resumes = MN_BUL_NEVER;
	b->state = MN_ADDRESS_REGISTERING;
	b->reason = MN_REASON_NONE;
	b->use_cga = b->doubt;
	mn_careof_moved(&b->careof);
	bul_ask(b, MN_BUL_REGISTER, now);
	if (b->given_up)
		bul_give_up(b, b->given_up, now);
	if (b->given_up && b->given_up != MN_REASON_NOT_ADMITTED)
		b->due = now;
}

/* The registration that is out may have reached the router: for as long as it asks for. */
static void bul_suppose(struct mn_bul *b)
{
	u64 until = b->sent + (u64)MN_BUL_LIFETIME * NSEC_PER_SEC;

	if (b->bound) {
		b->expires = max(b->expires, until);
		return;
	}
	b->bound = true;
	b->lifetime = MN_BUL_LIFETIME;
	b->expires = until;
}

void mn_bul_detach(struct mn_bul *b)
{
	if (b->pending == MN_BUL_RELEASE)
		return;
	if (b->pending == MN_BUL_REGISTER && b->waiting)
		bul_suppose(b);
	bul_answered(b);
	b->refresh = MN_BUL_NEVER;
	b->token_at = MN_BUL_NEVER;
	b->state = MN_ADDRESS_IDLE;
}

void mn_bul_leave_off(struct mn_bul *b)
{
	if (b->state == MN_ADDRESS_AWAY && b->pending == MN_BUL_NONE)
		b->resumes = b->refresh;
	if (b->pending == MN_BUL_REGISTER && b->waiting)
		bul_suppose(b);
	if (b->bound)
		return;
	bul_unbind(b);
	b->resumes = MN_BUL_NEVER;
}

bool mn_bul_resume(struct mn_bul *b, const struct in6_addr *coa, u64 now)
{
	u64 refresh = b->resumes;

	b->resumes = MN_BUL_NEVER;
	if (refresh == MN_BUL_NEVER || !b->bound || now >= b->expires ||
	    !ipv6_addr_equal(&b->coa, coa))
		return false;
	b->state = MN_ADDRESS_AWAY;
	b->refresh = refresh;
	return true;
}

bool mn_bul_release(struct mn_bul *b, u64 now)
{
	if (!b->bound && (b->pending != MN_BUL_REGISTER || b->given_up))
		return false;
	b->refresh = MN_BUL_NEVER;
	bul_ask(b, MN_BUL_RELEASE, now);
	return true;
}

void mn_bul_renew(struct mn_bul *b, u64 now)
{
	if (b->pending == MN_BUL_REGISTER)
		b->due = min(b->due, b->sent + BUL_RENEW_INTERVAL);
	else if (b->pending == MN_BUL_NONE && b->state == MN_ADDRESS_AWAY)
		bul_ask(b, MN_BUL_REGISTER, now);
}

void mn_bul_lost(struct mn_bul *b, u64 now)
{
	if (b->state == MN_ADDRESS_AWAY && b->pending == MN_BUL_NONE)
		mn_careof_moved(&b->careof);
	mn_bul_renew(b, now);
}

void mn_bul_hurry(struct mn_bul *b, u64 now)
{
	if (b->pending == MN_BUL_NONE || b->given_up == MN_REASON_NOT_ADMITTED)
		return;
	b->tries = 0;
	b->timeout = 0;
	b->due = now;
}

void mn_bul_need(struct mn_bul *b, u64 now)
{
	u64 pause = b->given_up ? b->timeout : BUL_MAX_BINDACK_TIMEOUT;

	if (b->pending == MN_BUL_REGISTER)
		b->due = min(b->due, max(now, b->sent + pause));
}

void mn_bul_wish(struct mn_bul *b, u64 now)
{
	if (b->state != MN_ADDRESS_FAILED && b->state != MN_ADDRESS_GIVEN_UP)
		return;
	b->given_up = MN_REASON_NONE;
	b->reason = MN_REASON_NONE;
	b->state = MN_ADDRESS_REGISTERING;
	bul_ask(b, MN_BUL_REGISTER, now);
}

/* What asks the router for an answer without changing anything. */
static enum mn_bul_pending bul_question(const struct mn_bul *b)
{
	if (b->state == MN_ADDRESS_HOME)
		return MN_BUL_TOKEN;
	return b->state == MN_ADDRESS_AWAY ? MN_BUL_REGISTER : MN_BUL_NONE;
}

bool mn_bul_ask_other(struct mn_bul *b, u64 now)
{
	bool none = b->pending == MN_BUL_NONE;

	if (!b->has_phkt || b->uses >= BUL_PHKT_USES ||
	    (none ? bul_question(b) == MN_BUL_NONE : b->tries < BUL_OVERDUE))
		return false;
	if (none)
		bul_ask(b, bul_question(b), now);
	else
		mn_bul_hurry(b, now);
	/* No answer to a former update counts, which may deliver any token. */
	b->signed_out = false;
	b->use_cga = false;
	return true;
}

void mn_bul_ask_again(struct mn_bul *b)
{
	b->use_cga = b->doubt;
	mn_careof_disown(&b->careof);
}

enum mn_auth mn_bul_auth(const struct mn_bul *b)
{
	bool fresh = b->has_phkt && b->uses < BUL_PHKT_USES;

	return fresh && !b->use_cga ? MN_AUTH_PHKT : MN_AUTH_CGA;
}

bool mn_bul_ends(const struct mn_bul *b)
{
	return b->pending != MN_BUL_REGISTER;
}

/* Is the next message a Care-of Test Init, instead of the Binding Update? */
static bool bul_tests(const struct mn_bul *b)
{
	return b->pending == MN_BUL_REGISTER && mn_careof_tests(&b->careof);
}

/* When the rate limit of its type lets the next message out (RFC 6275 section 11.8). */
static u64 bul_rate(const struct mn_bul *b)
{
	const struct mn_bul_window *w = &b->windows[bul_tests(b)];
	u64 oldest = w->sent[w->pos];

	return oldest ? oldest + BUL_RATE_INTERVAL : 0;
}

static u64 bul_send_at(const struct mn_bul *b)
{
	if (b->pending == MN_BUL_NONE)
		return MN_BUL_NEVER;
	return max(b->due, bul_rate(b));
}

bool mn_bul_signs(const struct mn_bul *b, u64 now)
{
	return now >= bul_send_at(b) && !bul_tests(b) &&
	       mn_bul_auth(b) == MN_AUTH_CGA;
}

/* When the router is given up if it goes on like this. */
static u64 bul_ends_at(const struct mn_bul *b)
{
	if (b->pending != MN_BUL_REGISTER || b->given_up ||
	    b->state != MN_ADDRESS_FAILED || b->patience == MN_BUL_NEVER)
		return MN_BUL_NEVER;
	return b->asked + b->patience;
}

/* The next early token is fetched after a pause, which grows.  Return: when */
static u64 bul_pause_token(struct mn_bul *b, u64 now)
{
	u64 pause = b->token_pause;

	b->token_pause = min(2 * pause, BUL_TOKEN_MAX_PAUSE);
	return now + pause;
}

/* Nothing is bound any more: the address is at home, and may be used there. */
static void bul_arrive(struct mn_bul *b)
{
	bul_answered(b);
	b->defended = false;
	b->state = MN_ADDRESS_HOME;
}

bool mn_bul_elsewhere(const struct mn_bul *b, u64 now)
{
	return b->state == MN_ADDRESS_RETURNING &&
	       now >= b->asked + BUL_RETURN_TIME;
}

static enum mn_bul_action bul_expire(struct mn_bul *b, u64 now)
{
	bul_unbind(b);
	switch (b->pending) {
	case MN_BUL_DEREGISTER:
		bul_arrive(b);
		break;
	case MN_BUL_RELEASE:
		return MN_BUL_GONE;
	case MN_BUL_NONE:
		if (b->state == MN_ADDRESS_AWAY)
			bul_ask(b, MN_BUL_REGISTER, now);
		break;
	default:
		break;
	}
	if (b->state == MN_ADDRESS_AWAY)
		b->state = MN_ADDRESS_REGISTERING;
	return MN_BUL_EXPIRED;
}

/* What is due without a message. */
static void bul_turn(struct mn_bul *b, u64 now)
{
	if (now >= b->refresh) {
		b->refresh = MN_BUL_NEVER;
		b->use_cga |= b->uses >= BUL_PHKT_RENEW;
		bul_ask(b, MN_BUL_REGISTER, now);
	}
	if (now >= b->token_at)
		bul_ask(b, MN_BUL_TOKEN, now);
	if (now >= bul_ends_at(b))
		bul_give_up(b, b->reason, now);
}

enum mn_bul_action mn_bul_timer(struct mn_bul *b, u64 now)
{
	if (now >= b->expires)
		return bul_expire(b, now);
	bul_turn(b, now);
	if (now < bul_send_at(b))
		return MN_BUL_WAIT;
	if (b->pending == MN_BUL_RELEASE && b->tries >= BUL_RELEASE_TRIES)
		return MN_BUL_GONE;
	if (b->pending == MN_BUL_TOKEN && b->tries >= BUL_TOKEN_TRIES) {
		bul_answered(b);
		b->token_at = bul_pause_token(b, now);
		return MN_BUL_WAIT;
	}
	if (bul_tests(b))
		return MN_BUL_TEST;
	return MN_BUL_SEND;
}

/* A message was sent: when is the next one due? */
static void bul_back_off(struct mn_bul *b, bool test, u64 now)
{
	struct mn_bul_window *w = &b->windows[test];

	b->sent = now;
	w->sent[w->pos] = now;
	w->pos = (w->pos + 1) % MN_BUL_RATE;
	b->timeout = b->timeout ? min_t(u64, b->timeout * 2, BUL_MAX_TIMEOUT) :
				  BUL_INITIAL_TIMEOUT;
	b->due = now + b->timeout;
	b->tries++;
	if (b->given_up)
		bul_rest(b, now);
	/* A binding to an earlier care-of address is of no use. */
	if (b->tries >= BUL_FAILED_TRIES &&
	    b->state == MN_ADDRESS_REGISTERING) {
		b->state = MN_ADDRESS_FAILED;
		b->reason = b->distrusted ? MN_REASON_NO_SIGNED_ANSWER :
					    MN_REASON_NO_ANSWER;
	}
}

/* Numbers only go forward, by less than half of all. */
static void bul_advance(struct mn_bul *b, u16 by)
{
	b->seq += by;
	b->uses += by;
}

void mn_bul_sent(struct mn_bul *b, u64 now)
{
	b->signed_out = mn_bul_auth(b) == MN_AUTH_CGA;
	/* If a signed Binding Update arrives, the router makes another PHKT. */
	b->doubt |= b->signed_out;
	b->decrypted = false;
	bul_advance(b, 1);
	b->waiting = true;
	b->defended |= !mn_bul_ends(b);
	mn_careof_sent(&b->careof, !mn_bul_ends(b));
	bul_back_off(b, false, now);
	if (b->tries >= BUL_PHKT_TRIES)
		b->use_cga = true;
}

void mn_bul_test_sent(struct mn_bul *b, const u8 cookie[MN_COOKIE_LEN],
		      u64 now)
{
	mn_careof_test_sent(&b->careof, cookie);
	bul_back_off(b, true, now);
}

bool mn_bul_test(struct mn_bul *b, const u8 cookie[MN_COOKIE_LEN], u16 nonce,
		 const u8 token[FAMA_TOKEN_LEN], u64 now)
{
	if (b->pending != MN_BUL_REGISTER ||
	    !mn_careof_test(&b->careof, cookie, nonce, token))
		return false;
	b->tries = 0;
	b->timeout = 0;
	b->due = now;
	return true;
}

/*
 * The number was not newer than what the router has.  Only if that is proven, its number
 * is taken; without proof the next Binding Update is signed.  A node without memory
 * cannot verify the answer to a signed one: it leaves out numbers of its own choice.
 */
static enum mn_bul_verdict bul_resync(struct mn_bul *b,
				      const struct mn_bul_ack *ack, u64 now)
{
	if (ack->proven)
		bul_advance(b, ack->seq - b->seq);
	else if (b->signed_out)
		bul_advance(b, BUL_JUMP);
	else
		b->use_cga = true;
	b->due = now;
	return MN_BUL_RETRY;
}

/*
 * Another proof is tried at once.  A router that cannot prove its refusal has forgotten
 * the PHKT, and with it all that it knew.
 */
static enum mn_bul_verdict bul_prove_otherwise(struct mn_bul *b,
					       const struct mn_bul_ack *ack,
					       u64 now)
{
	b->use_cga = !b->signed_out;
	if (!ack->proven)
		mn_careof_forgotten(&b->careof);
	b->due = now;
	return MN_BUL_RETRY;
}

/*
 * The address is not admitted.  A router without memory may know its guests by the
 * token alone, or by the key alone, so that each is tried before the node waits.
 * Then it begins with the token, because the signature was not looked at.
 */
static bool bul_denied(struct mn_bul *b)
{
	b->denied = b->has_phkt && !b->denied;
	if (b->denied)
		return false;
	b->use_cga = false;
	b->doubt = false;
	return true;
}

/* The router refuses, and will not do otherwise soon. */
static enum mn_bul_verdict bul_wait_long(struct mn_bul *b, u64 now)
{
	if (b->given_up) {
		bul_rest(b, now);
		return MN_BUL_REFUSED;
	}
	/* That ends after some messages, whatever the router says. */
	if (b->pending == MN_BUL_RELEASE)
		return MN_BUL_REFUSED;
	b->timeout = max(b->timeout, BUL_MAX_BINDACK_TIMEOUT / 2);
	b->due = now + 2 * b->timeout;
	if (b->pending == MN_BUL_REGISTER && b->state != MN_ADDRESS_AWAY) {
		b->state = MN_ADDRESS_FAILED;
		b->reason = MN_REASON_REFUSED;
	}
	return MN_BUL_REFUSED;
}

/*
 * Neither proof helps.  A binding that exists is not given up for that: the answers may
 * be those of a liar.
 */
static enum mn_bul_verdict bul_not_admitted(struct mn_bul *b, u64 now)
{
	if (b->pending == MN_BUL_REGISTER && b->state != MN_ADDRESS_AWAY) {
		bul_give_up(b, MN_REASON_NOT_ADMITTED, now);
	} else if (b->pending == MN_BUL_TOKEN) {
		b->due = MN_BUL_NEVER;
		b->reason = MN_REASON_NOT_ADMITTED;
	} else {
		return bul_wait_long(b, now);
	}
	return MN_BUL_REFUSED;
}

/* The router has proven that there is no binding to end. */
static enum mn_bul_verdict bul_nothing_bound(struct mn_bul *b, u64 now)
{
	enum mn_bul_pending pending = b->pending;

	bul_answered(b);
	bul_unbind(b);
	b->defended = false;
	if (pending == MN_BUL_RELEASE)
		bul_leave(b, now);
	else if (pending == MN_BUL_DEREGISTER)
		bul_arrive(b);
	return MN_BUL_REFUSED;
}

static enum mn_bul_verdict bul_refused(struct mn_bul *b,
				       const struct mn_bul_ack *ack, u64 now)
{
	switch (ack->status) {
	case FAMA_BA_PHKT_UNAVAILABLE:
		if (b->signed_out)
			break;
		return bul_prove_otherwise(b, ack, now);
	case FAMA_BA_PROHIBITED:
		if (!ack->proven && !bul_denied(b))
			return bul_prove_otherwise(b, ack, now);
		return bul_not_admitted(b, now);
	case FAMA_BA_CAREOF_NONCE:
		if (b->pending != MN_BUL_REGISTER)
			break;
		mn_careof_refused(&b->careof, ack->proven ? ack->careof : NULL,
				  ack->nonce);
		b->due = now;
		return MN_BUL_RETRY;
	case FAMA_BA_NO_RESOURCES:
		return MN_BUL_REFUSED;
	case FAMA_BA_NOT_HOME_AGENT:
		if (!mn_bul_ends(b))
			break;
		if (ack->proven)
			return bul_nothing_bound(b, now);
		/* Only who has forgotten the PHKT cannot prove that. */
		if (b->signed_out)
			break;
		return bul_prove_otherwise(b, ack, now);
	default:
		break;
	}
	if (b->pending != MN_BUL_TOKEN)
		return bul_wait_long(b, now);
	b->tries = 0;
	b->timeout = 0;
	b->due = bul_pause_token(b, now);
	return MN_BUL_REFUSED;
}

/*
 * The node never believes that it is bound for longer than it has asked for.  The
 * advice of the router counts within the lifetime (RFC 6275 section 11.7.3).
 */
static void bul_accept_binding(struct mn_bul *b, const struct mn_bul_ack *ack)
{
	u64 ns;

	b->lifetime = min_t(u32, ack->lifetime, MN_BUL_LIFETIME);
	ns = (u64)b->lifetime * NSEC_PER_SEC;
	b->bound = true;
	b->state = MN_ADDRESS_AWAY;
	b->expires = b->sent + ns;
	b->refresh = b->sent + ns / 4 * 3;
	if (ack->refresh)
		b->refresh = min(b->refresh,
				 b->sent + (u64)ack->refresh * NSEC_PER_SEC);
}

/* A binding for no time is none: the router will not do otherwise soon. */
static enum mn_bul_verdict bul_granted_nothing(struct mn_bul *b, u64 now)
{
	bul_unbind(b);
	b->state = MN_ADDRESS_REGISTERING;
	return bul_wait_long(b, now);
}

static void bul_take_token(struct mn_bul *b, const u8 *phkt)
{
	memcpy(b->phkt, phkt, sizeof(b->phkt));
	b->has_phkt = true;
	b->uses = 0;
}

static enum mn_bul_verdict bul_accepted(struct mn_bul *b,
					const struct mn_bul_ack *ack, u64 now)
{
	enum mn_bul_pending pending = b->pending;

	if (ack->phkt)
		bul_take_token(b, ack->phkt);
	b->given_up = MN_REASON_NONE;
	b->use_cga = false;
	b->doubt = false;
	b->rtt_us = div_u64(now - b->sent, NSEC_PER_USEC);
	if (pending == MN_BUL_REGISTER && !ack->lifetime)
		return bul_granted_nothing(b, now);
	bul_answered(b);
	bul_unbind(b);
	b->defended = pending == MN_BUL_REGISTER;
	if (pending == MN_BUL_REGISTER) {
		b->withdrawn = ack->status == FAMA_BA_PREFIX_DISCOVERY;
		bul_accept_binding(b, ack);
		if (mn_careof_accepted(&b->careof, ack->careof, ack->nonce))
			bul_ask(b, MN_BUL_REGISTER, now);
	} else if (pending == MN_BUL_RELEASE) {
		bul_leave(b, now);
	} else if (pending == MN_BUL_DEREGISTER) {
		bul_arrive(b);
	}
	return MN_BUL_ACCEPTED;
}

enum mn_bul_verdict mn_bul_ack(struct mn_bul *b, const struct mn_bul_ack *ack,
			       u64 now)
{
	if (!ack->proven)
		b->hint = now;
	if (ack->status == FAMA_BA_SEQ_WINDOW)
		return bul_resync(b, ack, now);
	if (ack->status >= FAMA_BA_REFUSED)
		return bul_refused(b, ack, now);
	return bul_accepted(b, ack, now);
}

void mn_bul_decrypts(struct mn_bul *b)
{
	b->decrypted = true;
}

void mn_bul_distrust(struct mn_bul *b)
{
	b->distrusted = true;
	if (b->state == MN_ADDRESS_FAILED && b->reason == MN_REASON_NO_ANSWER)
		b->reason = MN_REASON_NO_SIGNED_ANSWER;
}

u64 mn_bul_next(const struct mn_bul *b)
{
	u64 next = min(b->expires, b->refresh);

	if (b->state == MN_ADDRESS_RETURNING)
		next = min(next, b->asked + BUL_RETURN_TIME);
	next = min3(next, b->token_at, bul_ends_at(b));
	return min(next, bul_send_at(b));
}
