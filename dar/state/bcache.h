/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding cache (RFC 6275 section 9.1), and the memory of bindings that ended.
 *
 * A binding and what is remembered of it are one entry.  As long as the entry
 * exists, a Binding Update that was recorded in the past cannot be replayed.  The
 * cache knows neither packets nor messages; its callers decide what to write.
 */
#ifndef _DAR_BCACHE_H
#define _DAR_BCACHE_H

#include <linux/export.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../pure/gone.h"
#include "../pure/quota.h"
#include "binding.h"
#include "due.h"

/* Defaults: a DAR for a million nodes, each of which may leave again. */
#define DAR_BINDINGS_MAX	1048576U
#define DAR_REMEMBERED_MAX	1048576U

/*
 * While half of the places or more are taken, unknown nodes of a /48 may have this part
 * of all places, and those of a /64 half of that.  A small cache leaves them more.
 */
#define DAR_BINDINGS_PART	64
#define DAR_BINDINGS_LEAST	64

/* The namespace of symbols that are exported for the modules of tests only. */
#define DAR_TEST_NS		FAMA_NS(DAR_TEST)

/**
 * struct dar_bcache_recent - the entry that a processor found last; BH
 * @b: the entry, or NULL; may have been freed unless @removals is equal to
 *	dar_bcache.removals
 * @removals: value of dar_bcache.removals before @b was found
 */
struct dar_bcache_recent {
	struct dar_binding *b;
	unsigned long removals;
};

struct dar_bcache;

/**
 * struct dar_bcache_ops - what the owner of a cache is told.  Context: holds
 *	dar_bcache.lock
 * @bound: an entry was written, and is bound; may be NULL
 * @unbound: an entry has ceased to be bound
 * @removed: nobody can find the entry any more, but who has found it may still use it for
 *	a grace period; may be NULL
 * @forgotten: an entry is removed.  Return: number of the newest care-of nonce, which
 *	proves nothing of the address any more; may be NULL
 */
struct dar_bcache_ops {
	void (*bound)(struct dar_bcache *bc, struct dar_binding *b);
	void (*unbound)(struct dar_bcache *bc, struct dar_binding *b);
	void (*removed)(struct dar_bcache *bc, struct dar_binding *b);
	u16 (*forgotten)(struct dar_bcache *bc);
};

/**
 * struct dar_bcache - binding cache of a namespace
 * @ops: see there
 * @table: all entries; readers use RCU, writers hold @lock
 * @recent: the entry that each processor found last
 * @lock: protects everything below, and the contents of every entry; BH
 * @due: entries by the time when there is something to do about them
 * @quota: bindings of unknown nodes, by the prefix of the care-of address; exists
 *	between dar_bcache_start() and dar_bcache_stop(), read under RCU
 * @gone: addresses that were forgotten not long ago; as @quota
 * @key: of the hashes of prefixes and addresses
 * @unproven: bindings whose care-of address is not verified, by rank, the oldest
 *	first
 * @ended: entries that are only remembered, those of known nodes behind index 1,
 *	the oldest first, and therefore in the order of their versions
 * @version: version that was given last
 * @generation: changes whenever an entry is added or removed, becomes bound or
 *	ceases to be bound; never 0; read without @lock
 * @removals: number of entries removed from @table; read without @lock
 * @active: number of bindings; read without @lock
 * @remembered: number of entries in @ended; read without @lock
 * @max_active: largest number of bindings; read without @lock
 * @max_remembered: largest number of entries in @ended; the oldest are removed,
 *	those of unknown nodes first
 * @limited: entries count against those of all namespaces that an ordinary user may
 *	have made; constant, set by the owner
 * @frozen: no entry is added, changed or removed; read without @lock
 */
struct dar_bcache {
	struct dar_bcache_ops ops;
	struct rhashtable table;
	struct dar_bcache_recent __percpu *recent;
	spinlock_t lock;	/* see above */
	struct dar_due due;
	struct dar_quota __rcu *quota;
	struct dar_gone __rcu *gone;
	siphash_key_t key;
	struct list_head unproven[DAR_RANK_PROVEN];
	struct list_head ended[2];
	u64 version;
	u32 generation;
	unsigned long removals;
	unsigned int active;
	unsigned int remembered;
	unsigned int max_active;
	unsigned int max_remembered;
	bool limited;
	bool frozen;
};

