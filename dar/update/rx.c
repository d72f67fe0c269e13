// SPDX-License-Identifier: GPL-2.0-only
#include <net/ipv6.h>

#include "../message/be.h"
#include "../message/event.h"
#include "../pure/address.h"
#include "coti.h"
#include "detect.h"
#include "rx.h"
#include "verify.h"

static void rx_bu(struct dar_net *dn, const struct fama_mhio_rx *rx)
{
	struct dar_bu bu;

	dar_stat_inc(dn->mib, DAR_STAT_RX_BU);
	dar_bu_read(&bu, rx);
	if (dar_detect_settle(dn, &bu, NULL, false) == DAR_VERIFY)
		dar_verify(dn, &bu);
}

static void rx_message(struct net *net, const struct fama_mhio_rx *rx)
{
	struct dar_net *dn = dar_net(net);

	if (dar_bcache_frozen(&dn->bcache))
		dar_stat_inc(dn->mib, DAR_STAT_FROZEN);
	else if (rx->mh.type == FAMA_MH_COTI)
		dar_coti_rx(dn, rx);
	else
		rx_bu(dn, rx);
}

/* A message that could not be parsed. */
static void rx_malformed(struct net *net, const struct fama_mhio_rx *rx,
			 enum fama_mhio_drop why)
{
	static const enum dar_stat reasons[FAMA_MHIO_DROPS] = {
		[FAMA_MHIO_CHECKSUM] = DAR_STAT_BAD_CHECKSUM,
		[FAMA_MHIO_TRUNCATED] = DAR_STAT_TRUNCATED,
		[FAMA_MHIO_PROTO] = DAR_STAT_BAD_PAYLOAD_PROTO,
		[FAMA_MHIO_TYPE] = DAR_STAT_UNKNOWN_TYPE,
		[FAMA_MHIO_SHORT] = DAR_STAT_SHORT_HEADER,
		[FAMA_MHIO_OPTION] = DAR_STAT_MALFORMED,
		[FAMA_MHIO_POLICY] = DAR_STAT_POLICY,
	};
	struct dar_net *dn = dar_net(net);

	dar_stat_inc(dn->mib, reasons[why]);
	dar_event_drop(dn, rx, NULL, reasons[why], 0);
}

static bool rx_is_bound(struct dar_net *dn, const struct in6_addr *home,
			const struct in6_addr *careof)
{
	struct dar_binding *b;
	struct dar_path path;

	b = dar_bcache_find(&dn->bcache, home);
	return b && dar_binding_path(b, &path) &&
	       ipv6_addr_equal(&path.coa, careof);
}

/*
 * A packet has a Home Address option, but no Mobility Header.  It is accepted only
 * if the option matches a binding (RFC 6275 section 9.3.1).
 */
static bool rx_home_option(struct net *net, const struct fama_mhio_rx *rx)
{
	struct dar_net *dn = dar_net(net);

	if (rx_is_bound(dn, &rx->home, &rx->src))
		return false;
	dar_stat_inc(dn->mib, DAR_STAT_UNKNOWN_HOME);
	dar_event_drop(dn, rx, NULL, DAR_STAT_UNKNOWN_HOME,
		       FAMA_BE_UNKNOWN_BINDING);
	if (dar_address_usable(&rx->home))
		dar_be_answer(dn, &rx->home, &rx->dst, &rx->src);
	return true;
}

int dar_rx_start(struct dar_net *dn)
{
	dn->role = (struct fama_mhio_role) {
		.types = BIT(FAMA_MH_BU) | BIT(FAMA_MH_COTI),
		.rx = rx_message,
		.drop = rx_malformed,
		.stray = rx_home_option,
	};
	return fama_mhio_attach(dn->net, &dn->role);
}

void dar_rx_stop(struct dar_net *dn)
{
	fama_mhio_detach(dn->net, &dn->role);
}
