/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a Binding Update says to a DAR.  Pure.
 */
#ifndef _DAR_BU_H
#define _DAR_BU_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/mhio_types.h>

/**
 * enum dar_proof - what a Binding Update offers as proof (RFC 4866 section 4.2)
 * @DAR_PROOF_NONE: nothing
 * @DAR_PROOF_CGA: CGA parameters, and a signature with them
 * @DAR_PROOF_PHKT: an authenticator keyed with the PHKT
 * @DAR_PROOF_REACHABLE: an authenticator keyed with a home token of the return
 *	routability procedure, which no anchor accepts
 */
enum dar_proof {
	DAR_PROOF_NONE,
	DAR_PROOF_CGA,
	DAR_PROOF_PHKT,
	DAR_PROOF_REACHABLE,
};

/**
 * struct dar_bu - a Binding Update
 * @rx: the message
 * @home: home address: that of the Home Address option, or the source of a
 *	packet without this option
 * @covered: the care-of address that authenticator and signature cover: the
 *	home address in a deregistration
 * @nonce: index of the nonce of the care-of token that the authenticator is
 *	keyed with, 0: none
 * @proof: what it offers as proof
 * @dereg: it is a deregistration: its lifetime is 0
 */
struct dar_bu {
	const struct fama_mhio_rx *rx;
	struct in6_addr home;
	struct in6_addr covered;
	u16 nonce;
	enum dar_proof proof;
	bool dereg;
};

/* Read a Binding Update that was received; @bu points into @rx from now on. */
void dar_bu_read(struct dar_bu *bu, const struct fama_mhio_rx *rx);

/**
 * dar_bu_copy() - copy a received message, to keep it longer than its packet
 * @rx: the copy
 * @data: room for @from->len octets, which @rx points into from now on
 * @from: the message
 *
 * Return: false: the copy cannot be parsed.
 */
bool dar_bu_copy(struct fama_mhio_rx *rx, u8 *data,
		 const struct fama_mhio_rx *from);

#endif /* _DAR_BU_H */
