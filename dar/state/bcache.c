// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/minmax.h>
#include <linux/prefetch.h>
#include <linux/random.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/dst.h>
#include <net/ipv6.h>

#include "../kernel/prefix.h"
#include "bcache.h"
#include "tally.h"

#define BCACHE_BATCH		32	/* entries handled at a time */

/*
 * A packet needs the second cache line of its entry as well: fetch it while the
 * first one is compared.
 */
static int bcache_differs(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct dar_binding *b = obj;

	prefetch(&b->d.active);
	return !ipv6_addr_equal(&b->home, arg->key);
}

/* The hash function that rhashtable uses by default takes twice as long. */
static u32 bcache_hash(const void *home, u32 len, u32 seed)
{
	return __ipv6_addr_jhash(home, seed);
}

static const struct rhashtable_params bcache_params = {
	.head_offset = offsetof(struct dar_binding, node),
	.key_offset = offsetof(struct dar_binding, home),
	.key_len = sizeof_field(struct dar_binding, home),
	.hashfn = bcache_hash,
	.obj_cmpfn = bcache_differs,
	.automatic_shrinking = true,
};

static void bcache_changed(struct dar_bcache *bc)
{
	lockdep_assert_held(&bc->lock);

	WRITE_ONCE(bc->generation, bc->generation + 1 ?: 1);
}

static void bcache_unlink(struct dar_bcache *bc, struct dar_binding *b)
{
	lockdep_assert_held(&bc->lock);

	dar_due_del(&bc->due, b);
	if (b->d.active)
		WRITE_ONCE(bc->active, bc->active - 1);
	else if (!list_empty(&b->list))
		WRITE_ONCE(bc->remembered, bc->remembered - 1);
	list_del_init(&b->list);
}

/* Return: the list that an entry belongs to, or NULL. */
static struct list_head *bcache_list(struct dar_bcache *bc,
				     const struct dar_binding_data *d)
{
	enum dar_rank rank = dar_rank(d->state, d->known);

	if (!d->active)
		return &bc->ended[d->known];
	return rank == DAR_RANK_PROVEN ? NULL : &bc->unproven[rank];
}

/*
 * Count an entry, and insert it into the orders that its contents belong to.
 * Return: true: there is something to do about it before all others.
 */
static bool bcache_link(struct dar_bcache *bc, struct dar_binding *b)
{
	struct list_head *list = bcache_list(bc, &b->d);

	lockdep_assert_held(&bc->lock);

	if (list)
		list_add_tail(&b->list, list);
	if (b->d.active)
		WRITE_ONCE(bc->active, bc->active + 1);
	else
		WRITE_ONCE(bc->remembered, bc->remembered + 1);
	return dar_due_add(&bc->due, b);
}

static bool bcache_in_quota(const struct dar_binding_data *d)
{
	return d->active && !d->known;
}

/* A binding that was @old is @new now; NULL: there is none. */
static void bcache_quota(struct dar_bcache *bc,
			 const struct dar_binding_data *old,
			 const struct dar_binding_data *new)
{
	struct dar_quota *q = rcu_dereference_protected(bc->quota,
						lockdep_is_held(&bc->lock));
	struct dar_asker who;

	if (!q)
		return;
	if (new && bcache_in_quota(new)) {
		who = dar_prefix_asker(&new->coa, &bc->key);
		dar_quota_add(q, &who);
	}
	if (bcache_in_quota(old)) {
		who = dar_prefix_asker(&old->coa, &bc->key);
		dar_quota_sub(q, &who);
	}
}

static bool bcache_same_quota(const struct dar_binding_data *old,
			      const struct dar_binding_data *new)
{
	return bcache_in_quota(old) == bcache_in_quota(new) &&
	       ipv6_addr_equal(&old->coa, &new->coa);
}

static u32 bcache_gone_hash(const struct dar_bcache *bc,
			    const struct in6_addr *home)
{
	return siphash(home, sizeof(*home), &bc->key);
}

