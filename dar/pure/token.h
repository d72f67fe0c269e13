/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Permanent Home Keygen Tokens (RFC 4866 section 4.7), made of the secret of the
 * router: who shows such a token was given it once, also if the router has lost its
 * memory since.  Pure.
 */
#ifndef _DAR_TOKEN_H
#define _DAR_TOKEN_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/auth.h>

#include "binding_data.h"

#define DAR_SECRET_LEN		32

/* A router that remembers nothing accepts the tokens of this epoch and the last. */
#define DAR_EPOCH_SECONDS	(7 * 24 * 3600)
#define DAR_EPOCHS		2
#define DAR_TURNS		2
#define DAR_TOKENS		(DAR_EPOCHS * DAR_TURNS)

/* RFC 4866 section 4.9: a token serves for half of the sequence numbers. */
#define DAR_TOKEN_SEQS		32768

/**
 * dar_token_key() - make the key of all tokens
 * @kcn: result
 * @secret: secret of the router, %DAR_SECRET_LEN octets
 */
void dar_token_key(u8 kcn[FAMA_KCN_LEN], const u8 *secret);

/* Return: number of the epoch of a time in seconds since 1970. */
u16 dar_token_epoch(s64 seconds);

/**
 * dar_token_derive() - make a token
 * @token: result
 * @kcn: see dar_token_key()
 * @home: home address
 * @epoch: see dar_token_epoch()
 * @turn: which of the tokens of this epoch; those from %DAR_TURNS on are known to the
 *	router's memory only
 */
void dar_token_derive(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
		      const struct in6_addr *home, u16 epoch, u8 turn);

/* Has the token of an entry served for too many sequence numbers up to @seq? */
bool dar_token_worn(const struct dar_binding_data *held, u16 seq);

/**
 * dar_token_turn() - which token of an epoch a node gets
 * @held: contents of its cache entry; version 0: there is none
 * @epoch: the epoch
 * @seq: sequence number of its Binding Update
 *
 * Return: another one than before.  After a token that is worn follow tokens that
 * were never given.
 */
u8 dar_token_turn(const struct dar_binding_data *held, u16 epoch, u16 seq);

/**
 * dar_token_renew() - give an entry a token
 * @d: contents of the entry
 * @token: the token
 * @epoch: epoch of @token
 * @turn: see dar_token_derive()
 * @seq: sequence number of the Binding Update that asked for it
 *
 * The former token, or all that the router may have forgotten, stay valid until the
 * new one is used: the answer that brings the new one may be lost, or may answer a
 * message that was replayed.  A former token that is worn does not: the numbers of
 * messages that were made with it count as newer again (RFC 4866 section 4.9).
 */
void dar_token_renew(struct dar_binding_data *d, const u8 *token, u16 epoch,
		     u8 turn, u16 seq);

/* The token of an entry was used: its node has it. */
void dar_token_used(struct dar_binding_data *d);

#endif /* _DAR_TOKEN_H */
