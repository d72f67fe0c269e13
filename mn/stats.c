// SPDX-License-Identifier: GPL-2.0-only
#include "stats.h"

static const char * const mn_stats_names[MN_STAT_COUNT] = {
#define X(name) #name,
	MN_STATS(X)
#undef X
};

const char *mn_stats_name(enum mn_stat stat)
{
	return mn_stats_names[stat];
}

enum mn_stat mn_stats_of_drop(enum fama_mhio_drop why)
{
	static const enum mn_stat stat[FAMA_MHIO_DROPS] = {
		[FAMA_MHIO_CHECKSUM]	= MN_STAT_bad_checksum,
		[FAMA_MHIO_TRUNCATED]	= MN_STAT_truncated,
		[FAMA_MHIO_PROTO]	= MN_STAT_bad_payload_proto,
		[FAMA_MHIO_TYPE]	= MN_STAT_unknown_type,
		[FAMA_MHIO_SHORT]	= MN_STAT_short_header,
		[FAMA_MHIO_OPTION]	= MN_STAT_bad_option,
	};

	return stat[why];
}
