// SPDX-License-Identifier: GPL-2.0-only
#include "../kernel/send.h"
#include "../state/home.h"
#include "brr.h"

void dar_brr_send(struct dar_net *dn, const struct dar_binding_view *view)
{
	const struct fama_mh mh = { .type = FAMA_MH_BRR };
	struct in6_addr src;
	const struct fama_mhio_tx tx = {
		.src = &src,
		.dst = &view->d.coa,
		.rh2 = &view->home,
	};

	if (dar_home_router(dn, view, &src) && !dar_send(dn->net, &tx, &mh))
		dar_stat_inc(dn->mib, DAR_STAT_TX_BRR);
}
