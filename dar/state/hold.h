/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets that wait for the proof of a care-of address (RFC 4866 section 4.10: what
 * exceeds the credit may be buffered until then).
 *
 * The packets of one binding wait together, in their order, within the bounds that the
 * administrator sets, see pure/backlog.h.
 *
 * A binding whose care-of address is proven and that holds nothing costs its packets
 * no lock here: dar_hold_is_empty() reads one pointer.
 */
#ifndef _DAR_HOLD_H
#define _DAR_HOLD_H

#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../pure/backlog.h"
#include "../pure/setting.h"
#include "../pure/stats.h"
#include "binding.h"

/**
 * struct dar_hold - all packets of a namespace that wait
 * @net: the namespace
 * @lock: protects everything below, and dar_binding.held of every entry; BH
 * @all: &struct dar_held of each binding that holds packets
 * @backlog: their packets
 * @work: ends the waiting of packets that have waited too long
 * @settings: the bounds
 * @mib: counters
 */
struct dar_hold {
	const struct net *net;
	spinlock_t lock;	/* see above */
	struct list_head all;
	struct dar_backlog backlog;
	struct delayed_work work;
	const struct dar_settings *settings;
	struct dar_mib __percpu *mib;
};

/**
 * enum dar_hold_verdict - what became of a packet
 * @DAR_HOLD_KEPT: it waits
 * @DAR_HOLD_PROVEN: the care-of address has been proven meanwhile: send it
 * @DAR_HOLD_REFUSED: it has been dropped, and counted
 */
enum dar_hold_verdict {
	DAR_HOLD_KEPT,
	DAR_HOLD_PROVEN,
	DAR_HOLD_REFUSED,
};

void dar_hold_init(struct dar_hold *hold, const struct net *net,
		   const struct dar_settings *settings,
		   struct dar_mib __percpu *mib);

/* Drop all packets.  The caller has stopped all who add some.  Context: process. */
void dar_hold_flush(struct dar_hold *hold);

/* Does no packet of this binding wait?  Context: RCU read side. */
static inline bool dar_hold_is_empty(const struct dar_binding *b)
{
	return !READ_ONCE(b->held);
}

/**
 * dar_hold_add() - let a packet wait for the proof
 * @hold: the namespace
 * @b: binding of its destination
 * @skb: the packet; it remains the caller's if the verdict is %DAR_HOLD_PROVEN
 *
 * Context: RCU read side, BH off.
 */
enum dar_hold_verdict dar_hold_add(struct dar_hold *hold,
				   struct dar_binding *b, struct sk_buff *skb);

/**
 * dar_hold_begin() - begin to send what a binding holds
 * @hold: the namespace
 * @b: the binding
 *
 * Packets that come from now on wait until those before them have been sent.
 *
 * Context: RCU read side, BH off.
 * Return: false: there is nothing to send, or another processor is sending it.
 */
bool dar_hold_begin(struct dar_hold *hold, struct dar_binding *b);

/* Return: the next packet to send; NULL: none is left, which is the end. */
struct sk_buff *dar_hold_next(struct dar_hold *hold, struct dar_binding *b);

/* The packets that are left wait again: the node has moved on. */
void dar_hold_stop(struct dar_hold *hold, struct dar_binding *b);

/* The binding has ended: drop its packets.  Context: any up to softirq. */
void dar_hold_drop(struct dar_hold *hold, struct dar_binding *b);

#endif /* _DAR_HOLD_H */