static void bcache_note_gone(struct dar_bcache *bc, const struct in6_addr *home)
{
	struct dar_gone *g = rcu_dereference_protected(bc->gone,
						lockdep_is_held(&bc->lock));

	if (g && bc->ops.forgotten)
		dar_gone_note(g, bcache_gone_hash(bc, home),
			      bc->ops.forgotten(bc));
}

/* Readers that have found the entry may use it for a grace period. */
static void bcache_unpublish(struct dar_bcache *bc, struct dar_binding *b)
{
	bcache_unlink(bc, b);
	if (b->d.active)
		bc->ops.unbound(bc, b);
	dar_tally_unbind(b->d.tally);
	bcache_quota(bc, &b->d, NULL);
	bcache_note_gone(bc, &b->home);
	rhashtable_remove_fast(&bc->table, &b->node, bcache_params);
	/* ORDER: a reader of this number cannot find the entry any more. */
	smp_store_release(&bc->removals, bc->removals + 1);
	bcache_changed(bc);
	if (bc->ops.removed)
		bc->ops.removed(bc, b);
}

static void bcache_remove(struct dar_bcache *bc, struct dar_binding *b)
{
	bcache_unpublish(bc, b);
	dar_binding_free_rcu(b);
}

/* Only a binding is counted.  Its anchor may be another one than before. */
static void bcache_count(const struct dar_binding_data *old,
			 struct dar_binding_data *new)
{
	if (!new->active)
		new->tally = NULL;
	if (new->tally == old->tally)
		return;
	new->tally = dar_tally_bind(new->tally);
	dar_tally_unbind(old->tally);
}

static void bcache_write(struct dar_bcache *bc, struct dar_binding *b,
			 struct dar_binding_data *new)
{
	bool ends = b->d.active && !new->active;

	lockdep_assert_held(&bc->lock);

	if (new->active != b->d.active)
		bcache_changed(bc);
	new->version = ++bc->version;
	new->wake = dar_binding_data_wake(new, 0);
	bcache_count(&b->d, new);
	if (!bcache_same_quota(&b->d, new))
		bcache_quota(bc, &b->d, new);
	dar_binding_write(b, new);
	if (ends)
		bc->ops.unbound(bc, b);
}

/* ORDER: a new entry is complete before a reader can find it. */
static struct dar_binding *bcache_add(struct dar_bcache *bc,
				      const struct in6_addr *home,
				      struct dar_binding_data *new)
{
	struct dar_binding *b;

	b = dar_binding_new(&bc->lock, home, bc->limited);
	if (!b)
		return NULL;
	bcache_write(bc, b, new);
	if (rhashtable_insert_fast(&bc->table, &b->node, bcache_params)) {
		dar_tally_unbind(b->d.tally);
		bcache_quota(bc, &b->d, NULL);
		dar_binding_free(b);
		return NULL;
	}
	bcache_changed(bc);
	return b;
}

/* Return: the oldest remembered entry, of an unknown node if there is one. */
static struct dar_binding *bcache_oldest(struct dar_bcache *bc)
{
	unsigned int known = list_empty(&bc->ended[false]);

	return list_first_entry_or_null(&bc->ended[known], struct dar_binding,
					list);
}

/* One entry more is remembered: forget one or two of the oldest ones. */
static void bcache_evict(struct dar_bcache *bc)
{
	unsigned int n;

	for (n = 0; n < 2 && bc->remembered > bc->max_remembered; n++)
		bcache_remove(bc, bcache_oldest(bc));
}

void dar_bcache_arm(struct dar_bcache *bc)
{
	spin_lock_bh(&bc->lock);
	if (!bc->frozen)
		dar_due_arm(&bc->due);
	spin_unlock_bh(&bc->lock);
}

struct dar_binding *dar_bcache_find(struct dar_bcache *bc,
				    const struct in6_addr *home)
{
	return rhashtable_lookup(&bc->table, home, bcache_params);
}