/**
 * dar_bcache_init() - make an empty cache
 * @bc: the cache
 * @work: called when there is something to do about an entry.  It gets the
 *	entries from dar_bcache_due(), and calls dar_bcache_arm() at its end
 * @ops: whom to tell
 *
 * Return: 0, -ENOMEM.
 */
int dar_bcache_init(struct dar_bcache *bc, work_func_t work,
		    const struct dar_bcache_ops *ops);

/*
 * Begin to count the bindings of prefixes, and to note what is forgotten.  Return: 0,
 * -ENOMEM.  Context: process.
 */
int dar_bcache_start(struct dar_bcache *bc);

/* End that.  The cache is empty.  Context: process. */
void dar_bcache_stop(struct dar_bcache *bc);

/**
 * dar_bcache_gone_before() - was an address forgotten before a care-of nonce was made
 * @bc: the cache, which has no entry of the address
 * @home: the address
 * @nonce: number of the nonce
 * @newest: number of the newest nonce now
 *
 * Context: any up to softirq.
 */
bool dar_bcache_gone_before(struct dar_bcache *bc, const struct in6_addr *home,
			    u16 nonce, u16 newest);

/**
 * dar_bcache_flush() - remove all entries
 * @bc: the cache
 *
 * The caller has stopped all writers.
 * Context: process; takes long with many entries, but holds no lock meanwhile.
 */
void dar_bcache_flush(struct dar_bcache *bc);

/* Remove all entries, and free the cache. */
void dar_bcache_exit(struct dar_bcache *bc);

/**
 * dar_bcache_limit() - limit the number of entries
 * @bc: the cache
 * @max_active: largest number of bindings.  If there are more, no binding is
 *	removed, but none is added
 * @max_remembered: largest number of other entries.  If there are more,
 *	dar_bcache_trim() forgets the oldest, those of unknown nodes first
 *
 * Context: process.
 */
void dar_bcache_limit(struct dar_bcache *bc, unsigned int max_active,
		      unsigned int max_remembered);

/* Forget entries as long as there are too many.  Context: process; may take long. */
void dar_bcache_trim(struct dar_bcache *bc);

/* Find an entry, active or not; NULL: there is none.  Context: RCU read side. */
struct dar_binding *dar_bcache_find(struct dar_bcache *bc,
				    const struct in6_addr *home);

/**
 * dar_bcache_find_bh() - find the entry of a packet, active or not
 * @bc: the cache
 * @home: home address
 *
 * Faster than dar_bcache_find() when the processor found the same entry last:
 * each packet looks for its entry twice, and successive packets often belong to
 * the same binding.
 *
 * Context: RCU read side, BH off.
 * Return: the entry, or NULL.
 */
struct dar_binding *dar_bcache_find_bh(struct dar_bcache *bc,
				       const struct in6_addr *home);

/* See dar_binding_set_route(). */
void dar_bcache_set_route(struct dar_bcache *bc, struct dar_binding *b,
			  u64 version, struct dst_entry *route, u32 cookie);

/**
 * dar_bcache_get() - copy an entry
 * @bc: the cache
 * @home: home address
 * @view: result; @view->d.version is 0 if there is no entry
 *
 * Return: true: there is an entry.
 */
bool dar_bcache_get(struct dar_bcache *bc, const struct in6_addr *home,
		    struct dar_binding_view *view);

/**
 * dar_bcache_set() - write an entry, unless it was changed in the meantime
 * @bc: the cache
 * @old: the copy that the caller's decision is based on; version 0: there was no
 *	entry
 * @new: contents; this function sets its version and wake, and @new->tally to NULL
 *	if that counts no longer
 *
 * Context: any up to softirq; in the RCU read side section in which @new->tally was
 * found.
 * Return: 0; -EAGAIN: the entry is not equal to @old, the caller has to decide
 * again; -EBUSY: the cache is frozen; -ENOSPC: there are too many bindings; -ENOMEM.
 */
int dar_bcache_set(struct dar_bcache *bc, const struct dar_binding_view *old,
		   struct dar_binding_data *new);

/* Tell the owner again that an address is bound, if it is.  Context: any. */
void dar_bcache_tell(struct dar_bcache *bc, const struct in6_addr *home);

/**
 * dar_bcache_restore() - add an entry as it was, unless there is one already
 * @bc: the cache
 * @view: home address, contents, and counters of packets; this function sets the
 *	version, and @view->d.tally to NULL if that counts no longer
 * @wake: time when there is something to do about it
 *
 * Context: any up to softirq; in the RCU read side section in which @view->d.tally was
 * found.
 * Return: 0; -EEXIST; -EBUSY, -ENOSPC, -ENOMEM: see dar_bcache_set().
 */
