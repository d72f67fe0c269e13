/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A Permanent Home Keygen Token that a node gets (RFC 4866 section 4.7).
 */
#ifndef _DAR_PHKT_H
#define _DAR_PHKT_H

#include <linux/types.h>

#include <fama/mhopt.h>
#include <fama/pki.h>

#include "binding.h"
#include "secret.h"

/**
 * struct dar_phkt - a PHKT for a node whose signature has been verified
 * @token: the token
 * @epoch: epoch of @token
 * @turn: see dar_token_derive()
 * @key: which key has signed, see dar_allow_key_id()
 * @cipher: the token, encrypted with the public key of the node
 * @cipher_len: octets of @cipher
 */
struct dar_phkt {
	u8 token[FAMA_TOKEN_LEN];
	u16 epoch;
	u8 turn;
	u64 key;
	u8 cipher[FAMA_PKI_MAX_LEN];
	size_t cipher_len;
};

/**
 * dar_phkt_make() - make the token of a node, not yet encrypted
 * @phkt: result
 * @s: secret of the router
 * @held: copy of the node's cache entry
 * @seq: sequence number of its Binding Update
 */
void dar_phkt_make(struct dar_phkt *phkt, const struct dar_secret *s,
		   const struct dar_binding_view *held, u16 seq);

#endif /* _DAR_PHKT_H */
