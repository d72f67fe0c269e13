/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Collects the facts about a Binding Update, and has it judged.
 */
#ifndef _DAR_JUDGE_H
#define _DAR_JUDGE_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"
#include "../state/phkt.h"

/**
 * dar_judge() - judge a Binding Update, and do nothing about it
 * @dn: the namespace
 * @bu: the message
 * @fresh: new PHKT, if CGA and signature have been verified; otherwise NULL
 * @detected: Duplicate Address Detection has found no other node
 * @held: result: copy of the cache entry that the verdict is based on
 *
 * The caller wipes the keys in @held and in the verdict.
 *
 * Context: any up to softirq.
 * Return: the verdict.
 */
struct dar_verdict dar_judge(struct dar_net *dn, const struct dar_bu *bu,
			     const struct dar_phkt *fresh, bool detected,
			     struct dar_binding_view *held);

/*
 * The same of a signed message whose CGA is right, before Duplicate Address Detection,
 * and without the cache entry.
 */
struct dar_verdict dar_judge_again(struct dar_net *dn, const struct dar_bu *bu,
				   const struct dar_phkt *fresh);

#endif /* _DAR_JUDGE_H */
