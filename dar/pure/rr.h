/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Care-of keygen tokens (RFC 6275 section 5.2): only a node that is reachable at
 * a care-of address knows the token of this address.
 *
 * A token is computed from a key, an address and a nonce, so that no state is
 * kept about the nodes that ask for one.  The caller passes the time.
 */
#ifndef _DAR_RR_H
#define _DAR_RR_H

#include <linux/in6.h>
#include <linux/seqlock.h>
#include <linux/time64.h>

#include <fama/auth.h>

#define DAR_RR_NONCES		8
#define DAR_RR_NONCE_LEN	8

/* A nonce is given out for this time; the last 8 nonces are accepted. */
#define DAR_RR_PERIOD		(30ULL * NSEC_PER_SEC)
#define DAR_RR_LIFETIME		(DAR_RR_NONCES * DAR_RR_PERIOD)

/* One that is closed is given out for this time. */
#define DAR_RR_CLOSING		NSEC_PER_SEC

/**
 * struct dar_rr_nonce - a nonce
 * @born: boot time in ns when it was made
 * @index: identifies it in messages; 0: there is no nonce in this place
 * @octets: random octets
 */
struct dar_rr_nonce {
	u64 born;
	u16 index;
	u8 octets[DAR_RR_NONCE_LEN];
};

/**
 * struct dar_rr - key and nonces of one namespace
 * @lock: protects all other fields; BH
 * @kcn: node key, constant from dar_rr_start() to dar_rr_stop()
 * @newest: position of the newest nonce in @nonces
 * @last: index of the newest nonce, or a random number if there is none
 * @closed: the newest nonce is given out no longer than %DAR_RR_CLOSING
 * @nonces: ring of nonces
 */
struct dar_rr {
	seqlock_t lock;		/* see above */
	u8 kcn[FAMA_KCN_LEN];
	unsigned int newest;
	u16 last;
	bool closed;
	struct dar_rr_nonce nonces[DAR_RR_NONCES];
};

void dar_rr_init(struct dar_rr *rr);

/* Choose a key.  Tokens that were made before are not accepted any more. */
void dar_rr_start(struct dar_rr *rr);

/* Wipe the key and all nonces.  The caller has stopped all users. */
void dar_rr_stop(struct dar_rr *rr);

/**
 * dar_rr_token() - make the token of an address, with the newest nonce
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
 * dar_rr_close() - have the next nonce made soon
 * @rr: key and nonces
 *
 * However often this is called, a nonce is accepted for eight seconds at least.
 *
 * Context: any up to softirq.
 * Return: index of the newest nonce: no token with a later one was given out yet.
 */
u16 dar_rr_close(struct dar_rr *rr);

/* Return: index of the newest nonce. */
static inline u16 dar_rr_last(const struct dar_rr *rr)
{
	return READ_ONCE(rr->last);
}

/**
 * dar_rr_check() - make the token of an address again
 * @rr: key and nonces
 * @now: boot time in ns
 * @index: index of the nonce, as the node names it
 * @coa: the address
 * @token: result if the nonce is accepted
 *
 * Context: any up to softirq.
 * Return: true: the nonce is accepted.
 */
bool dar_rr_check(struct dar_rr *rr, u64 now, u16 index,
		  const struct in6_addr *coa, u8 token[FAMA_TOKEN_LEN]);

#endif /* _DAR_RR_H */