/*
 * As long as no entry was removed from the table, the entry found last is still
 * in it: if its grace period had begun before this RCU read side critical
 * section, @removals would have changed.
 */
struct dar_binding *dar_bcache_find_bh(struct dar_bcache *bc,
				       const struct in6_addr *home)
{
	struct dar_bcache_recent *r = this_cpu_ptr(bc->recent);
	struct dar_binding *b = r->b;
	unsigned long removals;

	/* ORDER: read before the table; pairs with bcache_unpublish() */
	removals = smp_load_acquire(&bc->removals);
	if (b && r->removals == removals && ipv6_addr_equal(&b->home, home))
		return b;
	b = dar_bcache_find(bc, home);
	r->b = b;
	r->removals = removals;
	return b;
}

void dar_bcache_set_route(struct dar_bcache *bc, struct dar_binding *b,
			  u64 version, struct dst_entry *route, u32 cookie)
{
	spin_lock_bh(&bc->lock);
	route = dar_binding_set_route(b, version, route, cookie);
	spin_unlock_bh(&bc->lock);
	dst_release(route);
}

bool dar_bcache_get(struct dar_bcache *bc, const struct in6_addr *home,
		    struct dar_binding_view *view)
{
	struct dar_binding *b;

	rcu_read_lock();
	b = dar_bcache_find(bc, home);
	if (b)
		dar_binding_view(b, view);
	rcu_read_unlock();
	if (!b)
		*view = (struct dar_binding_view){ .home = *home };
	return b;
}

/*
 * Return: the entry that @old is a copy of; NULL if there was none, and there is
 * none; ERR_PTR(-EAGAIN) if the entry has changed; ERR_PTR(-EBUSY) if nothing may
 * change.
 */
static struct dar_binding *bcache_match(struct dar_bcache *bc,
					const struct dar_binding_view *old)
{
	struct dar_binding *b;

	lockdep_assert_held(&bc->lock);

	if (bc->frozen)
		return ERR_PTR(-EBUSY);
	b = rhashtable_lookup_fast(&bc->table, &old->home, bcache_params);
	if ((b ? b->d.version : 0) != old->d.version)
		return ERR_PTR(-EAGAIN);
	return b;
}

static void bcache_tell(struct dar_bcache *bc, struct dar_binding *b)
{
	if (b->d.active && bc->ops.bound)
		bc->ops.bound(bc, b);
}

void dar_bcache_tell(struct dar_bcache *bc, const struct in6_addr *home)
{
	struct dar_binding *b;

	spin_lock_bh(&bc->lock);
	b = rhashtable_lookup_fast(&bc->table, home, bcache_params);
	if (b)
		bcache_tell(bc, b);
	spin_unlock_bh(&bc->lock);
}

static int bcache_set(struct dar_bcache *bc,
		      const struct dar_binding_view *old,
		      struct dar_binding_data *new)
{
	struct dar_binding *b;

	b = bcache_match(bc, old);
	if (IS_ERR(b))
		return PTR_ERR(b);
	if (new->active && !old->d.active && dar_bcache_full(bc))
		return -ENOSPC;
	if (b) {
		bcache_unlink(bc, b);
		bcache_write(bc, b, new);
	} else {
		b = bcache_add(bc, &old->home, new);
		if (!b)
			return -ENOMEM;
	}
	if (bcache_link(bc, b))
		dar_due_arm(&bc->due);
	bcache_tell(bc, b);
	bcache_evict(bc);
	return 0;
}

int dar_bcache_set(struct dar_bcache *bc, const struct dar_binding_view *old,
		   struct dar_binding_data *new)
{
	int err;

	spin_lock_bh(&bc->lock);
	err = bcache_set(bc, old, new);
	spin_unlock_bh(&bc->lock);
	return err;
}
EXPORT_SYMBOL_NS_GPL(dar_bcache_set, DAR_TEST_NS);

