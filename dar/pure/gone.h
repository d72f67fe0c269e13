/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Home addresses that were forgotten not long ago.
 *
 * A router without memory of an address accepts a message that has a token of its own
 * making and proves the care-of address (decide.h).  If the router has forgotten the
 * address only now, the nonce of that proof may be older than the loss, and the message
 * a copy.  So the number of the nonce that was the newest when an address was forgotten
 * is kept, in a place that addresses share: a hash says which one is whose.  Who shares a
 * place with an address that was just forgotten has to prove the care-of address again.
 *
 * Pure.
 */
#ifndef _DAR_GONE_H
#define _DAR_GONE_H

#include <linux/types.h>

#define DAR_GONE_PLACES	4096

/**
 * struct dar_gone - the nonces, all 0 at first: none
 * @newest: number of the nonce that was the newest; one writer at a time
 */
struct dar_gone {
	u16 newest[DAR_GONE_PLACES];
};

/* An address with this hash was forgotten, when @newest was the newest nonce. */
void dar_gone_note(struct dar_gone *g, u32 hash, u16 newest);

/**
 * dar_gone_before() - was an address forgotten before a nonce was made
 * @g: the nonces; need not be locked
 * @hash: hash of the address
 * @nonce: number of the nonce
 * @newest: number of the newest nonce now
 */
bool dar_gone_before(const struct dar_gone *g, u32 hash, u16 nonce, u16 newest);

#endif /* _DAR_GONE_H */
