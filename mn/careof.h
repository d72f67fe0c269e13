/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Care-of test, the node's side (RFC 6275 section 5.2, RFC 4866 section 4.1):
 * what proves to an access router that the node is at its care-of address.
 *
 * Pure.  A node asks for the test in its Binding Update, and completes the binding
 * with the token that the answer brings, whether the router has accepted the first
 * Binding Update or refused it for want of the token.  A router that gives none with its
 * refusal is asked for one by a Care-of Test Init, at this care-of address.
 */
#ifndef _MN_CAREOF_H
#define _MN_CAREOF_H

#include <linux/types.h>

#include <fama/mhopt.h>

#define MN_COOKIE_LEN	8

/**
 * struct mn_careof - the test with one router
 * @first: the router wants the test before the Binding Update, at this care-of
 *	address
 * @proven: the binding is verified, or the router does not test
 * @testing: a Care-of Test Init with @cookie was sent and not answered
 * @has_token: there are @token and @nonce for the current care-of address
 * @asked: the last Binding Update asked for a token
 * @used: the last Binding Update was keyed with @token
 * @nonce: index of the router's nonce that made @token
 * @cookie: care-of init cookie
 * @token: care-of keygen token
 */
struct mn_careof {
	bool first;
	bool proven;
	bool testing;
	bool has_token;
	bool asked;
	bool used;
	u16 nonce;
	u8 cookie[MN_COOKIE_LEN];
	u8 token[FAMA_TOKEN_LEN];
};

/* The care-of address has changed, or the router says that it has no binding. */
void mn_careof_moved(struct mn_careof *c);

/*
 * The router serves the prefix, but has forgotten everything: it redirects nothing of
 * an unknown node before the test, since a message without a nonce of its own may be
 * an old one.
 */
void mn_careof_forgotten(struct mn_careof *c);

/* The token, and the answer that is waited for, may be those of a liar. */
void mn_careof_disown(struct mn_careof *c);

/* Is the next message a Care-of Test Init, instead of a Binding Update? */
static inline bool mn_careof_tests(const struct mn_careof *c)
{
	return c->first && !c->proven && !c->has_token;
}

/* Does the next Binding Update ask for a token? */
static inline bool mn_careof_asks(const struct mn_careof *c)
{
	return !c->first && !c->proven && !c->has_token;
}

/* A Care-of Test Init was sent. */
void mn_careof_test_sent(struct mn_careof *c, const u8 cookie[MN_COOKIE_LEN]);

/* A Care-of Test came.  Return: whether it is the one that was waited for. */
bool mn_careof_test(struct mn_careof *c, const u8 cookie[MN_COOKIE_LEN],
		    u16 nonce, const u8 token[FAMA_TOKEN_LEN]);

/* A Binding Update was sent; @binds: it is no deregistration. */
void mn_careof_sent(struct mn_careof *c, bool binds);

/**
 * mn_careof_accepted() - the router accepted the Binding Update
 * @c: the test
 * @token: care-of token in the answer, or NULL
 * @nonce: nonce index in the answer, 0: none
 *
 * Return: true: the binding must be completed by another Binding Update.
 */
bool mn_careof_accepted(struct mn_careof *c, const u8 *token, u16 nonce);

/**
 * mn_careof_refused() - the router refused for want of a token (137)
 * @c: the test
 * @token: care-of token in the refusal, if that is proven; or NULL
 * @nonce: nonce index in the refusal, 0: none
 */
void mn_careof_refused(struct mn_careof *c, const u8 *token, u16 nonce);

#endif /* _MN_CAREOF_H */