static int bcache_restore(struct dar_bcache *bc, struct dar_binding_view *view,
			  u64 wake)
{
	const struct dar_binding_view none = { .home = view->home };
	struct dar_binding *b = bcache_match(bc, &none);

	if (IS_ERR(b))
		return PTR_ERR(b) == -EAGAIN ? -EEXIST : PTR_ERR(b);
	if (view->d.active && dar_bcache_full(bc))
		return -ENOSPC;
	b = bcache_add(bc, &view->home, &view->d);
	if (!b)
		return -ENOMEM;
	dar_binding_restore(b, view, wake);
	if (bcache_link(bc, b))
		dar_due_arm(&bc->due);
	bcache_tell(bc, b);
	bcache_evict(bc);
	return 0;
}

int dar_bcache_restore(struct dar_bcache *bc, struct dar_binding_view *view,
		       u64 wake)
{
	int err;

	spin_lock_bh(&bc->lock);
	err = bcache_restore(bc, view, wake);
	spin_unlock_bh(&bc->lock);
	return err;
}

void dar_bcache_freeze(struct dar_bcache *bc, bool frozen)
{
	spin_lock_bh(&bc->lock);
	WRITE_ONCE(bc->frozen, frozen);
	if (!frozen)
		dar_due_arm(&bc->due);
	spin_unlock_bh(&bc->lock);
}

static int bcache_postpone(struct dar_bcache *bc,
			   const struct dar_binding_view *old, u64 deadline,
			   u64 wake, bool notice)
{
	struct dar_binding *b = bcache_match(bc, old);

	if (IS_ERR_OR_NULL(b))
		return b ? PTR_ERR(b) : -ENOENT;
	dar_due_del(&bc->due, b);
	write_seqcount_begin(&b->seq);
	b->d.deadline = deadline;
	b->d.wake = wake;
	b->d.notice = notice;
	write_seqcount_end(&b->seq);
	if (dar_due_add(&bc->due, b))
		dar_due_arm(&bc->due);
	return 0;
}

int dar_bcache_postpone(struct dar_bcache *bc,
			const struct dar_binding_view *old, u64 deadline,
			u64 wake, bool notice)
{
	int err;

	spin_lock_bh(&bc->lock);
	err = bcache_postpone(bc, old, deadline, wake, notice);
	spin_unlock_bh(&bc->lock);
	return err;
}

static int bcache_adopt(struct dar_bcache *bc,
			const struct dar_binding_view *old,
			struct dar_tally *tally, u64 wake)
{
	struct dar_binding *b = bcache_match(bc, old);

	if (IS_ERR_OR_NULL(b))
		return b ? PTR_ERR(b) : -ENOENT;
	dar_due_del(&bc->due, b);
	write_seqcount_begin(&b->seq);
	if (b->d.active && !b->d.tally)
		b->d.tally = dar_tally_bind(tally);
	b->d.wake = wake;
	write_seqcount_end(&b->seq);
	if (dar_due_add(&bc->due, b))
		dar_due_arm(&bc->due);
	bcache_tell(bc, b);
	return 0;
}

int dar_bcache_adopt(struct dar_bcache *bc, const struct dar_binding_view *old,
		     struct dar_tally *tally, u64 wake)
{
	int err;

	spin_lock_bh(&bc->lock);
	err = bcache_adopt(bc, old, tally, wake);
	spin_unlock_bh(&bc->lock);
	return err;
}

int dar_bcache_forget(struct dar_bcache *bc, const struct dar_binding_view *old)
{
	struct dar_binding *b;
	int err = -ENOENT;

	spin_lock_bh(&bc->lock);
	b = bcache_match(bc, old);
	if (b == ERR_PTR(-EBUSY)) {
		err = -EBUSY;
	} else if (!IS_ERR_OR_NULL(b)) {
		bcache_remove(bc, b);
		err = 0;
	}
	spin_unlock_bh(&bc->lock);
	return err;
}

bool dar_bcache_due(struct dar_bcache *bc, u64 now,
		    struct dar_binding_view *view)
{
	struct dar_binding *b;
	bool due;

