/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Care-of keygen tokens (RFC 6275 section 5.2): what a node that is reachable
 * at a care-of address knows, and nobody else.
 *
 * A token is made of a key, an address and a nonce, so that nothing is kept of
 * those who ask for one.  Time comes from the caller.
 */
#ifndef _DAR_RR_H
#define _DAR_RR_H

#include <linux/in6.h>
#include <linux/seqlock.h>
#include <linux/time64.h>

#include <fama/auth.h>

#define DAR_RR_NONCES		8
#define DAR_RR_NONCE_LEN	8

/* A new nonce replaces one that is older, and the last 8 are accepted. */
#define DAR_RR_PERIOD		(30ULL * NSEC_PER_SEC)
#define DAR_RR_LIFETIME		(DAR_RR_NONCES * DAR_RR_PERIOD)

/**
 * struct dar_rr_nonce - a nonce
 * @born: boot time in ns
 * @index: names it to the nodes; 0: there is none
 * @octets: random
 */
struct dar_rr_nonce {
	u64 born;
	u16 index;
	u8 octets[DAR_RR_NONCE_LEN];
};

/**
 * struct dar_rr - key and nonces of one namespace
 * @lock: lets readers see all as a whole; BH
 * @kcn: node key, constant from dar_rr_start() to dar_rr_stop()
 * @newest: position of the newest nonce
 * @last: its index, or where the indices begin
 * @nonces: a ring
 */
struct dar_rr {
	seqlock_t lock;		/* see above */
	u8 kcn[FAMA_KCN_LEN];
	unsigned int newest;
	u16 last;
	struct dar_rr_nonce nonces[DAR_RR_NONCES];
};

void dar_rr_init(struct dar_rr *rr);

/* Choose a key.  Tokens made before are worth nothing from now on. */
void dar_rr_start(struct dar_rr *rr);

/* Wipe all.  The caller has stopped all who use it. */
void dar_rr_stop(struct dar_rr *rr);

/**
 * dar_rr_token() - make the token that a node at an address is told
 * @rr: key and nonces
 * @now: boot time in ns
 * @coa: the address
 * @token: result
 *
 * Context: any up to softirq.
 * Return: index of the nonce, never 0.
 */
u16 dar_rr_token(struct dar_rr *rr, u64 now, const struct in6_addr *coa,
		 u8 token[FAMA_TOKEN_LEN]);

/**
 * dar_rr_check() - make the token that a node at an address was told
 * @rr: key and nonces
 * @now: boot time in ns
 * @index: the nonce, as the node names it
 * @coa: the address
 * @token: result, valid if true
 *
 * Context: any up to softirq.
 * Return: true: the nonce may still be used.
 */
bool dar_rr_check(struct dar_rr *rr, u64 now, u16 index,
		  const struct in6_addr *coa, u8 token[FAMA_TOKEN_LEN]);

#endif /* _DAR_RR_H */
