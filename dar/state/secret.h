/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The secret of the router, which its tokens are made of.
 */
#ifndef _DAR_SECRET_H
#define _DAR_SECRET_H

#include <linux/in6.h>
#include <linux/types.h>

#include "../pure/token.h"

#define DAR_FILE_MAX	255	/* octets of the name of a file */

/**
 * struct dar_secret - the secret of a namespace
 * @octets: the secret
 * @kcn: key of the tokens, made of it
 * @known: there is one
 * @given: the administrator has given it; otherwise it is random, and gone when the
 *	module or the namespace is
 * @file: name of the file that it came from, as the administrator says; empty: unknown
 *
 * It is written while the role is disabled, under dar_net.lock, and constant while
 * the role is enabled, but for @file, which is always under the lock.  It is kept when
 * the role is disabled.
 */
struct dar_secret {
	u8 octets[DAR_SECRET_LEN];
	u8 kcn[FAMA_KCN_LEN];
	bool known;
	bool given;
	char file[DAR_FILE_MAX + 1];
};

/**
 * dar_secret_set() - have a secret from now on
 * @s: the secret
 * @octets: %DAR_SECRET_LEN octets; NULL: keep the secret, or make one
 * @file: name of the file that they come from; NULL: unknown
 */
void dar_secret_set(struct dar_secret *s, const u8 *octets, const char *file);

/* Is this the secret that the administrator has given?  Takes no time that tells how much is. */
bool dar_secret_is(const struct dar_secret *s, const u8 *octets);

/* The same secret is in a file of this name now. */
void dar_secret_name(struct dar_secret *s, const char *file);

void dar_secret_exit(struct dar_secret *s);

/**
 * dar_secret_tokens() - the tokens that a node may have, if nothing is known of it
 * @s: the secret
 * @home: home address of the node
 * @tokens: result: those of this epoch, then of the one before
 *
 * Context: any up to softirq.
 */
void dar_secret_tokens(const struct dar_secret *s, const struct in6_addr *home,
		       u8 tokens[DAR_TOKENS][FAMA_TOKEN_LEN]);

/* Return: the epoch now. */
u16 dar_secret_epoch(void);

#endif /* _DAR_SECRET_H */
