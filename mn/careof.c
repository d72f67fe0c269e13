// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/algapi.h>
#include <linux/string.h>

#include "careof.h"

void mn_careof_moved(struct mn_careof *c)
{
	c->proven = false;
	c->testing = false;
	c->has_token = false;
	c->first = false;
}

void mn_careof_forgotten(struct mn_careof *c)
{
	mn_careof_moved(c);
	c->first = true;
}

void mn_careof_disown(struct mn_careof *c)
{
	c->testing = false;
	c->has_token = false;
}

void mn_careof_test_sent(struct mn_careof *c, const u8 cookie[MN_COOKIE_LEN])
{
	memcpy(c->cookie, cookie, sizeof(c->cookie));
	c->testing = true;
}

static void careof_hold(struct mn_careof *c, u16 nonce,
			const u8 token[FAMA_TOKEN_LEN])
{
	memcpy(c->token, token, sizeof(c->token));
	c->nonce = nonce;
	c->has_token = true;
}

/* Index 0 stands for no token (RFC 4866 section 4.1). */
bool mn_careof_test(struct mn_careof *c, const u8 cookie[MN_COOKIE_LEN],
		    u16 nonce, const u8 token[FAMA_TOKEN_LEN])
{
	if (!c->testing || !nonce ||
	    crypto_memneq(c->cookie, cookie, sizeof(c->cookie)))
		return false;
	c->testing = false;
	careof_hold(c, nonce, token);
	return true;
}

void mn_careof_sent(struct mn_careof *c, bool binds)
{
	c->asked = binds && mn_careof_asks(c);
	c->used = binds && c->has_token;
}

bool mn_careof_accepted(struct mn_careof *c, const u8 *token, u16 nonce)
{
	if (!c->asked || !token) {
		/* A node that does not move needs no token, and this one expires. */
		c->proven = true;
		c->has_token = false;
		return false;
	}
	if (nonce)
		careof_hold(c, nonce, token);
	else	/* without an index it is of no use: ask for another, the long way */
		c->first = true;
	return true;
}

void mn_careof_refused(struct mn_careof *c, const u8 *token, u16 nonce)
{
	c->proven = false;
	c->has_token = false;
	if (token && nonce)
		careof_hold(c, nonce, token);
	else
		c->first |= c->asked;
}
