/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Credit-Based Authorization (RFC 4866 section 4.10): a care-of address that is
 * not proven is sent neither more octets nor more packets than were received from
 * its node, so that an attacker gains nothing by giving the address of a victim as
 * its own.  All octets on the wire count, those of the outer header included.
 *
 * The credit and the time of its last aging share one word, so that earning
 * credit takes one atomic operation.  Pure, except for the atomic operations; the
 * caller passes the time.
 */
#ifndef _DAR_CREDIT_H
#define _DAR_CREDIT_H

#include <linux/atomic.h>
#include <linux/time64.h>
#include <linux/types.h>

#define DAR_CREDIT_INTERVAL	(5ULL * NSEC_PER_SEC)

/* What is earned above these is lost. */
#define DAR_CREDIT_OCTETS_MAX	((1U << 26) - 1)
#define DAR_CREDIT_PACKETS_MAX	((1U << 16) - 1)

/**
 * struct dar_credit - an amount of credit, or what something costs
 * @octets: number of octets, from the outermost IPv6 header on
 * @packets: number of packets
 */
struct dar_credit {
	u32 octets;
	u32 packets;
};

/**
 * dar_credit_left() - read a credit
 * @word: credit and time of its last aging
 * @now: boot time in ns
 *
 * Return: what may be sent to the node.
 */
struct dar_credit dar_credit_left(u64 word, u64 now);

/* Add @earned, which was received from the node. */
void dar_credit_earn(atomic64_t *credit, struct dar_credit earned, u64 now);

/**
 * dar_credit_exchange() - add what was received, and take what answers it
 * @credit: credit of the node
 * @earned: what was received
 * @cost: what is about to be sent
 * @now: boot time in ns
 *
 * Return: true: it may be sent; false: the credit does not suffice, even with
 * @earned, and nothing was added or taken.
 */
bool dar_credit_exchange(atomic64_t *credit, struct dar_credit earned,
			 struct dar_credit cost, u64 now);

/* Take @cost, which is about to be sent; see dar_credit_exchange(). */
bool dar_credit_spend(atomic64_t *credit, struct dar_credit cost, u64 now);

/**
 * dar_credit_tunnel() - what it costs to send packets through the tunnel
 * @octets: octets of one packet, without the outer header
 * @packets: number of such packets
 * @mtu: largest packet on the path; 0: not known
 *
 * A tunnelled packet that does not fit the path is sent in fragments (RFC 2473
 * section 7.1).
 */
struct dar_credit dar_credit_tunnel(u32 octets, u32 packets, u32 mtu);

#endif /* _DAR_CREDIT_H */
