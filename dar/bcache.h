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
#include <linux/export.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/rhashtable.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <fama/mhopt.h>

/* A DAR for a million nodes, all of whom may leave again. */
#define DAR_BINDINGS_MAX	1048576U
#define DAR_REMEMBERED_MAX	1048576U

#define DAR_NEVER		U64_MAX

/* The namespace of what is exported for modules of tests only. */
#define DAR_TEST_NS		FAMA_NS(DAR_TEST)

/**
 * struct dar_binding_data - what changes together; read as one
 * @coa: care-of address
 * @dar: our address, which the Binding Update was sent to
 * @version: never twice the same in one cache; 0: there is no such binding
 * @deadline: boot time in ns when the binding runs out (@active) or may be
 *	forgotten (not @active), or %DAR_NEVER
 * @wake: boot time in ns when there is something to do: a reminder, or what
 *	the deadline brings; dar_bcache_set() sets it
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
	u32 lifetime;
	u16 seq;
	u8 auth;
	u8 state;
	bool active;
	bool has_phkt;
	u8 phkt[FAMA_TOKEN_LEN];
	u64 deadline;
	u64 wake;
};

/**
 * struct dar_binding - an entry of the cache
 * @node: in dar_bcache.table, by @home
 * @home: home address, constant
 * @seq: lets readers see @cookie, @d and @route as a whole; writers hold
 *	dar_bcache.lock
 * @cookie: tells whether @route still holds
 * @route: how packets to the care-of address leave, or NULL; with a reference
 * @tx_packets: tunnelled to the mobile node since the binding began
 * @tx_bytes: octets of them
 * @d: the contents
 * @rx_packets: received from the mobile node since the binding began
 * @rx_bytes: octets of them
 * @credit: of an address that is not proven, credit.h
 * @due: in dar_bcache.due unless it never wakes; dar_bcache.lock
 * @ended: in dar_bcache.ended while not active; dar_bcache.lock
 * @rcu: wipes and frees
 *
 * Found under RCU.  One belongs to one mobile node, so that its packet
 * counters are seldom written by two processors at a time.  What a packet needs
 * comes first: among very many bindings each line of memory is a miss.
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
	atomic64_t credit;
	struct rb_node due;
	struct list_head ended;
	struct rcu_head rcu;
};

/**
 * struct dar_path - where the packets of a binding go
 * @coa: care-of address
 * @dar: our address
 * @version: of the contents that it is of
 * @route: how they leave, valid on this RCU read side if @cookie says so; or NULL
 * @cookie: see @route
 */
