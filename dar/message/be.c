// SPDX-License-Identifier: GPL-2.0-only
#include "../kernel/link.h"
#include "../kernel/send.h"
#include "../pure/address.h"
#include "../state/limit.h"
#include "be.h"
#include "pay.h"

#define BE_LEN		24	/* octets of the Mobility Header */

static void be_send(struct dar_net *dn, const struct in6_addr *home,
		    const struct in6_addr *src, const struct in6_addr *dst)
{
	const struct fama_mh mh = {
		.type = FAMA_MH_BE,
		.be.status = FAMA_BE_UNKNOWN_BINDING,
		.be.home = *home,
	};
	const struct fama_mhio_tx tx = { .src = src, .dst = dst };

	if (!dar_send(dn->net, &tx, &mh))
		dar_stat_inc(dn->mib, DAR_STAT_TX_BE);
}

/* The node believes nobody but the address that it has sent its updates to. */
void dar_be_revoke(struct dar_net *dn, const struct dar_binding_view *view)
{
	if (dar_link_owns(dn->net, &view->d.dar) &&
	    dar_pay_message(dn, view, BE_LEN))
		be_send(dn, &view->home, &view->d.dar, &view->d.coa);
}

void dar_be_answer(struct dar_net *dn, const struct in6_addr *home,
		   const struct in6_addr *src, const struct in6_addr *dst)
{
	if (!dar_address_usable(src) || !dar_address_usable(dst))
		return;
	if (dar_limit_answer(dn, dst, home, DAR_LIMIT_COST_ANSWER))
		be_send(dn, home, src, dst);
}
