// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include "../message/ack.h"
#include "../message/event.h"
#include "../state/home.h"
#include "../state/limit.h"
#include "refuse.h"

/*
 * The source address of a message without proof may belong to another node, and a
 * message with a proof may be a copy of an old one.
 */
static bool refuse_may_answer(struct dar_net *dn, const struct dar_bu *bu,
			      const struct dar_verdict *v)
{
	return (v->keyed && dar_limit_keyed(dn, &bu->home)) ||
	       dar_limit_answer(dn, &bu->rx->src, &bu->home,
				DAR_LIMIT_COST_ANSWER);
}

void dar_refuse(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_verdict *v)
{
	bool answer = v->action == DAR_REFUSE &&
		      refuse_may_answer(dn, bu, v);

	dar_stat_inc(dn->mib, v->reason);
	dar_home_count(dn, &bu->home, DAR_TALLY_REFUSED);
	if (v->reason == DAR_STAT_NOT_ADMITTED)
		dar_event_stranger(dn, bu, answer ? v->status : 0);
	else
		dar_event_drop(dn, bu->rx, bu, v->reason,
			       answer ? v->status : 0);
	if (answer)
		dar_ack_send(dn, bu, v, NULL);
}

void dar_refuse_for(struct dar_net *dn, const struct dar_bu *bu,
		    enum dar_stat reason, u8 status)
{
	struct dar_verdict v = dar_decide_refusal(bu, reason, status);

	dar_refuse(dn, bu, &v);
}

void dar_refuse_keyed(struct dar_net *dn, const struct dar_bu *bu,
		      const struct dar_verdict *judged, enum dar_stat reason,
		      u8 status)
{
	struct dar_verdict v = dar_decide_refusal(bu, reason, status);

	v.keyed = bu->proof == DAR_PROOF_PHKT;
	v.kbm = judged->kbm;
	dar_refuse(dn, bu, &v);
	memzero_explicit(&v.kbm, sizeof(v.kbm));
}
