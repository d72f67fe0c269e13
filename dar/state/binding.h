/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An entry of the binding cache (RFC 6275 section 9.1): a binding, or what is
 * remembered of one.
 */
#ifndef _DAR_BINDING_H
#define _DAR_BINDING_H

#include <linux/atomic.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

#include "../pure/binding_data.h"
#include "../pure/pace.h"
#include "../pure/credit.h"

struct dar_held;
struct dst_entry;

/**
 * struct dar_binding - an entry
 * @node: in dar_bcache.table, by @home
 * @home: home address, constant
 * @seq: protects @cookie, @d and @route; writers hold dar_bcache.lock
 * @cookie: tells whether @route is still valid
 * @route: route to the care-of address, with a reference; or NULL
 * @tx_packets: packets tunnelled to the mobile node since the binding began
 * @tx_bytes: octets of these packets
 * @d: the contents
 * @rx_packets: packets received from the mobile node since the binding began
 * @rx_bytes: octets of these packets
 * @limited: counts against the entries of all namespaces of ordinary users
 * @heard: when the node was heard on its link, in jiffies, 0: never since it came or
 *	was found gone; READ_ONCE(), see doubt.h
 * @held: what is known of packets that wait for the node, or NULL; see hold.h
 * @credit: see pure/credit.h; earned while the node is at home or its care-of
 *	address is proven, spent while it is not
 * @updates: limits what the messages of the node cause, see dar_limit_update()
 * @due: in dar_due.tree unless @d.wake is %DAR_NEVER; dar_bcache.lock
 * @list: in dar_bcache.ended while not active, in dar_bcache.unproven while the
 *	care-of address is not verified; dar_bcache.lock
 * @rcu: to free the entry, when it is in no list any more
 *
 * Readers find it under RCU.  A binding belongs to one mobile node, so that two
 * processors seldom write its packet counters at the same time.  The fields that
 * a packet needs come first, because with very many bindings each cache line of
 * an entry is a miss.
 */
struct dar_binding {
	struct rhash_head node;
	struct in6_addr home;
	seqcount_spinlock_t seq;
	u32 cookie;
	struct dst_entry *route;
	atomic64_t tx_packets;
	atomic64_t tx_bytes;
	struct dar_binding_data d;
	atomic64_t rx_packets;
	atomic64_t rx_bytes;
	bool limited;
	u32 heard;
	struct dar_held *held;
	atomic64_t credit;
	struct dar_pace updates;
	struct rb_node due;
	union {
		struct list_head list;
		struct rcu_head rcu;
	};
};

/**
 * struct dar_path - the path of the packets of a binding
 * @coa: care-of address
 * @dar: our address
 * @version: version of the contents that the path was read from
 * @proven: nothing limits what may be sent to @coa
 * @tally: counters of the anchor, or NULL
 * @route: route to @coa or NULL; valid in this RCU read side critical section if
 *	dst_check() accepts it with @cookie
 * @cookie: see @route
 */
struct dar_path {
	struct in6_addr coa;
	struct in6_addr dar;
	u64 version;
	struct dar_tally *tally;
	struct dst_entry *route;
	u32 cookie;
	bool proven;
};

/**
 * struct dar_binding_view - copy of an entry
 * @home: home address
 * @d: contents
 * @tx_packets: as in &struct dar_binding
 * @tx_bytes: as in &struct dar_binding
 * @rx_packets: as in &struct dar_binding
 * @rx_bytes: as in &struct dar_binding
 * @credit: what may still be sent to a care-of address that is not proven
 */
struct dar_binding_view {
	struct in6_addr home;
	struct dar_binding_data d;
	u64 tx_packets;
	u64 tx_bytes;
	u64 rx_packets;
	u64 rx_bytes;
	struct dar_credit credit;
};

/*
 * Memory that softirqs allocate is charged to nobody.  So the namespaces that
 * ordinary users may make have so many entries together, which take 18 MiB.
 */
#define DAR_BINDINGS_LIMITED	65536

/* Create and destroy the slab cache of all entries. */
int dar_binding_module_init(void);
void dar_binding_module_exit(void);

/**
 * dar_binding_new() - allocate an entry without contents
 * @lock: dar_bcache.lock
 * @home: its home address
 * @limited: dar_bcache.limited
 *
 * Context: any up to softirq.
 * Return: the entry, or NULL.
 */
struct dar_binding *dar_binding_new(spinlock_t *lock,
				    const struct in6_addr *home, bool limited);

/* Wipe and free an entry that nobody can find. */
void dar_binding_free(struct dar_binding *b);

/* Wipe and free an entry after an RCU grace period. */
void dar_binding_free_rcu(struct dar_binding *b);

/**
 * dar_binding_write() - write the contents of an entry and forget its route
 * @b: the entry
 * @new: contents, complete
 *
 * The counters of packets begin at zero when the address becomes bound.
 * Context: holds dar_bcache.lock.
 */
void dar_binding_write(struct dar_binding *b,
		       const struct dar_binding_data *new);

/**
 * dar_binding_restore() - complete an entry that was written as it was before
 * @b: the entry
 * @view: has its counters of packets
 * @wake: time when there is something to do about it
 *
 * Context: holds dar_bcache.lock.
 */
void dar_binding_restore(struct dar_binding *b,
			 const struct dar_binding_view *view, u64 wake);

/**
 * dar_binding_path() - read the path of the packets of a binding
 * @b: the binding
 * @path: result
 *
 * Context: RCU read side.
 * Return: false: the entry is not active.
 */
bool dar_binding_path(struct dar_binding *b, struct dar_path *path);

/**
 * dar_binding_set_route() - remember the route to the care-of address
 * @b: the binding
 * @version: version of the contents that the route was looked up for
 * @route: the route; the reference to it passes to this function
 * @cookie: tells dst_check() whether @route is still valid.  It was read when the
 *	route was looked up: one that is read later makes a route valid that was
 *	replaced meanwhile
 *
 * The reference is dropped if the contents have another version now.  Either way
 * the route is valid until the end of this RCU read side critical section.
 * Context: holds dar_bcache.lock.
 *
 * Return: the route that has to be released when the lock is dropped, or NULL.
 */
struct dst_entry *dar_binding_set_route(struct dar_binding *b, u64 version,
					struct dst_entry *route, u32 cookie);

/* Copy an entry.  Context: RCU read side. */
void dar_binding_view(struct dar_binding *b, struct dar_binding_view *view);

#endif /* _DAR_BINDING_H */
