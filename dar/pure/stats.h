/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of the DAR role in one namespace.
 *
 * User space sees the name of the constant in lower case.  The names are ABI:
 * counters may be added, but not renamed.
 */
#ifndef _DAR_STATS_H
#define _DAR_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>

/**
 * enum dar_stat - the counters; a number is the status of the Binding
 *	Acknowledgement or Binding Error that is sent
 * @DAR_STAT_RX_BU: Binding Updates received, without malformed ones
 * @DAR_STAT_BU_CGA: Binding Updates accepted because of CGA and signature
 * @DAR_STAT_BU_PHKT: Binding Updates accepted because of the PHKT
 * @DAR_STAT_BU_DEREG: deregistrations among the accepted Binding Updates
 * @DAR_STAT_TX_BA: Binding Acknowledgements sent, refusals included
 * @DAR_STAT_TX_BA_FAILED: Binding Acknowledgements not sent: no route or no memory
 * @DAR_STAT_BINDING_EXPIRED: bindings whose lifetime ended
 * @DAR_STAT_BAD_CHECKSUM: Mobility Header with a wrong checksum
 * @DAR_STAT_TRUNCATED: Header Len and packet disagree
 * @DAR_STAT_BAD_PAYLOAD_PROTO: Payload Proto is not 59
 * @DAR_STAT_UNKNOWN_TYPE: unknown MH Type
 * @DAR_STAT_SHORT_HEADER: Header Len below the minimum of the type
 * @DAR_STAT_MALFORMED: malformed, repeated or misplaced mobility options
 * @DAR_STAT_NOT_ADDRESSED: message to an address that is not a unicast address of
 *	this DAR
 * @DAR_STAT_NO_HOME_FLAG: BU without the H flag: a DAR is no correspondent node
 * @DAR_STAT_NOT_SERVING: 131: nothing is anchored in this namespace
 * @DAR_STAT_FOREIGN_HOME: 132: home address and DAR address are not in one anchored
 *	prefix
 * @DAR_STAT_BAD_HOME: address that cannot be a home address; 132 if its u or g bit
 *	is set, otherwise dropped silently
 * @DAR_STAT_BAD_CAREOF: 174: care-of address missing, wrong, in the home prefix, or
 *	itself bound here; dropped silently if the source is unusable
 * @DAR_STAT_OLD_SEQUENCE: sequence number is not newer than the last accepted; 135
 *	to who has the PHKT or the signature, dropped silently otherwise
 * @DAR_STAT_BAD_MAC: wrong authenticator, dropped silently
 * @DAR_STAT_UNAUTHENTICATED: 149: BU without a proof that an anchor accepts, for an
 *	address of which nothing is held
 * @DAR_STAT_NO_PHKT: 147: authenticated with a PHKT that the DAR does not have, or
 *	with one that is too old
 * @DAR_STAT_PHKT_EXISTS: 149: the PHKT exists but was not used
 * @DAR_STAT_CAREOF_NONCE: 137: care-of token of an expired or unknown nonce
 * @DAR_STAT_UNKNOWN_BINDING: 133: deregistration, not sent from home, of an unknown
 *	home address
 * @DAR_STAT_BAD_CGA: 148: the CGA parameters are not those of the home address
 * @DAR_STAT_BAD_KEY: 148: size, exponent or algorithm of the key is not supported
 * @DAR_STAT_BAD_SIGNATURE: 148: the signature is missing, misplaced or wrong
 * @DAR_STAT_PREFIX_EXPIRED: 132: the prefix has no valid lifetime left
 * @DAR_STAT_CACHE_FULL: 130: too many bindings
 * @DAR_STAT_QUEUE_FULL: 130: too many signatures waiting to be verified
 * @DAR_STAT_NO_MEMORY: 130: out of memory, or failure of the crypto layer
 * @DAR_STAT_TUNNEL_TX: packets tunnelled to mobile nodes
 * @DAR_STAT_TUNNEL_RX: packets accepted from mobile nodes
 * @DAR_STAT_TUNNEL_NO_BINDING: packets sent into the tunnel device for an address
 *	that is not bound
 * @DAR_STAT_SPOOFED_SOURCE: tunnelled packets whose outer and inner source are not
 *	those of a binding
 * @DAR_STAT_BAD_INNER_SOURCE: tunnelled packets with an inner source that no node
 *	may have
 * @DAR_STAT_RX_COTI: Care-of Test Inits received
 * @DAR_STAT_TX_COT: Care-of Tests sent
 * @DAR_STAT_TX_COT_FAILED: Care-of Tests not sent: no route or no memory
 * @DAR_STAT_COTI_HOME: Care-of Test Init with a home address in a header,
 *	dropped silently
 * @DAR_STAT_TX_BRR: Binding Refresh Requests sent
 * @DAR_STAT_TX_BE: Binding Errors 1 sent
 * @DAR_STAT_TX_NA: Neighbor Advertisements sent for bound addresses
 * @DAR_STAT_BA_SIGNED: Binding Acknowledgements with a signature
 * @DAR_STAT_BA_UNSIGNED: Binding Acknowledgements sent unsigned although a signature
 *	was asked for: no key fits our address, the credit does not pay for it, or the
 *	rate is limited
 * @DAR_STAT_CAREOF_MISSING: 137: the anchor demands a care-of token or a Care-of Test
 *	Init option
 * @DAR_STAT_LOW_SEC: 148: Sec of the home address is below the anchor's minimum
 * @DAR_STAT_KEY_SIZE: 148: key of a size that the anchor does not allow
 * @DAR_STAT_EARLY_OFF: 133: the anchor does not give early tokens
 * @DAR_STAT_DAD_FAILED: 134: another node on the access link has the home address
 * @DAR_STAT_QUEUE_SHARE: 130: removed from the queue of signatures in favour of other
 *	prefixes
 * @DAR_STAT_REFUSAL_LIMITED: refusals, Binding Errors and Care-of Tests not sent
 *	because of the rate limit
 * @DAR_STAT_UNKNOWN_HOME: Binding Error 1: packet with a Home Address option that
 *	matches no binding
 * @DAR_STAT_CREDIT_EXHAUSTED: Binding Refresh Requests and Binding Errors not sent: the
 *	care-of address is not proven and has too little credit
 * @DAR_STAT_NESTED: packets not tunnelled: too many tunnel headers already
 * @DAR_STAT_NA_LIMITED: Neighbor Solicitations for bound addresses not answered
 *	because of the rate limit
 * @DAR_STAT_ND_DROPPED: Neighbor Discovery messages sent to a bound address that the
 *	DAR did not answer; they are never forwarded
 * @DAR_STAT_NOT_AT_HOME: deregistration from the home address itself that did not
 *	come in on its link, dropped silently
 * @DAR_STAT_NOT_ADMITTED: 129: the anchor does not admit the home address
 * @DAR_STAT_HELD: packets held until the care-of address is proven, because they exceed
 *	its credit, or while their node is absent
 * @DAR_STAT_HELD_SENT: of these, packets tunnelled afterwards
 * @DAR_STAT_HELD_FULL: packets dropped because newer ones needed their room, or because
 *	there is none for them
 * @DAR_STAT_HELD_LATE: held packets dropped because they have waited too long
 * @DAR_STAT_HELD_ENDED: held packets dropped because their binding has ended
 * @DAR_STAT_BINDING_DISPLACED: bindings whose care-of address was not verified, and
 *	that ended because others needed their places
 * @DAR_STAT_SIGN_LIMITED: Binding Acknowledgements not signed because of the rate
 *	limit; counted as unsigned as well
 * @DAR_STAT_TUNNEL_DOWN: packets to and from nodes not delivered: the tunnel device
 *	is down, or IPv6 is disabled on it
 * @DAR_STAT_NO_ROUTE: packets not tunnelled: no route to the care-of address, or XFRM
 *	policies forbid them or cannot be met
 * @DAR_STAT_FORWARDING_OFF: packets to or from nodes that the stack drops, because
 *	forwarding is off in the namespace
 * @DAR_STAT_TX_MRD: Multicast Router Advertisements sent on access links
 * @DAR_STAT_POLICY: messages and tunnelled packets dropped: XFRM policies forbid
 *	them, or demand a protection that they did not have
 * @DAR_STAT_BU_QUIET: accepted Binding Updates of nodes that send too many: nobody
 *	else is told of them
 * @DAR_STAT_NA_UNSENT: bound addresses not announced on the access link because of the
 *	rate limit
 * @DAR_STAT_DETECT_LIMITED: 130: too many addresses are probed before their first
 *	binding
 * @DAR_STAT_VRF: packets to addresses of anchored prefixes that came by a device in a
 *	VRF, or leave by one, and are left alone
 * @DAR_STAT_FIB_FULL: Binding Updates whose address gets no route, because there are
 *	too many
 * @DAR_STAT_FIB_LOST: routes of bindings that somebody else has removed
 * @DAR_STAT_FIB_FAILED: routes of bindings that could not be made or removed for now
 * @DAR_STAT_FIB_CONFLICT: routes of bindings that are not made, because somebody else
 *	has the same one
 * @DAR_STAT_FIB_HOME: packets for a node at home that a former route led into the
 *	tunnel device, or that its absence did, which had just ended; sent on to the
 *	access link
 * @DAR_STAT_CACHE_SHARE: 130: unknown nodes of one prefix have as many bindings as they
 *	may
 * @DAR_STAT_NO_ADDRESS: packets dropped because the router does not have the address any
 *	more to which their node has sent its Binding Update
 * @DAR_STAT_FROZEN: messages dropped silently, because the router is frozen; their
 *	senders repeat them
 * @DAR_STAT_RESUMED: entries of the binding cache that came from a checkpoint
 * @DAR_STAT_RESUME_ASKED: Binding Errors that ask nodes for a Binding Update after an
 *	older checkpoint was resumed
 * @DAR_STAT_DRAINING: 130: the router begins no further binding
 * @DAR_STAT_HELD_HOME: held packets sent on to the access link
 * @DAR_STAT_ABSENT: times that a node at home said nothing, also when it was asked, so that
 *	what is sent to it began to wait
 * @DAR_STAT_TX_NS: Neighbor Solicitations sent to ask silent nodes
 * @DAR_STAT_COUNT: number of counters
 */
