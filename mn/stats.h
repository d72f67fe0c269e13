/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of a mobile node.
 *
 * User space sees the name of the constant in lower case.  These names are ABI:
 * counters can be added, but not renamed.
 */
#ifndef _MN_STATS_H
#define _MN_STATS_H

#include <linux/atomic.h>
#include <linux/types.h>

#include <fama/mhio.h>

/**
 * enum mn_stat - the counters
 * @MN_STAT_RX_RA: Router Advertisements that were understood
 * @MN_STAT_BAD_RA: Router Advertisements that are malformed or not from the link
 * @MN_STAT_ATTACH: attachments to an access router
 * @MN_STAT_DAD_COLLISION: addresses that another node had
 * @MN_STAT_DAD_FAILED: networks in which three such addresses were tried
 * @MN_STAT_BU_CGA: Binding Updates sent, proven by CGA and signature
 * @MN_STAT_BU_PHKT: Binding Updates sent, proven by the PHKT
 * @MN_STAT_BU_FAILED: Binding Updates that could not be built or routed
 * @MN_STAT_BA_ACCEPTED: Binding Acknowledgements that ended a wait
 * @MN_STAT_BA_REFUSED: Binding Acknowledgements that refuse
 * @MN_STAT_BA_HINT: refusals without proof that were obeyed
 * @MN_STAT_BAD_CHECKSUM: Mobility Header with a wrong checksum
 * @MN_STAT_TRUNCATED: Header Len and packet disagree
 * @MN_STAT_BAD_PAYLOAD_PROTO: Payload Proto is not 59
 * @MN_STAT_UNKNOWN_TYPE: unknown MH Type
 * @MN_STAT_SHORT_HEADER: Header Len below the minimum of the type
 * @MN_STAT_BAD_OPTION: malformed, repeated or misplaced mobility options
 * @MN_STAT_UNKNOWN_HOME: messages about an address that the node does not have
 * @MN_STAT_WRONG_DAR: messages not from the access router of the address
 * @MN_STAT_UNEXPECTED: answers that nothing waits for
 * @MN_STAT_BAD_SEQUENCE: answers to another Binding Update
 * @MN_STAT_BAD_MAC: wrong authenticator
 * @MN_STAT_UNPROVEN: answers that grant something without proof, or too many
 *	refusals without proof
 * @MN_STAT_QUEUE_FULL: messages that found the queue full
 * @MN_STAT_EXPIRED: bindings that ran out
 * @MN_STAT_TUNNEL_NO_ADDRESS: packets into the tunnel from an unknown
 *	address
 * @MN_STAT_TUNNEL_SPOOFED: packets that another node tunnelled than the access
 *	router of their destination
 * @MN_STAT_TUNNEL_HELD: packets held while there was nowhere to send them
 * @MN_STAT_TUNNEL_OVERFLOW: packets dropped because too many were held
 * @MN_STAT_COTI: Care-of Test Inits sent
 * @MN_STAT_COT: Care-of Tests that were waited for
 * @MN_STAT_NOT_HOME: networks that had the router's address of a bound address, but not
 *	that router
 * @MN_STAT_ROUTER_PROBED: questions to the current router whether it is still there
 * @MN_STAT_LINK_TRIED: better links that were tried before the node would take them
 * @MN_STAT_LINK_UNREACHED: such links by which no access router has answered
 * @MN_STAT_ROUTER_UNREACHABLE: access routers that stopped answering
 * @MN_STAT_EVICTED: addresses that made room for another one
 * @MN_STAT_UNUSED: addresses that nothing kept
 * @MN_STAT_BA_SIGNED: answers with a right signature
 * @MN_STAT_BA_UNSIGNED: answers without a signature where one is required
 * @MN_STAT_BAD_SIGNATURE: answers with a wrong signature
 * @MN_STAT_RENEW: Binding Refresh Requests and Binding Errors 1 of the access
 *	router of an address, which make the node send a Binding Update
 * @MN_STAT_TUNNEL_GIVEN_UP: held packets dropped because their address was given
 *	up
 * @MN_STAT_ROUTER_LEFT: packets dropped because they waited for the link-layer
 *	address of a router that the node has left
 * @MN_STAT_NO_ROUTE: held packets of an address that came home, dropped because
 *	there was no route
 * @MN_STAT_POLICY: messages and tunnelled packets dropped: XFRM policies forbid
 *	them, or demand a protection that they did not have
 * @MN_STAT_DAR_CHANGED: access routers that have another address now, which they have
 *	proven with the token
 * @MN_STAT_TUNNEL_DOWN: packets of an address that is away, dropped because they would
 *	have left in clear: the tunnel device does not work, or they are for neighbours
 * @MN_STAT_FORWARDED: packets of others that the node would have forwarded, dropped
 *	because they have an address of the node as their source
 * @MN_STAT_TUNNEL_STALE: held packets dropped because they had waited too long
 * @MN_STAT_STEERED: packets of an address that is away that rules and routes would have
 *	sent elsewhere, sent through the tunnel
 * @MN_STAT_RESTORED: addresses, rules and routes that others had removed or changed, set
 *	again
 * @MN_STAT_CONTESTED: how often somebody began to remove them again and again
 * @MN_STAT_COUNT: number of counters
 */
