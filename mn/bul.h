/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Update List entry (RFC 6275 section 11.1): what the access router of one
 * anchored address was told, which answer is missing, and when to send next.
 *
 * Pure: time comes in as nanoseconds of any clock that does not go back.
 */
#ifndef _MN_BUL_H
#define _MN_BUL_H

#include <linux/in6.h>
#include <linux/types.h>
#include <linux/mn.h>

#include <fama/mhopt.h>

#include "careof.h"

#define MN_BUL_RATE		3	/* messages of a type a second, MAX_UPDATE_RATE */
#define MN_BUL_LIFETIME		3600	/* seconds that the node asks for */
#define MN_BUL_NEVER		U64_MAX

/**
 * enum mn_bul_pending - the Binding Update that has not been answered
 * @MN_BUL_NONE: none
 * @MN_BUL_REGISTER: bind the address to a care-of address
 * @MN_BUL_DEREGISTER: the address is at home again: end the binding
 * @MN_BUL_RELEASE: the address is away and not needed any more: end the binding
 * @MN_BUL_TOKEN: the address is at home and not bound: only fetch a PHKT (early
 *	token)
 */
enum mn_bul_pending {
	MN_BUL_NONE,
	MN_BUL_REGISTER,
	MN_BUL_DEREGISTER,
	MN_BUL_RELEASE,
	MN_BUL_TOKEN,
};

/**
 * struct mn_bul_window - when the last messages of a type were sent
 * @sent: the times
 * @pos: where the oldest is
 */
struct mn_bul_window {
	u64 sent[MN_BUL_RATE];
	unsigned int pos;
};

/**
 * struct mn_bul - an entry; its owner serialises access
 * @state: state of the address, as the user sees it
 * @pending: what the node wants of the router
 * @coa: care-of address registered or being registered
 * @seq: sequence number of the last Binding Update
 * @bound: the router holds a binding, as far as this node knows
 * @has_phkt: @phkt is valid
 * @use_cga: prove with the CGA, although there is a PHKT
 * @denied: the router has not admitted the address, with one of the two proofs
 * @doubt: a CGA proof was sent and not answered: the router may hold a newer PHKT
 * @distrusted: an answer to @pending could not be believed
 * @defended: a Binding Update may have reached the router, and no
 *	deregistration for sure: it may claim the address on its link
 * @withdrawn: the router has asked to give the address up when it is not used
 * @waiting: a Binding Update about @pending was sent
 * @signed_out: that one is signed, so that its answer delivers a PHKT
 * @decrypted: a PHKT in an answer to that one was decrypted
 * @phkt: Permanent Home Keygen Token
 * @uses: sequence numbers that have passed since @phkt was delivered
 * @careof: care-of test
 * @tries: messages since the last answer or change
 * @asked: when the node began to ask for what is pending
 * @patience: nanoseconds of asking in vain after which the router is given up, or
 *	%MN_BUL_NEVER; the owner sets it
 * @given_up: why the router is given up, %MN_REASON_NONE: it is not
 * @lifetime: seconds granted
 * @rtt_us: microseconds until the last answer, 0 before the first one
 * @reason: why the state is %MN_ADDRESS_FAILED, or %MN_REASON_NONE
 * @sent: when the last message was sent
 * @timeout: back-off after it
 * @due: when to send the pending Binding Update (again)
 * @refresh: when to renew the binding
 * @expires: when the binding ends
 * @token_at: when to fetch a PHKT
 * @token_pause: nanoseconds from an early token that was not given to the next try
 * @resumes: when to renew the binding if the node is still at @coa, see mn_bul_resume(),
 *	or %MN_BUL_NEVER
 * @hint: when an answer without proof was last obeyed
 * @windows: of Binding Updates, and of Care-of Test Inits
 */
struct mn_bul {
	enum mn_address_state state;
	enum mn_bul_pending pending;
	struct in6_addr coa;
	u16 seq;
	bool bound;
	bool has_phkt;
	bool use_cga;
	bool denied;
	bool doubt;
	bool distrusted;
	bool defended;
	bool withdrawn;
	bool waiting;
	bool signed_out;
	bool decrypted;
	u8 phkt[FAMA_TOKEN_LEN];
	u32 uses;
	struct mn_careof careof;
	unsigned int tries;
	u64 asked;
	u64 patience;
	enum mn_reason given_up;
	u32 lifetime;
	u32 rtt_us;
	enum mn_reason reason;
	u64 sent;
	u64 timeout;
	u64 due;
	u64 refresh;
	u64 expires;
	u64 token_at;
	u64 token_pause;
	u64 resumes;
	u64 hint;
	struct mn_bul_window windows[2];
};

/**
 * struct mn_bul_ack - what a Binding Acknowledgement says
 * @status: status
 * @seq: sequence number
 * @lifetime: seconds
 * @refresh: seconds after which the router advises to refresh, 0: no advice
 * @proven: its authenticator was made with the PHKT that the node holds, or with
 *	@phkt
 * @phkt: PHKT that it delivers, or NULL
 * @careof: care-of token that it delivers, or NULL
 * @nonce: nonce index of @careof, 0: none
 */
struct mn_bul_ack {
	u8 status;
	u16 seq;
	u32 lifetime;
	u32 refresh;
	bool proven;
	const u8 *phkt;
	const u8 *careof;
	u16 nonce;
};

/**
 * enum mn_bul_verdict - what became of a Binding Acknowledgement
 * @MN_BUL_ACCEPTED: it ends what was pending
 * @MN_BUL_REFUSED: the router refuses; the Binding Update is sent again later, unless
 *	there is nothing to end
 * @MN_BUL_RETRY: another Binding Update is sent at once, in another way
 */