enum dar_stat {
	DAR_STAT_RX_BU,
	DAR_STAT_BU_CGA,
	DAR_STAT_BU_PHKT,
	DAR_STAT_BU_DEREG,
	DAR_STAT_TX_BA,
	DAR_STAT_TX_BA_FAILED,
	DAR_STAT_BINDING_EXPIRED,
	DAR_STAT_BAD_CHECKSUM,
	DAR_STAT_TRUNCATED,
	DAR_STAT_BAD_PAYLOAD_PROTO,
	DAR_STAT_UNKNOWN_TYPE,
	DAR_STAT_SHORT_HEADER,
	DAR_STAT_MALFORMED,
	DAR_STAT_NOT_ADDRESSED,
	DAR_STAT_NO_HOME_FLAG,
	DAR_STAT_NOT_SERVING,
	DAR_STAT_FOREIGN_HOME,
	DAR_STAT_BAD_HOME,
	DAR_STAT_BAD_CAREOF,
	DAR_STAT_OLD_SEQUENCE,
	DAR_STAT_BAD_MAC,
	DAR_STAT_UNAUTHENTICATED,
	DAR_STAT_NO_PHKT,
	DAR_STAT_PHKT_EXISTS,
	DAR_STAT_CAREOF_NONCE,
	DAR_STAT_UNKNOWN_BINDING,
	DAR_STAT_BAD_CGA,
	DAR_STAT_BAD_KEY,
	DAR_STAT_BAD_SIGNATURE,
	DAR_STAT_PREFIX_EXPIRED,
	DAR_STAT_CACHE_FULL,
	DAR_STAT_QUEUE_FULL,
	DAR_STAT_NO_MEMORY,
	DAR_STAT_TUNNEL_TX,
	DAR_STAT_TUNNEL_RX,
	DAR_STAT_TUNNEL_NO_BINDING,
	DAR_STAT_SPOOFED_SOURCE,
	DAR_STAT_BAD_INNER_SOURCE,
	DAR_STAT_RX_COTI,
	DAR_STAT_TX_COT,
	DAR_STAT_TX_COT_FAILED,
	DAR_STAT_COTI_HOME,
	DAR_STAT_TX_BRR,
	DAR_STAT_TX_BE,
	DAR_STAT_TX_NA,
	DAR_STAT_BA_SIGNED,
	DAR_STAT_BA_UNSIGNED,
	DAR_STAT_CAREOF_MISSING,
	DAR_STAT_LOW_SEC,
	DAR_STAT_KEY_SIZE,
	DAR_STAT_EARLY_OFF,
	DAR_STAT_DAD_FAILED,
	DAR_STAT_QUEUE_SHARE,
	DAR_STAT_REFUSAL_LIMITED,
	DAR_STAT_UNKNOWN_HOME,
	DAR_STAT_CREDIT_EXHAUSTED,
	DAR_STAT_NESTED,
	DAR_STAT_NA_LIMITED,
	DAR_STAT_ND_DROPPED,
	DAR_STAT_NOT_AT_HOME,
	DAR_STAT_NOT_ADMITTED,
	DAR_STAT_HELD,
	DAR_STAT_HELD_SENT,
	DAR_STAT_HELD_FULL,
	DAR_STAT_HELD_LATE,
	DAR_STAT_HELD_ENDED,
	DAR_STAT_BINDING_DISPLACED,
	DAR_STAT_SIGN_LIMITED,
	DAR_STAT_TUNNEL_DOWN,
	DAR_STAT_NO_ROUTE,
	DAR_STAT_FORWARDING_OFF,
	DAR_STAT_TX_MRD,
	DAR_STAT_POLICY,
	DAR_STAT_BU_QUIET,
	DAR_STAT_NA_UNSENT,
	DAR_STAT_DETECT_LIMITED,
	DAR_STAT_VRF,
	DAR_STAT_FIB_FULL,
	DAR_STAT_FIB_LOST,
	DAR_STAT_FIB_FAILED,
	DAR_STAT_FIB_CONFLICT,
	DAR_STAT_FIB_HOME,
	DAR_STAT_CACHE_SHARE,
	DAR_STAT_NO_ADDRESS,
	DAR_STAT_FROZEN,
	DAR_STAT_RESUMED,
	DAR_STAT_RESUME_ASKED,
	DAR_STAT_DRAINING,
	DAR_STAT_HELD_HOME,
	DAR_STAT_ABSENT,
	DAR_STAT_TX_NS,
	DAR_STAT_COUNT,
};

/**
 * struct dar_mib - counters of one processor; nothing locks them
 * @count: by &enum dar_stat
 */
struct dar_mib {
	unsigned long count[DAR_STAT_COUNT];
};

/* Count one event. */
static inline void dar_stat_inc(struct dar_mib __percpu *mib,
				enum dar_stat stat)
{
	this_cpu_inc(mib->count[stat]);
}

/* Count @n events, with BH off.  Only for counters that need BH off anyway. */
static inline void __dar_stat_add(struct dar_mib __percpu *mib,
				  enum dar_stat stat, unsigned int n)
{
	__this_cpu_add(mib->count[stat], n);
}

/* The name that user space sees. */
const char *dar_stat_name(enum dar_stat stat);

/* The sum over all processors. */
u64 dar_stat_sum(const struct dar_mib __percpu *mib, enum dar_stat stat);

#endif /* _DAR_STATS_H */