enum mn_stat {
	MN_STAT_RX_RA,
	MN_STAT_BAD_RA,
	MN_STAT_ATTACH,
	MN_STAT_DAD_COLLISION,
	MN_STAT_DAD_FAILED,
	MN_STAT_BU_CGA,
	MN_STAT_BU_PHKT,
	MN_STAT_BU_FAILED,
	MN_STAT_BA_ACCEPTED,
	MN_STAT_BA_REFUSED,
	MN_STAT_BA_HINT,
	MN_STAT_BAD_CHECKSUM,
	MN_STAT_TRUNCATED,
	MN_STAT_BAD_PAYLOAD_PROTO,
	MN_STAT_UNKNOWN_TYPE,
	MN_STAT_SHORT_HEADER,
	MN_STAT_BAD_OPTION,
	MN_STAT_UNKNOWN_HOME,
	MN_STAT_WRONG_DAR,
	MN_STAT_UNEXPECTED,
	MN_STAT_BAD_SEQUENCE,
	MN_STAT_BAD_MAC,
	MN_STAT_UNPROVEN,
	MN_STAT_QUEUE_FULL,
	MN_STAT_EXPIRED,
	MN_STAT_TUNNEL_NO_ADDRESS,
	MN_STAT_TUNNEL_SPOOFED,
	MN_STAT_TUNNEL_HELD,
	MN_STAT_TUNNEL_OVERFLOW,
	MN_STAT_COTI,
	MN_STAT_COT,
	MN_STAT_NOT_HOME,
	MN_STAT_ROUTER_PROBED,
	MN_STAT_LINK_TRIED,
	MN_STAT_LINK_UNREACHED,
	MN_STAT_ROUTER_UNREACHABLE,
	MN_STAT_EVICTED,
	MN_STAT_UNUSED,
	MN_STAT_BA_SIGNED,
	MN_STAT_BA_UNSIGNED,
	MN_STAT_BAD_SIGNATURE,
	MN_STAT_RENEW,
	MN_STAT_TUNNEL_GIVEN_UP,
	MN_STAT_ROUTER_LEFT,
	MN_STAT_NO_ROUTE,
	MN_STAT_POLICY,
	MN_STAT_DAR_CHANGED,
	MN_STAT_TUNNEL_DOWN,
	MN_STAT_FORWARDED,
	MN_STAT_TUNNEL_STALE,
	MN_STAT_STEERED,
	MN_STAT_RESTORED,
	MN_STAT_CONTESTED,
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
