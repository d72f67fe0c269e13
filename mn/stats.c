// SPDX-License-Identifier: GPL-2.0-only
#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "stats.h"

static const char * const mn_stats_names[] = {
	[MN_STAT_RX_RA] = "rx_ra",
	[MN_STAT_BAD_RA] = "bad_ra",
	[MN_STAT_ATTACH] = "attach",
	[MN_STAT_DAD_COLLISION] = "dad_collision",
	[MN_STAT_DAD_FAILED] = "dad_failed",
	[MN_STAT_BU_CGA] = "bu_cga",
	[MN_STAT_BU_PHKT] = "bu_phkt",
	[MN_STAT_BU_FAILED] = "bu_failed",
	[MN_STAT_BA_ACCEPTED] = "ba_accepted",
	[MN_STAT_BA_REFUSED] = "ba_refused",
	[MN_STAT_BA_HINT] = "ba_hint",
	[MN_STAT_BAD_CHECKSUM] = "bad_checksum",
	[MN_STAT_TRUNCATED] = "truncated",
	[MN_STAT_BAD_PAYLOAD_PROTO] = "bad_payload_proto",
	[MN_STAT_UNKNOWN_TYPE] = "unknown_type",
	[MN_STAT_SHORT_HEADER] = "short_header",
	[MN_STAT_BAD_OPTION] = "bad_option",
	[MN_STAT_UNKNOWN_HOME] = "unknown_home",
	[MN_STAT_WRONG_DAR] = "wrong_dar",
	[MN_STAT_UNEXPECTED] = "unexpected",
	[MN_STAT_BAD_SEQUENCE] = "bad_sequence",
	[MN_STAT_BAD_MAC] = "bad_mac",
	[MN_STAT_UNPROVEN] = "unproven",
	[MN_STAT_QUEUE_FULL] = "queue_full",
	[MN_STAT_EXPIRED] = "expired",
	[MN_STAT_TUNNEL_NO_ADDRESS] = "tunnel_no_address",
	[MN_STAT_TUNNEL_SPOOFED] = "tunnel_spoofed",
	[MN_STAT_TUNNEL_HELD] = "tunnel_held",
	[MN_STAT_TUNNEL_OVERFLOW] = "tunnel_overflow",
	[MN_STAT_COTI] = "coti",
	[MN_STAT_COT] = "cot",
	[MN_STAT_NOT_HOME] = "not_home",
	[MN_STAT_ROUTER_PROBED] = "router_probed",
	[MN_STAT_LINK_TRIED] = "link_tried",
	[MN_STAT_LINK_UNREACHED] = "link_unreached",
	[MN_STAT_ROUTER_UNREACHABLE] = "router_unreachable",
	[MN_STAT_EVICTED] = "evicted",
	[MN_STAT_UNUSED] = "unused",
	[MN_STAT_BA_SIGNED] = "ba_signed",
	[MN_STAT_BA_UNSIGNED] = "ba_unsigned",
	[MN_STAT_BAD_SIGNATURE] = "bad_signature",
	[MN_STAT_RENEW] = "renew",
	[MN_STAT_TUNNEL_GIVEN_UP] = "tunnel_given_up",
	[MN_STAT_ROUTER_LEFT] = "router_left",
	[MN_STAT_NO_ROUTE] = "no_route",
	[MN_STAT_POLICY] = "policy",
	[MN_STAT_DAR_CHANGED] = "dar_changed",
	[MN_STAT_TUNNEL_DOWN] = "tunnel_down",
	[MN_STAT_FORWARDED] = "forwarded",
	[MN_STAT_TUNNEL_STALE] = "tunnel_stale",
	[MN_STAT_STEERED] = "steered",
	[MN_STAT_RESTORED] = "restored",
	[MN_STAT_CONTESTED] = "contested",
};

static_assert(ARRAY_SIZE(mn_stats_names) == MN_STAT_COUNT);

const char *mn_stats_name(enum mn_stat stat)
{
	return mn_stats_names[stat];
}

enum mn_stat mn_stats_of_drop(enum fama_mhio_drop why)
{
	static const enum mn_stat stat[FAMA_MHIO_DROPS] = {
		[FAMA_MHIO_CHECKSUM]	= MN_STAT_BAD_CHECKSUM,
		[FAMA_MHIO_TRUNCATED]	= MN_STAT_TRUNCATED,
		[FAMA_MHIO_PROTO]	= MN_STAT_BAD_PAYLOAD_PROTO,
		[FAMA_MHIO_TYPE]	= MN_STAT_UNKNOWN_TYPE,
		[FAMA_MHIO_SHORT]	= MN_STAT_SHORT_HEADER,
		[FAMA_MHIO_OPTION]	= MN_STAT_BAD_OPTION,
		[FAMA_MHIO_POLICY]	= MN_STAT_POLICY,
	};

	return stat[why];
}
