/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding cache (RFC 6275 section 9.1), and the memory of those that ended.
 *
 * A binding and what is remembered of it are one object: as long as it is
 * there, a Binding Update recorded in the past cannot be played again.  The
 * cache knows neither packets nor messages; its callers decide what to write.
 */
#ifndef _DAR_BCACHE_H
#define _DAR_BCACHE_H

#include <linux/atomic.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/rhashtable.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <fama/mhopt.h>

/*
 * A DAR for a million nodes, all of whom may leave again.  An object takes
 * less than 256 octets.
 */
#define DAR_BINDINGS_MAX	1048576U
#define DAR_REMEMBERED_MAX	1048576U

#define DAR_NEVER		U64_MAX

/**
 * struct dar_binding_data - what changes together; read as one
 * @coa: care-of address
 * @dar: our address, which the Binding Update was sent to
 * @version: never twice the same in one cache; 0: there is no such binding
 * @deadline: boot time in ns when the binding runs out (@active) or may be
 *	forgotten (not @active), or %DAR_NEVER
 * @lifetime: seconds granted
 * @seq: last accepted sequence number
 * @auth: &enum dar_auth
 * @state: &enum dar_binding_state
 * @active: bound; otherwise only remembered against replay
 * @has_phkt: @phkt is valid
 * @phkt: Permanent Home Keygen Token
 */
struct dar_binding_data {
	struct in6_addr coa;
	struct in6_addr dar;
	u64 version;
	u64 deadline;
	u32 lifetime;
	u16 seq;
	u8 auth;
	u8 state;
	bool active;
	bool has_phkt;
	u8 phkt[FAMA_TOKEN_LEN];
};

/**
 * struct dar_binding - an entry of the cache
 * @node: in dar_bcache.table, by @home
 * @due: in dar_bcache.due unless the deadline is %DAR_NEVER; dar_bcache.lock
 * @ended: in dar_bcache.ended while not active; dar_bcache.lock
 * @rcu: wipes and frees
 * @home: home address, constant
 * @seq: lets readers see @d as a whole; writers hold dar_bcache.lock
 * @d: the contents
 * @tx_packets: tunnelled to the mobile node since the binding began
 * @tx_bytes: octets of them
 * @rx_packets: received from the mobile node since the binding began
 * @rx_bytes: octets of them
 * @credit: of an address that is not proven, credit.h
 *
 * Found under RCU.  One belongs to one mobile node, so that its packet
 * counters are seldom written by two processors at a time.
 */
struct dar_binding {
	struct rhash_head node;
	struct rb_node due;
	struct list_head ended;
	struct rcu_head rcu;
	struct in6_addr home;
	seqcount_spinlock_t seq;
	struct dar_binding_data d;
	atomic64_t tx_packets;
	atomic64_t tx_bytes;
	atomic64_t rx_packets;
	atomic64_t rx_bytes;
	atomic64_t credit;
};

/**
 * struct dar_binding_view - copy of an entry, for those who hold no lock
 * @home: home address
 * @d: contents
 * @tx_packets: as in &struct dar_binding
 * @tx_bytes: same
 * @rx_packets: same
 * @rx_bytes: same
 * @credit: octets that may be sent while the care-of address is not proven
 */
struct dar_binding_view {
	struct in6_addr home;
	struct dar_binding_data d;
	u64 tx_packets;
	u64 tx_bytes;
	u64 rx_packets;
	u64 rx_bytes;
	u32 credit;
};

/**
 * struct dar_bcache - binding cache of one namespace
 * @table: all entries; readers under RCU, writers under @lock
 * @lock: everything below, and the contents of every entry; BH
 * @due: entries by deadline
 * @ended: entries that are only remembered, the oldest first
 * @version: last one given
 * @active: number of bindings; read without @lock
 * @remembered: length of @ended
 * @max_active: bound of @active
 * @max_remembered: bound of @remembered; the oldest make room
 * @work: the owner's, run when the first deadline has passed
 */
struct dar_bcache {
	struct rhashtable table;
	spinlock_t lock;	/* see above */
	struct rb_root_cached due;
	struct list_head ended;
	u64 version;
	unsigned int active;
	unsigned int remembered;
	unsigned int max_active;
	unsigned int max_remembered;
	struct delayed_work work;
};

/**
 * dar_bcache_init() - make an empty cache
 * @bc: the cache
 * @work: called when a deadline has passed; takes the entries with
 *	dar_bcache_due(), and calls dar_bcache_arm() at its end
 *
 * Return: 0, -ENOMEM.
 */
int dar_bcache_init(struct dar_bcache *bc, work_func_t work);

/* Forget everything.  The caller has stopped all who write. */
void dar_bcache_flush(struct dar_bcache *bc);

/* The same, for good.  Entries live on until a grace period has passed. */
void dar_bcache_exit(struct dar_bcache *bc);

/* Find an entry, active or not; NULL without one.  RCU read side. */
struct dar_binding *dar_bcache_find(struct dar_bcache *bc,
				    const struct in6_addr *home);

/* Where the packets of a binding go.  Return: false: it is not active. */
bool dar_binding_path(struct dar_binding *b, struct in6_addr *coa,
		      struct in6_addr *dar);

/* Copy an entry.  RCU read side. */
void dar_binding_view(struct dar_binding *b, struct dar_binding_view *view);

/**
 * dar_bcache_get() - copy an entry
 * @bc: the cache
 * @home: home address
 * @view: result; @view->d.version is 0 when there is none
 *
 * Return: true: there is one.
 */
bool dar_bcache_get(struct dar_bcache *bc, const struct in6_addr *home,
		    struct dar_binding_view *view);

/**
 * dar_bcache_set() - write an entry, if nobody did in the meantime
 * @bc: the cache
 * @old: copy that the decision was made on; version 0: there was none
 * @new: contents; its version is set here
 *
 * Context: any up to softirq.
 * Return: 0; -EAGAIN: the entry is not what @old says, decide again; -ENOSPC:
 * too many bindings; -ENOMEM.
 */
int dar_bcache_set(struct dar_bcache *bc, const struct dar_binding_view *old,
		   struct dar_binding_data *new);

/* Forget an entry, if it is still what @old says. */
void dar_bcache_forget(struct dar_bcache *bc,
		       const struct dar_binding_view *old);

/* Copy the first entry whose deadline is not after @now.  Return: is one. */
bool dar_bcache_due(struct dar_bcache *bc, u64 now,
		    struct dar_binding_view *view);

/* Have dar_bcache.work run at the next deadline. */
void dar_bcache_arm(struct dar_bcache *bc);

/**
 * dar_bcache_for_each() - call a function for every active binding
 * @bc: the cache
 * @fn: gets a copy; RCU read side, may write the entry
 * @arg: its first argument
 *
 * Those that come or move while it runs may be missed or seen twice.
 * Context: process.
 */
void dar_bcache_for_each(struct dar_bcache *bc,
			 void (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg);

/* Number of bindings, without a lock. */
static inline unsigned int dar_bcache_active(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->active);
}

static inline bool dar_bcache_full(const struct dar_bcache *bc)
{
	return dar_bcache_active(bc) >= READ_ONCE(bc->max_active);
}

#endif /* _DAR_BCACHE_H */
