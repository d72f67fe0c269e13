/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges a Binding Update and carries out the verdict.
 */
#ifndef _DAR_SETTLE_H
#define _DAR_SETTLE_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"
#include "../state/phkt.h"

/**
 * dar_settle() - judge a Binding Update, write the cache and answer
 * @dn: the namespace
 * @bu: the message
 * @fresh: new PHKT, if CGA and signature have been verified; otherwise NULL
 * @detected: Duplicate Address Detection has found no other node
 *
 * Context: any up to softirq; if @fresh is given it may sleep.
 * Return: the action of the verdict.  If it is %DAR_VERIFY or %DAR_DETECT, nothing
 * was done, and the caller has to see to it.
 */
enum dar_action dar_settle(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_phkt *fresh, bool detected);

#endif /* _DAR_SETTLE_H */