int dar_bcache_restore(struct dar_bcache *bc, struct dar_binding_view *view,
		       u64 wake);

/**
 * dar_bcache_adopt() - give an anchor to an entry that came before it
 * @bc: the cache
 * @old: copy of the entry
 * @tally: counters of the anchor
 * @wake: time when there is something to do about the entry next
 *
 * The version remains the same.  The owner is told that the address is bound, if it is.
 * Context: any up to softirq; in the RCU read side section in which @tally was found.
 * Return: see dar_bcache_postpone().
 */
int dar_bcache_adopt(struct dar_bcache *bc, const struct dar_binding_view *old,
		     struct dar_tally *tally, u64 wake);

/**
 * dar_bcache_freeze() - let nothing change any more, or let it change again
 * @bc: the cache
 * @frozen: true: what was not written before this function returns is not written
 *
 * dar_bcache_flush() empties a frozen cache, too.
 */
void dar_bcache_freeze(struct dar_bcache *bc, bool frozen);

/**
 * dar_bcache_postpone() - change the times of an entry, unless it was changed
 * @bc: the cache
 * @old: copy of the entry
 * @deadline: its new deadline
 * @wake: time when there is something to do about it next
 * @notice: see &struct dar_binding_data
 *
 * The version remains the same, and so does the order in which entries are
 * forgotten.
 *
 * Return: 0; -EAGAIN: the entry is not equal to @old; -ENOENT: there is no entry,
 * nor was there one; -EBUSY: the cache is frozen.
 */
int dar_bcache_postpone(struct dar_bcache *bc,
			const struct dar_binding_view *old, u64 deadline,
			u64 wake, bool notice);

/**
 * dar_bcache_forget() - remove an entry, unless it was changed in the meantime
 * @bc: the cache
 * @old: copy of the entry
 *
 * Return: 0; -ENOENT: there is no entry, or it is not equal to @old; -EBUSY: the
 * cache is frozen.
 */
int dar_bcache_forget(struct dar_bcache *bc,
		      const struct dar_binding_view *old);

/* Remove all entries that are only remembered now.  Context: process. */
void dar_bcache_forget_ended(struct dar_bcache *bc);

/**
 * dar_bcache_due() - copy the first entry that there is something to do about
 * @bc: the cache
 * @now: boot time in ns
 * @view: result
 *
 * Return: false: there is nothing to do yet.
 */
bool dar_bcache_due(struct dar_bcache *bc, u64 now,
		    struct dar_binding_view *view);

/* Return: the lowest rank of a binding; it may have changed meanwhile. */
enum dar_rank dar_bcache_lowest(const struct dar_bcache *bc);

/**
 * dar_bcache_displaced() - copy the binding that has to make room for a new one
 * @bc: the cache
 * @rank: rank of the new binding
 * @view: result: the oldest binding of the lowest rank
 *
 * Return: false: no binding makes room for this rank.
 */
bool dar_bcache_displaced(struct dar_bcache *bc, enum dar_rank rank,
			  struct dar_binding_view *view);

/* Have the work run when there is something to do about an entry. */
void dar_bcache_arm(struct dar_bcache *bc);

/* If this number is the same as before, so is the set of entries.  Never 0. */
static inline u32 dar_bcache_generation(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->generation);
}

/* Return: true: nothing changes. */
static inline bool dar_bcache_frozen(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->frozen);
}

/* Return: number of entries that are only remembered. */
static inline unsigned int dar_bcache_remembered(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->remembered);
}

/* Return: number of bindings. */
static inline unsigned int dar_bcache_active(const struct dar_bcache *bc)
{
	return READ_ONCE(bc->active);
}

/**
 * dar_bcache_crowded() - have strangers of a prefix as many bindings as they may?
 * @bc: the cache
 * @coa: care-of address of the prefix
 *
 * As long as half of the places are free, nobody has too many.
 * Context: any up to softirq.
 */
bool dar_bcache_crowded(struct dar_bcache *bc, const struct in6_addr *coa);

/* Return: true: no binding can be added. */
static inline bool dar_bcache_full(const struct dar_bcache *bc)
{
	return dar_bcache_active(bc) >= READ_ONCE(bc->max_active);
}

#endif /* _DAR_BCACHE_H */
