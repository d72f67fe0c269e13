/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Acknowledgements (RFC 6275 section 9.5.4).
 */
#ifndef _DAR_ACK_H
#define _DAR_ACK_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"
#include "../state/phkt.h"

/**
 * dar_ack_send() - answer a Binding Update
 * @dn: the namespace
 * @bu: the message
 * @v: status, sequence number, lifetime, and key of the authenticator
 * @fresh: new PHKT that the answer delivers, or NULL
 *
 * An answer that delivers a PHKT is signed if the message asked for a signature
 * and our address is a CGA of our key.
 *
 * Context: any; if @fresh is given it may sleep.
 */
void dar_ack_send(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v, const struct dar_phkt *fresh);

#endif /* _DAR_ACK_H */
