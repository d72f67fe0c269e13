/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Credit-Based Authorization (RFC 4866 section 4.2): a care-of address that is
 * not proven is sent no more octets than its node has sent, so that an attacker
 * gains nothing by giving the address of a victim as its own.
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

/**
 * dar_credit_left() - read a credit
 * @word: credit and time of its last aging
 * @now: boot time in ns
 *
 * Return: number of octets that may be sent to the node.
 */
u32 dar_credit_left(u64 word, u64 now);

/* Add @octets, which the node has sent. */
void dar_credit_earn(atomic64_t *credit, u32 octets, u64 now);

/**
 * dar_credit_spend() - take octets that are about to be sent to the node
 * @credit: credit of the node
 * @octets: number of them
 * @now: boot time in ns
 *
 * Return: true: they may be sent; false: the credit does not suffice and is
 * left as it was.
 */
bool dar_credit_spend(atomic64_t *credit, u32 octets, u64 now);

#endif /* _DAR_CREDIT_H */
