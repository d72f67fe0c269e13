/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A new Permanent Home Keygen Token (RFC 4866 section 4.3).
 */
#ifndef _DAR_PHKT_H
#define _DAR_PHKT_H

#include <linux/types.h>

#include <fama/mhopt.h>
#include <fama/pki.h>

/**
 * struct dar_phkt - a PHKT for a node whose signature has been verified
 * @token: the token
 * @key: which key that is, see dar_allow_key_id()
 * @cipher: the token, encrypted with the public key of the node
 * @cipher_len: octets of @cipher
 */
struct dar_phkt {
	u8 token[FAMA_TOKEN_LEN];
	u64 key;
	u8 cipher[FAMA_PKI_MAX_LEN];
	size_t cipher_len;
};

#endif /* _DAR_PHKT_H */
