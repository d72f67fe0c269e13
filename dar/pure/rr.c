// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/string.h>

#include "rr.h"

void dar_rr_init(struct dar_rr *rr)
{
	*rr = (struct dar_rr){};
	seqlock_init(&rr->lock);
}

/*
 * Indices begin at a random number: a node that still holds a token of the former
 * key is then told that its nonce has expired, whereas the wrong authenticator of
 * a known nonce would be dropped silently.
 */
void dar_rr_start(struct dar_rr *rr)
{
	write_seqlock_bh(&rr->lock);
	get_random_bytes(rr->kcn, sizeof(rr->kcn));
	get_random_bytes(&rr->last, sizeof(rr->last));
	write_sequnlock_bh(&rr->lock);
}

void dar_rr_stop(struct dar_rr *rr)
{
	write_seqlock_bh(&rr->lock);
	memzero_explicit(rr->kcn, sizeof(rr->kcn));
	memzero_explicit(rr->nonces, sizeof(rr->nonces));
	write_sequnlock_bh(&rr->lock);
}

/* Another processor may make a nonce after @now was read. */
static bool rr_is_younger(const struct dar_rr_nonce *n, u64 now, u64 age)
{
	return n->index && (now < n->born || now - n->born < age);
}

static void rr_renew(struct dar_rr *rr, u64 now)
{
	struct dar_rr_nonce *n;

	rr->newest = (rr->newest + 1) % DAR_RR_NONCES;
	n = &rr->nonces[rr->newest];
	WRITE_ONCE(rr->last, (u16)(rr->last + 1) ?: 1);
	rr->closed = false;
	n->born = now;
	n->index = rr->last;
	get_random_bytes(n->octets, sizeof(n->octets));
}

/* For how long is the newest nonce given out? */
static u64 rr_period(const struct dar_rr *rr)
{
	return rr->closed ? DAR_RR_CLOSING : DAR_RR_PERIOD;
}

/* Copy the newest nonce.  Return: true: it is young enough to be given out. */
static bool rr_newest(struct dar_rr *rr, u64 now, struct dar_rr_nonce *n)
{
	unsigned int seq;
	u64 period;

	do {
		seq = read_seqbegin(&rr->lock);
		*n = rr->nonces[rr->newest];
		period = rr_period(rr);
	} while (read_seqretry(&rr->lock, seq));
	return rr_is_younger(n, now, period);
}

/* The first caller after the end of a period makes the next nonce. */
static void rr_rotate(struct dar_rr *rr, u64 now, struct dar_rr_nonce *n)
{
	write_seqlock_bh(&rr->lock);
	if (!rr_is_younger(&rr->nonces[rr->newest], now, rr_period(rr)))
		rr_renew(rr, now);
	*n = rr->nonces[rr->newest];
	write_sequnlock_bh(&rr->lock);
}

static void rr_make(const struct dar_rr *rr, const struct in6_addr *coa,
		    struct dar_rr_nonce *n, u8 token[FAMA_TOKEN_LEN])
{
	fama_auth_careof_token(token, rr->kcn, coa, n->octets,
			       sizeof(n->octets));
	memzero_explicit(n, sizeof(*n));
}

u16 dar_rr_token(struct dar_rr *rr, u64 now, const struct in6_addr *coa,
		 u8 token[FAMA_TOKEN_LEN])
{
	struct dar_rr_nonce n;
	u16 index;

	if (!rr_newest(rr, now, &n))
		rr_rotate(rr, now, &n);
	index = n.index;
	rr_make(rr, coa, &n, token);
	return index;
}

u16 dar_rr_close(struct dar_rr *rr)
{
	u16 last;

	write_seqlock_bh(&rr->lock);
	rr->closed = true;
	last = rr->last;
	write_sequnlock_bh(&rr->lock);
	return last;
}

static bool rr_find(const struct dar_rr *rr, u16 index,
		    struct dar_rr_nonce *n)
{
	int i;

	for (i = 0; i < DAR_RR_NONCES; i++) {
		if (rr->nonces[i].index != index)
			continue;
		*n = rr->nonces[i];
		return true;
	}
	return false;
}

bool dar_rr_check(struct dar_rr *rr, u64 now, u16 index,
		  const struct in6_addr *coa, u8 token[FAMA_TOKEN_LEN])
{
	struct dar_rr_nonce n = {};
	unsigned int seq;
	bool found;

	do {
		seq = read_seqbegin(&rr->lock);
		found = rr_find(rr, index, &n);
	} while (read_seqretry(&rr->lock, seq));
	/* An empty place has index 0 and does not count as young. */
	if (!found || !rr_is_younger(&n, now, DAR_RR_LIFETIME))
		return false;
	rr_make(rr, coa, &n, token);
	return true;
}