	spin_lock_bh(&bc->lock);
	b = dar_due_first(&bc->due);
	due = b && b->d.wake <= now;
	if (due)
		dar_binding_view(b, view);
	spin_unlock_bh(&bc->lock);
	return due;
}

enum dar_rank dar_bcache_lowest(const struct dar_bcache *bc)
{
	unsigned int rank;

	for (rank = 0; rank < DAR_RANK_PROVEN; rank++)
		if (!list_empty(&bc->unproven[rank]))
			break;
	return rank;
}

bool dar_bcache_displaced(struct dar_bcache *bc, enum dar_rank rank,
			  struct dar_binding_view *view)
{
	enum dar_rank lowest;
	bool yields;

	spin_lock_bh(&bc->lock);
	lowest = dar_bcache_lowest(bc);
	yields = lowest < DAR_RANK_PROVEN && dar_rank_yields(lowest, rank);
	if (yields)
		dar_binding_view(list_first_entry(&bc->unproven[lowest],
						  struct dar_binding, list),
				 view);
	spin_unlock_bh(&bc->lock);
	return yields;
}

/* Every entry is in one of these two orders, as an active one has a deadline. */
static struct dar_binding *bcache_first(struct dar_bcache *bc, u64 version)
{
	struct dar_binding *b = dar_due_first(&bc->due);

	return b ?: bcache_oldest(bc);
}

/* A remembered entry that was not written after this version. */
static struct dar_binding *bcache_first_ended(struct dar_bcache *bc,
					      u64 version)
{
	struct dar_binding *b;
	unsigned int known;

	if (bc->frozen)
		return NULL;
	for (known = 0; known < ARRAY_SIZE(bc->ended); known++) {
		b = list_first_entry_or_null(&bc->ended[known],
					     struct dar_binding, list);
		if (b && b->d.version <= version)
			return b;
	}
	return NULL;
}

/* A remembered entry, if there are too many. */
static struct dar_binding *bcache_surplus(struct dar_bcache *bc, u64 version)
{
	return bc->remembered > bc->max_remembered && !bc->frozen ?
	       bcache_oldest(bc) : NULL;
}

/* Find an entry to be removed that was not written after a version. */
typedef struct dar_binding *(*bcache_next_t)(struct dar_bcache *bc,
					     u64 version);

/*
 * Remove some entries from the table and put them on a list.  Return: true: there
 * may be more.
 */
static bool bcache_detach(struct dar_bcache *bc, bcache_next_t next,
			  u64 version, struct list_head *gone)
{
	struct dar_binding *b = NULL;
	unsigned int n;

	spin_lock_bh(&bc->lock);
	for (n = 0; n < BCACHE_BATCH; n++) {
		b = next(bc, version);
		if (!b)
			break;
		bcache_unpublish(bc, b);
		list_add_tail(&b->list, gone);
	}
	spin_unlock_bh(&bc->lock);
	return b;
}

/* One grace period for all: a million RCU callbacks would keep softirqs busy. */
static void bcache_free_list(struct list_head *gone)
{
	struct dar_binding *b, *next;

	if (list_empty(gone))
		return;
	synchronize_rcu();
	list_for_each_entry_safe(b, next, gone, list) {
		dar_binding_free(b);
		cond_resched();
	}
}

static void bcache_clear(struct dar_bcache *bc, bcache_next_t next)
{
	LIST_HEAD(gone);
	u64 version;

	spin_lock_bh(&bc->lock);
	version = bc->version;
	spin_unlock_bh(&bc->lock);
	while (bcache_detach(bc, next, version, &gone))
		cond_resched();
	bcache_free_list(&gone);
}

void dar_bcache_forget_ended(struct dar_bcache *bc)
{
	bcache_clear(bc, bcache_first_ended);
}

void dar_bcache_flush(struct dar_bcache *bc)
{
	cancel_delayed_work_sync(&bc->due.work);
	bcache_clear(bc, bcache_first);
}