struct dar_path {
	struct in6_addr coa;
	struct in6_addr dar;
	u64 version;
	struct dst_entry *route;
	u32 cookie;
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
 * struct dar_bcache_recent - what a processor found last; BH
 * @b: an entry, or NULL; may be gone unless @removals says that none left
 * @removals: of the cache, read before @b was found
 */
struct dar_bcache_recent {
	struct dar_binding *b;
	unsigned long removals;
};

/**
 * struct dar_bcache - binding cache of one namespace
 * @table: all entries; readers under RCU, writers under @lock
 * @recent: of each processor
 * @lock: everything below, and the contents of every entry; BH
 * @due: entries by the time when they wake
 * @ended: entries that are only remembered, the oldest first, and thus by
 *	version
 * @version: last one given
 * @generation: changes with every entry that comes, goes, begins to be bound or
 *	ends; never 0; read without @lock
 * @removals: counts entries that left @table; read without @lock
 * @active: number of bindings; read without @lock
 * @remembered: length of @ended
 * @max_active: bound of @active; read without @lock
 * @max_remembered: bound of @remembered; the oldest make room
 * @work: the owner's, run when the first entry wakes
 */
struct dar_bcache {
	struct rhashtable table;
	struct dar_bcache_recent __percpu *recent;
	spinlock_t lock;	/* see above */
	struct rb_root_cached due;
	struct list_head ended;
	u64 version;
	u32 generation;
	unsigned long removals;
	unsigned int active;
	unsigned int remembered;
	unsigned int max_active;
	unsigned int max_remembered;
	struct delayed_work work;
};

/* What all caches share: before the first, after the last and a grace period */
int dar_bcache_module_init(void);
void dar_bcache_module_exit(void);

/**
 * dar_bcache_init() - make an empty cache
 * @bc: the cache
 * @work: called when an entry wakes; takes the entries with
 *	dar_bcache_due(), and calls dar_bcache_arm() at its end
 *
 * Return: 0, -ENOMEM.
 */
int dar_bcache_init(struct dar_bcache *bc, work_func_t work);

/*
 * Forget everything.  The caller has stopped all who write.  Takes its time and
 * holds nothing meanwhile.
 */
void dar_bcache_flush(struct dar_bcache *bc);

/* The same, for good. */
void dar_bcache_exit(struct dar_bcache *bc);

/**
 * dar_bcache_limit() - bound the cache
 * @bc: the cache
 * @max_active: bindings; those above it stay, but no new one is taken
 * @max_remembered: others; the oldest above it are forgotten
 *
 * Context: process; may take its time, so better without a lock.
 */
void dar_bcache_limit(struct dar_bcache *bc, unsigned int max_active,
		      unsigned int max_remembered);

/**
 * dar_binding_wake() - when is there something to do
 * @d: contents
 * @after: boot time in ns
 *
 * A node is reminded when an eighth, and again when a sixteenth of what it was
 * granted is left (RFC 6275 section 9.5.5 leaves open when).
 *
 * Return: the first such time behind @after, at the latest the deadline.
 */
u64 dar_binding_wake(const struct dar_binding_data *d, u64 after);

/* Find an entry, active or not; NULL without one.  RCU read side. */
struct dar_binding *dar_bcache_find(struct dar_bcache *bc,
				    const struct in6_addr *home);

/*
 * The same with BH off, for packets: of most, the entry is that of the packet
 * before, and each needs it twice.
 */
struct dar_binding *dar_bcache_find_bh(struct dar_bcache *bc,
				       const struct in6_addr *home);

/* Where the packets of a binding go.  Return: false: it is not active. */
bool dar_binding_path(struct dar_binding *b, struct dar_path *path);

/*
 * Remember a route, whose reference is taken over, if the contents are still of
 * this version; else it is dropped.  Either way it lives on this RCU read side.
 */
void dar_bcache_remember(struct dar_bcache *bc, struct dar_binding *b,
			 u64 version, struct dst_entry *route);

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
 * @new: contents; its version and when it wakes are set here
 *
 * Context: any up to softirq.
 * Return: 0; -EAGAIN: the entry is not what @old says, decide again; -ENOSPC:
 * too many bindings; -ENOMEM.
 */
int dar_bcache_set(struct dar_bcache *bc, const struct dar_binding_view *old,
		   struct dar_binding_data *new);

/**
 * dar_bcache_postpone() - let an entry sleep on, if it is still what it was
 * @bc: the cache
 * @old: copy of it
 * @deadline: its new deadline
 * @wake: when there is something to do next
 *
 * It stays as old as it is, in the order in which entries are forgotten.
 *
 * Return: 0; -EAGAIN: the entry is not what @old says; -ENOENT: nor is there
 * any.
 */
int dar_bcache_postpone(struct dar_bcache *bc,
			const struct dar_binding_view *old, u64 deadline,
			u64 wake);

/* Forget an entry, if it is still what @old says.  Return: 0, else -ENOENT. */
int dar_bcache_forget(struct dar_bcache *bc,
		      const struct dar_binding_view *old);

/* Forget all that is remembered now, but no binding.  Process context. */
void dar_bcache_forget_ended(struct dar_bcache *bc);

/* Copy the first entry that woke up to @now.  Return: there is one. */
bool dar_bcache_due(struct dar_bcache *bc, u64 now,
		    struct dar_binding_view *view);

/* Have dar_bcache.work run when the next entry wakes. */
void dar_bcache_arm(struct dar_bcache *bc);

/**
 * dar_bcache_for_each() - call a function for every active binding
 * @bc: the cache
 * @fn: gets a copy; RCU read side, may write the entry; false ends the walk
 * @arg: its first argument
 *
 * Those that come while it runs may be missed, others may be seen twice.
 * Context: process; nothing is held for longer than a few entries take.
 */
void dar_bcache_for_each(struct dar_bcache *bc,
			 bool (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg);

/* Same number, same set of bindings and of what is remembered; never 0. */
static inline u32 dar_bcache_generation(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->generation);
}

/* Number of what is remembered without being bound, without a lock. */
static inline unsigned int dar_bcache_remembered(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->remembered);
}

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
