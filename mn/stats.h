/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of a mobile node.  Their names are part of the user interface. */
#ifndef _MN_STATS_H
#define _MN_STATS_H

#include <linux/atomic.h>
#include <linux/types.h>

#include <fama/mhio.h>

/*
 * rx_ra		Router Advertisements that were understood
 * bad_ra		malformed ones, or not from the link
 * attach		attachments to an access router
 * dad_collision	addresses that somebody else had
 * dad_failed		links given up after three such addresses
 * bu_cga, bu_phkt	Binding Updates sent, by proof
 * bu_failed		Binding Updates that could not be built or routed
 * ba_accepted		Binding Acknowledgements that ended a wait
 * ba_refused		refusals
 * ba_hint		refusals without proof that were obeyed
 * bad_checksum ... malformed	Mobility Headers as the core drops them
 * unknown_home		for an address that is not anchored
 * wrong_dar		not from the access router of the address
 * unexpected		answers to nothing
 * bad_sequence		answers to another Binding Update
 * bad_mac		wrong authenticator
 * unproven		a yes without proof, or too many hints
 * queue_full		control messages beyond what is queued
 * expired		bindings that ran out
 * tunnel_no_address	packets into the tunnel from an unknown address
 * tunnel_spoofed	packets from a tunnel of somebody else
 * tunnel_held		packets kept while there was no link
 * tunnel_overflow	packets that did not fit there
 */
#define MN_STATS(X)			\
	X(rx_ra)			\
	X(bad_ra)			\
	X(attach)			\
	X(dad_collision)		\
	X(dad_failed)			\
	X(bu_cga)			\
	X(bu_phkt)			\
	X(bu_failed)			\
	X(ba_accepted)			\
	X(ba_refused)			\
	X(ba_hint)			\
	X(bad_checksum)			\
	X(truncated)			\
	X(bad_payload_proto)		\
	X(unknown_type)			\
	X(short_header)			\
	X(bad_option)			\
	X(unknown_home)			\
	X(wrong_dar)			\
	X(unexpected)			\
	X(bad_sequence)			\
	X(bad_mac)			\
	X(unproven)			\
	X(queue_full)			\
	X(expired)			\
	X(tunnel_no_address)		\
	X(tunnel_spoofed)		\
	X(tunnel_held)			\
	X(tunnel_overflow)

enum mn_stat {
#define X(name) MN_STAT_##name,
	MN_STATS(X)
#undef X
	MN_STAT_COUNT,
};

struct mn_stats {
	atomic64_t value[MN_STAT_COUNT];
};

static inline void mn_stats_inc(struct mn_stats *stats, enum mn_stat stat)
{
	atomic64_inc(&stats->value[stat]);
}

static inline u64 mn_stats_read(const struct mn_stats *stats,
				enum mn_stat stat)
{
	return atomic64_read(&stats->value[stat]);
}

const char *mn_stats_name(enum mn_stat stat);

/* The counter of a message that the core dropped. */
enum mn_stat mn_stats_of_drop(enum fama_mhio_drop why);

#endif /* _MN_STATS_H */