void dar_bcache_limit(struct dar_bcache *bc, unsigned int max_active,
		      unsigned int max_remembered)
{
	spin_lock_bh(&bc->lock);
	WRITE_ONCE(bc->max_active, max_active);
	bc->max_remembered = max_remembered;
	spin_unlock_bh(&bc->lock);
}

void dar_bcache_trim(struct dar_bcache *bc)
{
	bcache_clear(bc, bcache_surplus);
}

int dar_bcache_start(struct dar_bcache *bc)
{
	struct dar_quota *q = kvzalloc(sizeof(*q), GFP_KERNEL_ACCOUNT);
	struct dar_gone *g = kvzalloc(sizeof(*g), GFP_KERNEL_ACCOUNT);

	if (!q || !g) {
		kvfree(q);
		kvfree(g);
		return -ENOMEM;
	}
	get_random_bytes(&bc->key, sizeof(bc->key));
	rcu_assign_pointer(bc->quota, q);
	rcu_assign_pointer(bc->gone, g);
	return 0;
}

void dar_bcache_stop(struct dar_bcache *bc)
{
	struct dar_quota *q = rcu_dereference_protected(bc->quota, true);
	struct dar_gone *g = rcu_dereference_protected(bc->gone, true);

	rcu_assign_pointer(bc->quota, NULL);
	rcu_assign_pointer(bc->gone, NULL);
	synchronize_rcu();
	kvfree(q);
	kvfree(g);
}

bool dar_bcache_gone_before(struct dar_bcache *bc, const struct in6_addr *home,
			    u16 nonce, u16 newest)
{
	const struct dar_gone *g;
	bool before;

	rcu_read_lock();
	g = rcu_dereference(bc->gone);
	before = g && dar_gone_before(g, bcache_gone_hash(bc, home), nonce,
				      newest);
	rcu_read_unlock();
	return before;
}

bool dar_bcache_crowded(struct dar_bcache *bc, const struct in6_addr *coa)
{
	unsigned int max = READ_ONCE(bc->max_active);
	struct dar_asker who;
	struct dar_quota *q;
	bool full;

	if (dar_bcache_active(bc) < max / 2)
		return false;
	who = dar_prefix_asker(coa, &bc->key);
	rcu_read_lock();
	q = rcu_dereference(bc->quota);
	full = q && dar_quota_full(q, &who,
				   max_t(u32, max / DAR_BINDINGS_PART,
					 DAR_BINDINGS_LEAST));
	rcu_read_unlock();
	return full;
}

int dar_bcache_init(struct dar_bcache *bc, work_func_t work,
		    const struct dar_bcache_ops *ops)
{
	unsigned int i;
	int err;

	spin_lock_init(&bc->lock);
	bc->ops = *ops;
	RCU_INIT_POINTER(bc->quota, NULL);
	RCU_INIT_POINTER(bc->gone, NULL);
	dar_due_init(&bc->due, work);
	for (i = 0; i < ARRAY_SIZE(bc->unproven); i++)
		INIT_LIST_HEAD(&bc->unproven[i]);
	for (i = 0; i < ARRAY_SIZE(bc->ended); i++)
		INIT_LIST_HEAD(&bc->ended[i]);
	bc->version = 0;
	bc->generation = 1;
	bc->removals = 0;
	bc->frozen = false;
	bc->active = 0;
	bc->remembered = 0;
	bc->max_active = DAR_BINDINGS_MAX;
	bc->max_remembered = DAR_REMEMBERED_MAX;
	bc->recent = alloc_percpu(struct dar_bcache_recent);
	if (!bc->recent)
		return -ENOMEM;
	err = rhashtable_init(&bc->table, &bcache_params);
	if (err)
		free_percpu(bc->recent);
	return err;
}

void dar_bcache_exit(struct dar_bcache *bc)
{
	dar_bcache_flush(bc);
	rhashtable_destroy(&bc->table);
	free_percpu(bc->recent);
}
