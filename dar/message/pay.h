/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The credit pays for Mobility Headers, too: what a care-of address without proof
 * is sent counts, whatever it is (RFC 4866 section 4.10).
 */
#ifndef _DAR_PAY_H
#define _DAR_PAY_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"

/**
 * dar_pay_answer() - a Binding Update that is accepted pays for its answer
 * @dn: the namespace
 * @bu: the message
 * @v: the decision about it
 * @len: octets of the Mobility Header of the answer
 *
 * What is left of the update is credit.  A refusal is never larger than the update,
 * which therefore pays for it without an account.
 *
 * Context: any up to softirq.
 * Return: true: the answer may be sent; false: update and credit do not suffice.
 */
bool dar_pay_answer(struct dar_net *dn, const struct dar_bu *bu,
		    const struct dar_verdict *v, size_t len);

/**
 * dar_pay_message() - take the cost of a message to the care-of address of a binding
 * @dn: the namespace
 * @view: copy of the binding
 * @len: octets of the Mobility Header
 *
 * A message to an address that is proven costs nothing.  One that cannot be paid is
 * counted.
 *
 * Context: any up to softirq.
 * Return: true: the message may be sent.
 */
bool dar_pay_message(struct dar_net *dn, const struct dar_binding_view *view,
		     size_t len);

#endif /* _DAR_PAY_H */
