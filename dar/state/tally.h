/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the nodes of an anchor have done: counters.
 *
 * A packet finds them through its binding.  So a binding of an anchor that was removed
 * a moment ago still has them.
 */
#ifndef _DAR_TALLY_H
#define _DAR_TALLY_H

#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/u64_stats_sync.h>

/**
 * enum dar_tally_count - what is counted
 * @DAR_TALLY_TX_PACKETS: packets tunnelled to nodes, as they are on the wire
 * @DAR_TALLY_TX_BYTES: octets of these packets, follows %DAR_TALLY_TX_PACKETS
 * @DAR_TALLY_RX_PACKETS: packets received from nodes, as they are on the wire
 * @DAR_TALLY_RX_BYTES: octets of these packets, follows %DAR_TALLY_RX_PACKETS
 * @DAR_TALLY_ACCEPTED: Binding Updates that were accepted
 * @DAR_TALLY_REFUSED: Binding Updates that were refused or dropped
 * @DAR_TALLY_COUNTS: number of counters
 */
enum dar_tally_count {
	DAR_TALLY_TX_PACKETS,
	DAR_TALLY_TX_BYTES,
	DAR_TALLY_RX_PACKETS,
	DAR_TALLY_RX_BYTES,
	DAR_TALLY_ACCEPTED,
	DAR_TALLY_REFUSED,
	DAR_TALLY_COUNTS,
};

/**
 * struct dar_tally_cpu - the counters of one processor; BH
 * @count: by &enum dar_tally_count
 * @syncp: lets machines of 32 bits read them
 */
struct dar_tally_cpu {
	u64_stats_t count[DAR_TALLY_COUNTS];
	struct u64_stats_sync syncp;
};

/**
 * struct dar_tally - the counters of an anchor
 * @cpu: those of each processor
 * @users: the anchor, and each of its bindings
 * @bindings: number of bindings now; dar_bcache.lock, read without it
 * @rcu: to free them
 */
struct dar_tally {
	struct dar_tally_cpu __percpu *cpu;
	refcount_t users;
	unsigned int bindings;
	struct rcu_head rcu;
};

/* Make counters, all zero, with one user.  Context: process.  Return: NULL: no memory. */
struct dar_tally *dar_tally_new(void);

/* One user less.  Readers may go on until the end of their RCU read side section. */
void dar_tally_put(struct dar_tally *t);

/**
 * dar_tally_bind() - count a binding that has begun
 * @t: the counters, or NULL
 *
 * Context: holds dar_bcache.lock, in the RCU read side section in which @t was found.
 * Return: @t; NULL: the anchor has gone, and nobody will read the counters.
 */
struct dar_tally *dar_tally_bind(struct dar_tally *t);

/* A binding has ended.  @t: may be NULL.  Context: holds dar_bcache.lock. */
void dar_tally_unbind(struct dar_tally *t);

/* Count something that is no packet.  Context: RCU read side. */
void dar_tally_inc(struct dar_tally *t, enum dar_tally_count what);

/* Return: the sum over all processors.  Context: RCU read side, or a user. */
u64 dar_tally_sum(const struct dar_tally *t, enum dar_tally_count what);

/**
 * dar_tally_packets() - count packets
 * @t: the counters, or NULL
 * @what: %DAR_TALLY_TX_PACKETS or %DAR_TALLY_RX_PACKETS
 * @packets: number of packets
 * @octets: their octets
 *
 * Context: RCU read side, BH off.  Inline, because every packet needs it.
 */
static inline void dar_tally_packets(struct dar_tally *t,
				     enum dar_tally_count what,
				     unsigned int packets, unsigned int octets)
{
	struct dar_tally_cpu *c;

	if (unlikely(!t))
		return;
	c = this_cpu_ptr(t->cpu);
	u64_stats_update_begin(&c->syncp);
	u64_stats_add(&c->count[what], packets);
	u64_stats_add(&c->count[what + 1], octets);
	u64_stats_update_end(&c->syncp);
}

#endif /* _DAR_TALLY_H */
