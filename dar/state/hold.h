/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets that wait: for the proof of a care-of address (RFC 4866 section 4.10: what
 * exceeds the credit may be buffered until then), or for a node that has left its link
 * without a word.
 *
 * The packets for one address wait together, in their order, within the bounds that the
 * administrator sets, see pure/backlog.h.
 *
 * An address for which nothing waits, and of whose node there is no doubt, costs its
 * packets no lock here: dar_hold_is_idle() reads one pointer.
 */
#ifndef _DAR_HOLD_H
#define _DAR_HOLD_H

#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../pure/backlog.h"
#include "../pure/setting.h"
#include "../pure/silence.h"
#include "../pure/stats.h"
#include "binding.h"

/**
 * struct dar_held - what waits for an address
 * @list: in dar_hold.all
 * @b: the entry, which points here
 * @queue: the packets
 * @sending: a processor is sending them
 * @doubt: in dar_hold.doubts while there is doubt of the node, see doubt.h
 * @due: jiffies when the router looks whether the node was heard
 * @silence: what the router does about the doubt
 *
 * All of it: dar_hold.lock.
 */
struct dar_held {
	struct list_head list;
	struct dar_binding *b;
	struct dar_backlog_queue queue;
	bool sending;
	struct list_head doubt;
	unsigned long due;
	struct dar_silence silence;
};

/**
 * struct dar_hold - all packets of a namespace that wait
 * @net: the namespace
 * @lock: protects everything below, and dar_binding.held of every entry; BH
 * @all: &struct dar_held of each address
 * @doubts: those of nodes that are doubted, the next that is due first
 * @doubt: asks them
 * @backlog: their packets
 * @work: ends the waiting of packets that have waited too long
 * @settings: the bounds
 * @mib: counters
 */
struct dar_hold {
	const struct net *net;
	spinlock_t lock;	/* see above */
	struct list_head all;
	struct list_head doubts;
	struct delayed_work doubt;
	struct dar_backlog backlog;
	struct delayed_work work;
	const struct dar_settings *settings;
	struct dar_mib __percpu *mib;
};

/**
 * enum dar_hold_verdict - what became of a packet
 * @DAR_HOLD_KEPT: it waits
 * @DAR_HOLD_GO: there is no reason any more to wait: send it
 * @DAR_HOLD_REFUSED: it has been dropped, and counted
 */
enum dar_hold_verdict {
	DAR_HOLD_KEPT,
	DAR_HOLD_GO,
	DAR_HOLD_REFUSED,
};

/**
 * struct dar_hold_view - what waits for an address
 * @packets: packets, as they are on the wire
 * @octets: their octets
 * @absent: the node is absent, see pure/silence.h
 */
struct dar_hold_view {
	u32 packets;
	u32 octets;
	bool absent;
};

/* The owner of @doubt initializes it, see packet/absent.h. */
void dar_hold_init(struct dar_hold *hold, const struct net *net,
		   const struct dar_settings *settings,
		   struct dar_mib __percpu *mib);

/*
 * Drop all packets, and doubt no node.  The caller has stopped all who add packets.
 * Context: process.
 */
void dar_hold_flush(struct dar_hold *hold);

/*
 * Does nothing wait for this address, and is there no doubt of its node?  Context: RCU
 * read side.
 */
static inline bool dar_hold_is_idle(const struct dar_binding *b)
{
	return !READ_ONCE(b->held);
}

/**
 * dar_hold_of() - find what waits for an address, or begin to wait
 * @hold: the namespace
 * @b: entry of the address
 *
 * Context: holds dar_hold.lock.
 * Return: NULL: no memory, or the entry has been removed.
 */
struct dar_held *dar_hold_of(struct dar_hold *hold, struct dar_binding *b);

/* Forget it if nothing waits and there is no doubt.  Holds: dar_hold.lock. */
void dar_hold_settle(struct dar_held *held);

/* Do packets wait, or is a processor sending them?  Holds: dar_hold.lock. */
static inline bool dar_hold_is_busy(const struct dar_held *held)
{
	return held->sending || !dar_backlog_is_empty(&held->queue);
}

/* Copy what waits for an address.  Context: RCU read side. */
void dar_hold_look(struct dar_hold *hold, const struct dar_binding *b,
		   struct dar_hold_view *view);

/**
 * dar_hold_add() - let a packet wait, if there is a reason
 * @hold: the namespace
 * @b: entry of its destination
 * @skb: the packet; it remains the caller's if the verdict is %DAR_HOLD_GO
 *
 * Context: RCU read side, BH off.
 */
enum dar_hold_verdict dar_hold_add(struct dar_hold *hold,
				   struct dar_binding *b, struct sk_buff *skb);

/**
 * dar_hold_begin() - begin to send what waits for an address
 * @hold: the namespace
 * @b: its entry
 *
 * There is no doubt of the node any more.  Packets that come from now on wait until those
 * before them have been sent.
 *
 * Context: RCU read side, BH off.
 * Return: false: there is nothing to send, or another processor is sending it.
 */
bool dar_hold_begin(struct dar_hold *hold, struct dar_binding *b);

/* Return: the next packet to send; NULL: none is left, which is the end. */
struct sk_buff *dar_hold_next(struct dar_hold *hold, struct dar_binding *b);

/* The packet that was next cannot be sent, and is next again. */
void dar_hold_give_back(struct dar_hold *hold, struct dar_binding *b,
			struct sk_buff *skb);

/* The packets that are left wait again: the node has moved on. */
void dar_hold_stop(struct dar_hold *hold, struct dar_binding *b);

/* The binding has ended: drop its packets.  Context: any up to softirq. */
void dar_hold_drop(struct dar_hold *hold, struct dar_binding *b);

/* The entry has been removed: drop its packets, and let none wait any more. */
void dar_hold_close(struct dar_hold *hold, struct dar_binding *b);

#endif /* _DAR_HOLD_H */
