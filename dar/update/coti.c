// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <net/addrconf.h>

#include "../kernel/send.h"
#include "../message/event.h"
#include "../pure/address.h"
#include "../state/limit.h"
#include "../state/anchor.h"
#include "coti.h"

/* A node needs tokens only of a router that anchors addresses. */
static bool coti_is_addressed(struct dar_net *dn, const struct in6_addr *dst)
{
	return dar_anchor_find(dn, dst) && ipv6_chk_addr(dn->net, dst, NULL, 0);
}

static bool coti_fails(struct dar_net *dn, const struct fama_mhio_rx *rx,
		       enum dar_stat *reason)
{
	if (rx->hao || rx->rh2)
		*reason = DAR_STAT_COTI_HOME;
	else if (!dar_address_usable(&rx->src))
		*reason = DAR_STAT_BAD_CAREOF;
	else if (!coti_is_addressed(dn, &rx->dst))
		*reason = DAR_STAT_NOT_ADDRESSED;
	else
		return false;
	return true;
}

static int coti_answer(struct dar_net *dn, const struct fama_mhio_rx *rx)
{
	struct fama_mhio_tx tx = { .src = &rx->dst, .dst = &rx->src };
	struct fama_mh cot = { .type = FAMA_MH_COT };
	int err;

	memcpy(cot.test.cookie, rx->mh.init.cookie, sizeof(cot.test.cookie));
	cot.test.nonce_index = dar_rr_token(&dn->rr, ktime_get_boottime_ns(),
					    &rx->src, cot.test.token);
	err = dar_send(dn->net, &tx, &cot);
	memzero_explicit(cot.test.token, sizeof(cot.test.token));
	return err;
}

void dar_coti_rx(struct dar_net *dn, const struct fama_mhio_rx *rx)
{
	enum dar_stat reason;

	dar_stat_inc(dn->mib, DAR_STAT_RX_COTI);
	if (coti_fails(dn, rx, &reason)) {
		dar_stat_inc(dn->mib, reason);
		dar_event_drop(dn, rx, NULL, reason, 0);
		return;
	}
	if (!dar_limit_answer(dn, &rx->src, NULL, DAR_LIMIT_COST_COT)) {
		dar_event_verdict(dn, rx, DAR_STAT_REFUSAL_LIMITED,
				  FAMA_TRACE_NO_STATUS);
		return;
	}
	reason = coti_answer(dn, rx) ? DAR_STAT_TX_COT_FAILED : DAR_STAT_TX_COT;
	dar_stat_inc(dn->mib, reason);
	dar_event_verdict(dn, rx, reason, FAMA_TRACE_NO_STATUS);
}
