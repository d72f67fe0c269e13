/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of the DAR role in one namespace.
 *
 * The name that user space sees is that of the constant in lower case.  It is
 * ABI: add at will, never rename.
 */
#ifndef _DAR_STATS_H
#define _DAR_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>

/**
 * enum dar_stat - the counters; a number is the status of the answer
 * @DAR_STAT_RX_BU: Binding Updates with a good checksum and form
 * @DAR_STAT_BU_CGA: accepted: CGA and signature; this binds, or leaves a PHKT
 * @DAR_STAT_BU_PHKT: accepted: authenticated with the PHKT
 * @DAR_STAT_BU_DEREG: accepted ones of both kinds that were deregistrations
 * @DAR_STAT_TX_BA: Binding Acknowledgements sent, refusals included
 * @DAR_STAT_TX_BA_FAILED: Binding Acknowledgements that found no way or no
 *	memory
 * @DAR_STAT_BINDING_EXPIRED: bindings that ran out
 * @DAR_STAT_BAD_CHECKSUM: Mobility Header with a wrong checksum
 * @DAR_STAT_TRUNCATED: Header Len and packet disagree
 * @DAR_STAT_BAD_PAYLOAD_PROTO: Payload Proto is not 59
 * @DAR_STAT_UNKNOWN_TYPE: unknown MH Type
 * @DAR_STAT_SHORT_HEADER: Header Len below the minimum of the type
 * @DAR_STAT_MALFORMED: malformed, repeated or misplaced mobility options
 * @DAR_STAT_NOT_ADDRESSED: BU to an anycast or foreign address, or not for us
 *	at all
 * @DAR_STAT_NO_HOME_FLAG: BU without the H flag: DAR is no correspondent
 * @DAR_STAT_NOT_SERVING: 131: nothing is anchored in this namespace
 * @DAR_STAT_FOREIGN_HOME: 132: home address and DAR address in no anchored
 *	prefix
 * @DAR_STAT_BAD_HOME: home address that cannot be one; 132 for u or g bit set
 * @DAR_STAT_BAD_CAREOF: 174: no, wrong or unusable care-of address, one of the
 *	home prefix or itself bound here; its source: drop
 * @DAR_STAT_OLD_SEQUENCE: 135: sequence number is not newer
 * @DAR_STAT_BAD_MAC: wrong authenticator, dropped silently
 * @DAR_STAT_UNAUTHENTICATED: no proof of any kind, and no PHKT: dropped
 *	silently
 * @DAR_STAT_NO_PHKT: 147: authenticated with a PHKT that the DAR does not hold
 * @DAR_STAT_PHKT_EXISTS: 149: the PHKT exists but was not used
 * @DAR_STAT_CAREOF_NONCE: 137: care-of token of a nonce that has expired or
 *	never was
 * @DAR_STAT_UNKNOWN_BINDING: 133: deregistration away from home of what never
 *	was
 * @DAR_STAT_BAD_CGA: 148: CGA parameters do not make the home address
 * @DAR_STAT_BAD_KEY: 148: key of a size, exponent or algorithm not supported
 * @DAR_STAT_BAD_SIGNATURE: 148: no signature, not directly behind, or wrong
 * @DAR_STAT_PREFIX_EXPIRED: 132: the prefix has no valid lifetime left
 * @DAR_STAT_CACHE_FULL: 130: too many bindings
 * @DAR_STAT_QUEUE_FULL: 130: too many signatures waiting to be verified
 * @DAR_STAT_NO_MEMORY: 130: out of memory, or the crypto layer failed
 * @DAR_STAT_TUNNEL_TX: packets tunnelled to mobile nodes
 * @DAR_STAT_TUNNEL_RX: packets accepted from mobile nodes
 * @DAR_STAT_TUNNEL_NO_BINDING: sent into the device for an address that is not
 *	bound
 * @DAR_STAT_SPOOFED_SOURCE: tunnelled, but outer and inner source are no
 *	binding
 * @DAR_STAT_BAD_INNER_SOURCE: tunnelled with an inner source that no node may
 *	have
 * @DAR_STAT_RX_COTI: Care-of Test Inits received
 * @DAR_STAT_TX_COT: Care-of Tests sent
 * @DAR_STAT_TX_COT_FAILED: Care-of Tests that found no way or no memory
 * @DAR_STAT_COTI_HOME: Care-of Test Init with a home address in a header,
 *	dropped silently
 * @DAR_STAT_TX_BRR: Binding Refresh Requests sent
 * @DAR_STAT_TX_BE: Binding Errors 1 sent
 * @DAR_STAT_TX_NA: Neighbor Advertisements sent for bound addresses
 * @DAR_STAT_BA_SIGNED: Binding Acknowledgements with a signature
 * @DAR_STAT_BA_UNSIGNED: signature asked for, but no key fits our address
 * @DAR_STAT_CAREOF_MISSING: 137: the anchor wants a care-of token, or that one be asked
 *	for
 * @DAR_STAT_LOW_SEC: 148: Sec of the home address is below the anchor's minimum
 * @DAR_STAT_KEY_SIZE: 148: key of a size that the anchor does not allow
 * @DAR_STAT_EARLY_OFF: 133: the anchor gives no early tokens
 * @DAR_STAT_DAD_FAILED: 134: somebody on the access link has the home address
 * @DAR_STAT_QUEUE_SHARE: a waiting signature made room for those of other prefixes
 * @DAR_STAT_REFUSAL_LIMITED: refusals not sent because there were too many
 * @DAR_STAT_UNKNOWN_HOME: Home Address option without a binding, answered with Binding
 *	Error 1
 * @DAR_STAT_CREDIT_EXHAUSTED: not tunnelled: the care-of address is not proven and has
 *	no credit
 * @DAR_STAT_NESTED: not tunnelled: too many tunnels inside each other
 * @DAR_STAT_NA_LIMITED: solicitations for bound addresses not answered because
 *	there were too many
 * @DAR_STAT_ND_DROPPED: Neighbor Discovery sent to a bound address itself, which
 *	was not for the access router to answer; never forwarded
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
	DAR_STAT_COUNT,
};

/* As the kernel's own MIBs: a word per processor, no lock. */
struct dar_mib {
	unsigned long count[DAR_STAT_COUNT];
};

/* Name that user space sees. */
const char *dar_stat_name(enum dar_stat stat);

/* Sum over all processors. */
u64 dar_stat_sum(const struct dar_mib __percpu *mib, enum dar_stat stat);

#endif /* _DAR_STATS_H */
