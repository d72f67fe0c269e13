/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Credit-Based Authorization (RFC 4866 section 4.2): an address that is not
 * proven is sent no more than its node has sent, so that nobody gains by
 * naming the address of another.
 *
 * Credit and the time of its last aging are one word, so that earning costs one
 * atomic operation.  Pure, with time injected, but for that.
 */
#ifndef _DAR_CREDIT_H
#define _DAR_CREDIT_H

#include <linux/atomic.h>
#include <linux/time64.h>
#include <linux/types.h>

#define DAR_CREDIT_INTERVAL	(5ULL * NSEC_PER_SEC)

/**
 * dar_credit_left() - what can be spent
 * @word: credit and time
 * @now: boot time in ns
 *
 * Return: octets.
 */
u32 dar_credit_left(u64 word, u64 now);

/* The node sent so many octets. */
void dar_credit_earn(atomic64_t *credit, u32 octets, u64 now);

/* Octets are to be sent to the node.  Return: they may; they are spent then. */
bool dar_credit_spend(atomic64_t *credit, u32 octets, u64 now);

#endif /* _DAR_CREDIT_H */
