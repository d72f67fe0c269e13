/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets that wait in queues, a queue for each address, within bounds.
 *
 * The packets of a queue keep their order.  Each queue and all of them together are
 * bounded.  When a bound is reached, the oldest packet goes: of the queue that is full,
 * or of the queue that takes most memory if all together take too much.  So a flood for
 * one address takes nothing from others.  Each packet has a time after which it is of no
 * use to anybody.
 *
 * The caller locks the backlog, allocates its memory and frees packets.  Pure.
 */
#ifndef _DAR_BACKLOG_H
#define _DAR_BACKLOG_H

#include <linux/limits.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>

/**
 * struct dar_backlog_bounds - how much may wait
 * @packets: packets of a queue
 * @octets: octets of a queue, from the IPv6 header of each packet to its end
 * @memory: octets of memory that all packets take
 */
struct dar_backlog_bounds {
	u32 packets;
	u32 octets;
	u32 memory;
};

/**
 * struct dar_backlog_item - a packet, embedded in what the caller has of it
 * @list: in dar_backlog_queue.items
 * @until: time in ns after which the packet is of no use; set by the caller, as all that
 *	follows
 * @memory: octets of memory that it takes
 * @octets: its octets on the wire
 * @packets: packets that it is on the wire, at least 1
 */
struct dar_backlog_item {
	struct list_head list;
	u64 until;
	u32 memory;
	u32 octets;
	u32 packets;
};

/**
 * struct dar_backlog_queue - the packets for an address
 * @size: in dar_backlog.sizes while there is a packet
 * @time: in dar_backlog.times while there is a packet
 * @items: the packets, the oldest first
 * @until: of the oldest packet
 * @memory: octets of memory that the packets take
 * @octets: octets of the packets
 * @packets: their number
 */
struct dar_backlog_queue {
	struct rb_node size;
	struct rb_node time;
	struct list_head items;
	u64 until;
	u32 memory;
	u32 octets;
	u32 packets;
};

/**
 * struct dar_backlog - all queues that are not empty
 * @sizes: by memory, the largest first
 * @times: by the time of their oldest packets
 * @memory: octets of memory that all packets take
 */
struct dar_backlog {
	struct rb_root_cached sizes;
	struct rb_root_cached times;
	u32 memory;
};

/* Make a backlog without queues. */
void dar_backlog_init(struct dar_backlog *all);

/* Make a queue without packets. */
void dar_backlog_queue_init(struct dar_backlog_queue *q);

static inline bool dar_backlog_is_empty(const struct dar_backlog_queue *q)
{
	return list_empty(&q->items);
}

/* Is there room for a packet if no other one waits? */
bool dar_backlog_fits(const struct dar_backlog_item *item,
		      const struct dar_backlog_bounds *most);

/* Put a packet that fits at the end of a queue; see dar_backlog_excess(). */
void dar_backlog_push(struct dar_backlog *all, struct dar_backlog_queue *q,
		      struct dar_backlog_item *item);

/* Put a packet that was taken out at the front of its queue again. */
void dar_backlog_return(struct dar_backlog *all, struct dar_backlog_queue *q,
			struct dar_backlog_item *item);

/* Take the oldest packet out of a queue.  Return: the packet, NULL: it is empty. */
struct dar_backlog_item *dar_backlog_pop(struct dar_backlog *all,
					 struct dar_backlog_queue *q);

/**
 * dar_backlog_excess() - who has to lose the oldest packet
 * @all: the backlog
 * @q: the queue that got a packet
 * @most: the bounds
 *
 * The caller takes the packet out, and asks again, until the answer is NULL.
 *
 * Return: @q if that is full, the queue that takes most memory if all together take too
 * much; NULL if nobody has too much.
 */
struct dar_backlog_queue *
dar_backlog_excess(struct dar_backlog *all, struct dar_backlog_queue *q,
		   const struct dar_backlog_bounds *most);

/* Return: the queue whose oldest packet becomes useless first; NULL: none waits. */
struct dar_backlog_queue *dar_backlog_first(const struct dar_backlog *all);

#endif /* _DAR_BACKLOG_H */
