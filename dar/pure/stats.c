// SPDX-License-Identifier: GPL-2.0-only
#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>

#include "stats.h"

static const char * const dar_stat_names[] = {
	[DAR_STAT_RX_BU] = "rx_bu",
	[DAR_STAT_BU_CGA] = "bu_cga",
	[DAR_STAT_BU_PHKT] = "bu_phkt",
	[DAR_STAT_BU_DEREG] = "bu_dereg",
	[DAR_STAT_TX_BA] = "tx_ba",
	[DAR_STAT_TX_BA_FAILED] = "tx_ba_failed",
	[DAR_STAT_BINDING_EXPIRED] = "binding_expired",
	[DAR_STAT_BAD_CHECKSUM] = "bad_checksum",
	[DAR_STAT_TRUNCATED] = "truncated",
	[DAR_STAT_BAD_PAYLOAD_PROTO] = "bad_payload_proto",
	[DAR_STAT_UNKNOWN_TYPE] = "unknown_type",
	[DAR_STAT_SHORT_HEADER] = "short_header",
	[DAR_STAT_MALFORMED] = "malformed",
	[DAR_STAT_NOT_ADDRESSED] = "not_addressed",
	[DAR_STAT_NO_HOME_FLAG] = "no_home_flag",
	[DAR_STAT_NOT_SERVING] = "not_serving",
	[DAR_STAT_FOREIGN_HOME] = "foreign_home",
	[DAR_STAT_BAD_HOME] = "bad_home",
	[DAR_STAT_BAD_CAREOF] = "bad_careof",
	[DAR_STAT_OLD_SEQUENCE] = "old_sequence",
	[DAR_STAT_BAD_MAC] = "bad_mac",
	[DAR_STAT_UNAUTHENTICATED] = "unauthenticated",
	[DAR_STAT_NO_PHKT] = "no_phkt",
	[DAR_STAT_PHKT_EXISTS] = "phkt_exists",
	[DAR_STAT_CAREOF_NONCE] = "careof_nonce",
	[DAR_STAT_UNKNOWN_BINDING] = "unknown_binding",
	[DAR_STAT_BAD_CGA] = "bad_cga",
	[DAR_STAT_BAD_KEY] = "bad_key",
	[DAR_STAT_BAD_SIGNATURE] = "bad_signature",
	[DAR_STAT_PREFIX_EXPIRED] = "prefix_expired",
	[DAR_STAT_CACHE_FULL] = "cache_full",
	[DAR_STAT_QUEUE_FULL] = "queue_full",
	[DAR_STAT_NO_MEMORY] = "no_memory",
	[DAR_STAT_TUNNEL_TX] = "tunnel_tx",
	[DAR_STAT_TUNNEL_RX] = "tunnel_rx",
	[DAR_STAT_TUNNEL_NO_BINDING] = "tunnel_no_binding",
	[DAR_STAT_SPOOFED_SOURCE] = "spoofed_source",
	[DAR_STAT_BAD_INNER_SOURCE] = "bad_inner_source",
	[DAR_STAT_RX_COTI] = "rx_coti",
	[DAR_STAT_TX_COT] = "tx_cot",
	[DAR_STAT_TX_COT_FAILED] = "tx_cot_failed",
	[DAR_STAT_COTI_HOME] = "coti_home",
	[DAR_STAT_TX_BRR] = "tx_brr",
	[DAR_STAT_TX_BE] = "tx_be",
	[DAR_STAT_TX_NA] = "tx_na",
	[DAR_STAT_BA_SIGNED] = "ba_signed",
	[DAR_STAT_BA_UNSIGNED] = "ba_unsigned",
	[DAR_STAT_CAREOF_MISSING] = "careof_missing",
	[DAR_STAT_LOW_SEC] = "low_sec",
	[DAR_STAT_KEY_SIZE] = "key_size",
	[DAR_STAT_EARLY_OFF] = "early_off",
	[DAR_STAT_DAD_FAILED] = "dad_failed",
	[DAR_STAT_QUEUE_SHARE] = "queue_share",
	[DAR_STAT_REFUSAL_LIMITED] = "refusal_limited",
	[DAR_STAT_UNKNOWN_HOME] = "unknown_home",
	[DAR_STAT_CREDIT_EXHAUSTED] = "credit_exhausted",
	[DAR_STAT_NESTED] = "nested",
	[DAR_STAT_NA_LIMITED] = "na_limited",
	[DAR_STAT_ND_DROPPED] = "nd_dropped",
	[DAR_STAT_NOT_AT_HOME] = "not_at_home",
	[DAR_STAT_NOT_ADMITTED] = "not_admitted",
	[DAR_STAT_HELD] = "held",
	[DAR_STAT_HELD_SENT] = "held_sent",
	[DAR_STAT_HELD_FULL] = "held_full",
	[DAR_STAT_HELD_LATE] = "held_late",
	[DAR_STAT_HELD_ENDED] = "held_ended",
	[DAR_STAT_BINDING_DISPLACED] = "binding_displaced",
	[DAR_STAT_SIGN_LIMITED] = "sign_limited",
	[DAR_STAT_TUNNEL_DOWN] = "tunnel_down",
	[DAR_STAT_NO_ROUTE] = "no_route",
	[DAR_STAT_FORWARDING_OFF] = "forwarding_off",
	[DAR_STAT_TX_MRD] = "tx_mrd",
	[DAR_STAT_POLICY] = "policy",
	[DAR_STAT_BU_QUIET] = "bu_quiet",
	[DAR_STAT_NA_UNSENT] = "na_unsent",
	[DAR_STAT_DETECT_LIMITED] = "detect_limited",
	[DAR_STAT_VRF] = "vrf",
	[DAR_STAT_FIB_FULL] = "fib_full",
	[DAR_STAT_FIB_LOST] = "fib_lost",
	[DAR_STAT_FIB_FAILED] = "fib_failed",
	[DAR_STAT_FIB_CONFLICT] = "fib_conflict",
	[DAR_STAT_FIB_HOME] = "fib_home",
	[DAR_STAT_CACHE_SHARE] = "cache_share",
	[DAR_STAT_NO_ADDRESS] = "no_address",
	[DAR_STAT_FROZEN] = "frozen",
	[DAR_STAT_RESUMED] = "resumed",
	[DAR_STAT_RESUME_ASKED] = "resume_asked",
	[DAR_STAT_DRAINING] = "draining",
	[DAR_STAT_HELD_HOME] = "held_home",
	[DAR_STAT_ABSENT] = "absent",
	[DAR_STAT_TX_NS] = "tx_ns",
};

static_assert(ARRAY_SIZE(dar_stat_names) == DAR_STAT_COUNT);

const char *dar_stat_name(enum dar_stat stat)
{
	return dar_stat_names[stat];
}

u64 dar_stat_sum(const struct dar_mib __percpu *mib, enum dar_stat stat)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(mib, cpu)->count[stat]);
	return sum;
}
