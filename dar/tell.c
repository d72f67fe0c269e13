// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <net/ipv6.h>

#include <fama/mh.h>

#include "tell.h"

#define TELL_MAX_LEN	24	/* a Binding Error without options */

static int tell_send(struct dar_net *dn, const struct fama_mh *mh,
		     const struct fama_mhio_tx *tx)
{
	u8 buf[TELL_MAX_LEN];
	int len;

	len = fama_mh_build(mh, buf, sizeof(buf), NULL);
	if (len < 0)
		return len;
	return fama_mhio_send(dn->net, tx, buf, len);
}

void dar_tell_refresh(struct dar_net *dn, const struct dar_binding_view *view)
{
	const struct fama_mh mh = { .type = FAMA_MH_BRR };
	const struct fama_mhio_tx tx = {
		.src = &view->d.dar,
		.dst = &view->d.coa,
		.rh2 = &view->home,
	};

	if (!tell_send(dn, &mh, &tx))
		dar_stat_inc(dn->mib, DAR_STAT_TX_BRR);
}

void dar_tell_unbound(struct dar_net *dn, const struct in6_addr *home,
		      const struct in6_addr *src, const struct in6_addr *dst)
{
	const struct fama_mh mh = {
		.type = FAMA_MH_BE,
		.be.status = FAMA_BE_UNKNOWN_BINDING,
		.be.home = *home,
	};
	const struct fama_mhio_tx tx = { .src = src, .dst = dst };

	if (!tell_send(dn, &mh, &tx))
		dar_stat_inc(dn->mib, DAR_STAT_TX_BE);
}

/* As many as there may be refusals, but not at their expense. */
static bool tell_may_answer(struct dar_net *dn)
{
	return !dar_pace_take(&dn->errors, ktime_get_ns(),
			      READ_ONCE(dn->settings.refusal_rate));
}

void dar_tell_stranger(struct dar_net *dn, const struct in6_addr *home,
		       const struct in6_addr *src, const struct in6_addr *dst)
{
	if (!dar_address_usable(src) || !dar_address_usable(dst))
		return;
	if (tell_may_answer(dn))
		dar_tell_unbound(dn, home, src, dst);
	else
		dar_stat_inc(dn->mib, DAR_STAT_REFUSAL_LIMITED);
}

static bool tell_is_bound(struct dar_net *dn, const struct in6_addr *home,
			  const struct in6_addr *careof)
{
	struct dar_binding *b;
	struct dar_path path;

	b = dar_bcache_find(&dn->bcache, home);
	return b && dar_binding_path(b, &path) &&
	       ipv6_addr_equal(&path.coa, careof);
}

bool dar_tell_stray(struct net *net, const struct fama_mhio_rx *rx)
{
	struct dar_net *dn = dar_net(net);

	if (tell_is_bound(dn, &rx->home, &rx->src))
		return false;
	dar_stat_inc(dn->mib, DAR_STAT_UNKNOWN_HOME);
	dar_notify_drop(dn, rx, NULL, DAR_STAT_UNKNOWN_HOME,
			FAMA_BE_UNKNOWN_BINDING);
	if (dar_address_usable(&rx->home))
		dar_tell_stranger(dn, &rx->home, &rx->dst, &rx->src);
	return true;
}
