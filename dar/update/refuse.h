/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Refusal of Binding Updates, with or without an answer.
 */
#ifndef _DAR_REFUSE_H
#define _DAR_REFUSE_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"

/**
 * dar_refuse() - carry out a verdict of %DAR_DROP or %DAR_REFUSE
 * @dn: the namespace
 * @bu: the message
 * @v: the verdict
 *
 * Counts and reports the refusal, and answers if the verdict says so.  Answers
 * without authenticator are limited in rate.
 * Context: any up to softirq.
 */
void dar_refuse(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_verdict *v);

/* Refuse a message for one reason, without authenticator.  Context as above. */
void dar_refuse_for(struct dar_net *dn, const struct dar_bu *bu,
		    enum dar_stat reason, u8 status);

/**
 * dar_refuse_keyed() - refuse a message that passed the checks
 * @dn: the namespace
 * @bu: the message
 * @judged: verdict about it, whose key authenticates the answer if the message was
 *	authenticated with a PHKT
 * @reason: counter
 * @status: &enum fama_ba_status
 */
void dar_refuse_keyed(struct dar_net *dn, const struct dar_bu *bu,
		      const struct dar_verdict *judged, enum dar_stat reason,
		      u8 status);

#endif /* _DAR_REFUSE_H */