enum mn_bul_verdict {
	MN_BUL_ACCEPTED,
	MN_BUL_REFUSED,
	MN_BUL_RETRY,
};

/**
 * enum mn_bul_action - what the owner must do now
 * @MN_BUL_WAIT: nothing until mn_bul_next()
 * @MN_BUL_SEND: send the pending Binding Update, then call mn_bul_sent()
 * @MN_BUL_TEST: send a Care-of Test Init, then call mn_bul_test_sent()
 * @MN_BUL_EXPIRED: say that the binding ran out, then ask again
 * @MN_BUL_GONE: a released address can be removed
 */
enum mn_bul_action {
	MN_BUL_WAIT,
	MN_BUL_SEND,
	MN_BUL_TEST,
	MN_BUL_EXPIRED,
	MN_BUL_GONE,
};

/* @seq: random, RFC 6275 section 11.7.1 wants no guessable start. */
void mn_bul_init(struct mn_bul *b, u16 seq);

/* May the router have a binding? */
bool mn_bul_may_be_bound(const struct mn_bul *b);

/*
 * The address seems to be on its home link.  If the router may have a binding, the
 * address is returning, until the router has proven that there is none any more.
 * @token_at: when to fetch an early token
 */
void mn_bul_home(struct mn_bul *b, u64 now, u64 token_at);

/*
 * Has the router of an address that is returning not proven in time that it is at home?
 * Then the node is elsewhere, whatever the link says.
 */
bool mn_bul_elsewhere(const struct mn_bul *b, u64 now);

/*
 * The node is at @coa now.  A router that was given up is asked once, unless it does
 * not admit the address.
 */
void mn_bul_move(struct mn_bul *b, const struct in6_addr *coa, u64 now);

/* The node has no care-of address any more. */
void mn_bul_detach(struct mn_bul *b);

/*
 * The state is about to be saved, and nothing more is sent by it.  An update that was not
 * answered may have reached the router; a binding about which nothing is pending can be
 * resumed.
 */
void mn_bul_leave_off(struct mn_bul *b);

/*
 * The node is at @coa, for the first time since its state was restored.  Return: true: it is
 * where it was, the binding holds, and there is nothing to tell the router.
 */
bool mn_bul_resume(struct mn_bul *b, const struct in6_addr *coa, u64 now);

/* The address is not needed any more.  Return: false when it is not bound. */
bool mn_bul_release(struct mn_bul *b, u64 now);

/* The router wants a refresh. */
void mn_bul_renew(struct mn_bul *b, u64 now);

/* The router says that it has no binding (Binding Error 1). */
void mn_bul_lost(struct mn_bul *b, u64 now);

/*
 * Another address may be the router's: the node sends it a Binding Update, with the
 * PHKT, at once.  Return: false: there is no PHKT, or the router's answer is not
 * overdue, and nothing is sent.
 */
bool mn_bul_ask_other(struct mn_bul *b, u64 now);

/* It was not.  The pending Binding Update goes to the router again. */
void mn_bul_ask_again(struct mn_bul *b);

/* The pending Binding Update is due at once: it could not have been answered. */
void mn_bul_hurry(struct mn_bul *b, u64 now);

/*
 * An application needs the address.  It need not wait longer than 32 s for the next
 * message, or, when the router is given up, twice as long from message to message.
 */
void mn_bul_need(struct mn_bul *b, u64 now);

/* The user wants the router to be asked as if the node had just come. */
void mn_bul_wish(struct mn_bul *b, u64 now);

/* The proof that the next Binding Update carries. */
enum mn_auth mn_bul_auth(const struct mn_bul *b);

/* Is a message due that has to be signed? */
bool mn_bul_signs(const struct mn_bul *b, u64 now);

/* Does the pending Binding Update end the binding, with lifetime 0? */
bool mn_bul_ends(const struct mn_bul *b);

/* Is it sent on the home link, from the address itself? */
static inline bool mn_bul_from_home(const struct mn_bul *b)
{
	return b->pending == MN_BUL_DEREGISTER || b->pending == MN_BUL_TOKEN;
}

enum mn_bul_action mn_bul_timer(struct mn_bul *b, u64 now);

/* The pending Binding Update was sent, with sequence number @b->seq + 1. */
void mn_bul_sent(struct mn_bul *b, u64 now);

/* A Care-of Test Init with this cookie was sent. */
void mn_bul_test_sent(struct mn_bul *b, const u8 cookie[MN_COOKIE_LEN],
		      u64 now);

/* A Care-of Test came.  Return: it was waited for, so the next message is due. */
bool mn_bul_test(struct mn_bul *b, const u8 cookie[MN_COOKIE_LEN], u16 nonce,
		 const u8 token[FAMA_TOKEN_LEN], u64 now);

/**
 * mn_bul_ack() - obey a Binding Acknowledgement
 * @b: entry
 * @ack: what it says
 * @now: time
 *
 * mn_believe_answers() and mn_believe_proof() have decided that it is obeyed: that it
 * can be the answer to the Binding Update that is out, and that it is proven or a
 * hint.
 *
 * Return: what became of it.
 */
enum mn_bul_verdict mn_bul_ack(struct mn_bul *b, const struct mn_bul_ack *ack,
			       u64 now);

/* A PHKT in an answer is going to be decrypted: no other answer's will be. */
void mn_bul_decrypts(struct mn_bul *b);

/* An answer could not be believed: it is ignored, and the user is told so later. */
void mn_bul_distrust(struct mn_bul *b);

/* When to call mn_bul_timer() next, or %MN_BUL_NEVER. */
u64 mn_bul_next(const struct mn_bul *b);

#endif /* _MN_BUL_H */
