// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/prefetch.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/dst.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include "bcache.h"
#include "credit.h"

#define BCACHE_BATCH		32	/* entries between two reschedules */
#define BCACHE_PASSES		3	/* of a walk that is disturbed */

/* Parts of the lifetime granted that are left when a node is reminded */
#define BCACHE_FIRST_REMINDER	8
#define BCACHE_LAST_REMINDER	16

static struct kmem_cache *bcache_slab __read_mostly;

/*
 * The second line of an entry is wanted as soon as it is the right one: have it
 * fetched beside the first.
 */
static int bcache_differs(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct dar_binding *b = obj;

	prefetch(&b->d.active);
	return !ipv6_addr_equal(&b->home, arg->key);
}

/* What rhashtable would take costs twice as much. */
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

/* A million of them, with their part of the table, in 512 octets each. */
static_assert(IS_ENABLED(CONFIG_DEBUG_LOCK_ALLOC) ||
	      sizeof(struct dar_binding) <= 256);

/*
 * A free object is all zero, which wipes its token as well.  A cache with a
 * constructor is not merged with others: slabinfo shows what bindings take.
 */
static void bcache_construct(void *b)
{
	memset(b, 0, sizeof(struct dar_binding));
}

static void bcache_free(struct dar_binding *b)
{
	dst_release(b->route);
	memzero_explicit(b, sizeof(*b));
	kmem_cache_free(bcache_slab, b);
}

static void bcache_free_rcu(struct rcu_head *rcu)
{
	bcache_free(container_of(rcu, struct dar_binding, rcu));
}

int dar_bcache_module_init(void)
{
	bcache_slab = kmem_cache_create("dar_binding",
					sizeof(struct dar_binding), 0,
					SLAB_HWCACHE_ALIGN,
					bcache_construct);
	return bcache_slab ? 0 : -ENOMEM;
}

void dar_bcache_module_exit(void)
{
	rcu_barrier();	/* bcache_free_rcu() */
	kmem_cache_destroy(bcache_slab);
}

u64 dar_binding_wake(const struct dar_binding_data *d, u64 after)
{
	u64 granted = (u64)d->lifetime * NSEC_PER_SEC;
	unsigned int part;
	u64 left;

	if (!d->active || d->deadline == DAR_NEVER || d->deadline < granted)
		return d->deadline;
	for (part = BCACHE_FIRST_REMINDER; part <= BCACHE_LAST_REMINDER;
	     part *= 2) {
		left = div_u64(granted, part);
		if (d->deadline - left > after)
			return d->deadline - left;
	}
	return d->deadline;
}

static void bcache_changed(struct dar_bcache *bc)
{
	lockdep_assert_held(&bc->lock);

	WRITE_ONCE(bc->generation, bc->generation + 1 ?: 1);
}

static void bcache_sleep(struct dar_bcache *bc, struct dar_binding *b)
{
	if (RB_EMPTY_NODE(&b->due))
		return;
	rb_erase_cached(&b->due, &bc->due);
	RB_CLEAR_NODE(&b->due);
}

static void bcache_unlink(struct dar_bcache *bc, struct dar_binding *b)
{
	lockdep_assert_held(&bc->lock);

	bcache_sleep(bc, b);
	if (b->d.active) {
		WRITE_ONCE(bc->active, bc->active - 1);
	} else if (!list_empty(&b->ended)) {
		list_del_init(&b->ended);
		WRITE_ONCE(bc->remembered, bc->remembered - 1);
	}
}

static bool bcache_due_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct dar_binding, due)->d.wake <
	       rb_entry(b, struct dar_binding, due)->d.wake;
}

/* Return: it is the first to wake. */
static bool bcache_set_alarm(struct dar_bcache *bc, struct dar_binding *b)
{
	return b->d.wake != DAR_NEVER &&
	       rb_add_cached(&b->due, &bc->due, bcache_due_less);
}

/* Put an entry where its contents say.  Return: it is the first to wake. */
static bool bcache_link(struct dar_bcache *bc, struct dar_binding *b)
{
	lockdep_assert_held(&bc->lock);

	if (b->d.active) {
		WRITE_ONCE(bc->active, bc->active + 1);
	} else {
		list_add_tail(&b->ended, &bc->ended);
		WRITE_ONCE(bc->remembered, bc->remembered + 1);
	}
	return bcache_set_alarm(bc, b);
}

/* Nobody finds it any more; those who did may use it for a grace period. */
static void bcache_unpublish(struct dar_bcache *bc, struct dar_binding *b)
{
	bcache_unlink(bc, b);
	rhashtable_remove_fast(&bc->table, &b->node, bcache_params);
	/* ORDER: whoever reads it does not find the entry any more. */
	smp_store_release(&bc->removals, bc->removals + 1);
	bcache_changed(bc);
}

static void bcache_remove(struct dar_bcache *bc, struct dar_binding *b)
{
	bcache_unpublish(bc, b);
	call_rcu(&b->rcu, bcache_free_rcu);
}

static void bcache_write(struct dar_bcache *bc, struct dar_binding *b,
			 struct dar_binding_data *new)
{
	bool begins = new->active && !b->d.active;
	struct dst_entry *route = NULL;

	lockdep_assert_held(&bc->lock);

	if (new->active != b->d.active)
		bcache_changed(bc);
	new->version = ++bc->version;
	new->wake = dar_binding_wake(new, 0);
	write_seqcount_begin(&b->seq);
	b->d = *new;
	swap(b->route, route);
	write_seqcount_end(&b->seq);
	dst_release(route);
	if (!begins)
		return;
	atomic64_set(&b->tx_packets, 0);
	atomic64_set(&b->tx_bytes, 0);
	atomic64_set(&b->rx_packets, 0);
	atomic64_set(&b->rx_bytes, 0);
}

/* A new entry is complete before a reader can find it. */
static struct dar_binding *bcache_add(struct dar_bcache *bc,
				      const struct in6_addr *home,
				      struct dar_binding_data *new)
{
	struct dar_binding *b;

	b = kmem_cache_alloc(bcache_slab, GFP_ATOMIC | __GFP_NOWARN);
	if (!b)
		return NULL;
	b->home = *home;
	RB_CLEAR_NODE(&b->due);
	INIT_LIST_HEAD(&b->ended);
	seqcount_spinlock_init(&b->seq, &bc->lock);
	bcache_write(bc, b, new);
	if (rhashtable_insert_fast(&bc->table, &b->node, bcache_params)) {
		bcache_free(b);
		return NULL;
	}
	bcache_changed(bc);
	return b;
}

/* Return: there are still too many; no more than a few go at a time. */
static bool bcache_evict(struct dar_bcache *bc)
{
	unsigned int n;

	for (n = 0; bc->remembered > bc->max_remembered; n++) {
		if (n == BCACHE_BATCH)
			return true;
		bcache_remove(bc, list_first_entry(&bc->ended,
						   struct dar_binding, ended));
	}
	return false;
}

static void bcache_arm(struct dar_bcache *bc)
{
	struct rb_node *first = rb_first_cached(&bc->due);
	u64 now = ktime_get_boottime_ns(), wake;
	unsigned long delay = 0;

	lockdep_assert_held(&bc->lock);

	if (!first)
		return;
	wake = rb_entry(first, struct dar_binding, due)->d.wake;
	if (wake > now)
		delay = nsecs_to_jiffies(wake - now) + 1;
	/* Within the lock: the last to arm is the one who saw the latest. */
	mod_delayed_work(system_unbound_wq, &bc->work, delay);
}

void dar_bcache_arm(struct dar_bcache *bc)
{
	spin_lock_bh(&bc->lock);
	bcache_arm(bc);
	spin_unlock_bh(&bc->lock);
}

struct dar_binding *dar_bcache_find(struct dar_bcache *bc,
				    const struct in6_addr *home)
{
	return rhashtable_lookup(&bc->table, home, bcache_params);
}

/*
 * As long as no entry left the table, the one found last is still there: its
 * grace period cannot have begun before this RCU read side did without
 * @removals telling.
 */
struct dar_binding *dar_bcache_find_bh(struct dar_bcache *bc,
				       const struct in6_addr *home)
{
	struct dar_bcache_recent *r = this_cpu_ptr(bc->recent);
	struct dar_binding *b = r->b;
	unsigned long removals;

	/* ORDER: before the table, pairs with bcache_unpublish() */
	removals = smp_load_acquire(&bc->removals);
	if (b && r->removals == removals && ipv6_addr_equal(&b->home, home))
		return b;
	b = dar_bcache_find(bc, home);
	r->b = b;
	r->removals = removals;
	return b;
}

bool dar_binding_path(struct dar_binding *b, struct dar_path *path)
{
	unsigned int seq;
	bool active;

	do {
		seq = read_seqcount_begin(&b->seq);
		path->coa = b->d.coa;
		path->dar = b->d.dar;
		path->version = b->d.version;
		path->route = b->route;
		path->cookie = b->cookie;
		active = b->d.active;
	} while (read_seqcount_retry(&b->seq, seq));
	return active;
}

void dar_bcache_remember(struct dar_bcache *bc, struct dar_binding *b,
			 u64 version, struct dst_entry *route)
{
	spin_lock_bh(&bc->lock);
	if (b->d.version == version) {
		write_seqcount_begin(&b->seq);
		swap(b->route, route);
		b->cookie = rt6_get_cookie(dst_rt6_info(b->route));
		write_seqcount_end(&b->seq);
	}
	spin_unlock_bh(&bc->lock);
	dst_release(route);
}

void dar_binding_view(struct dar_binding *b, struct dar_binding_view *view)
{
	unsigned int seq;

	view->home = b->home;
	do {
		seq = read_seqcount_begin(&b->seq);
		view->d = b->d;
	} while (read_seqcount_retry(&b->seq, seq));
	view->tx_packets = atomic64_read(&b->tx_packets);
	view->tx_bytes = atomic64_read(&b->tx_bytes);
	view->rx_packets = atomic64_read(&b->rx_packets);
	view->rx_bytes = atomic64_read(&b->rx_bytes);
	view->credit = dar_credit_left(atomic64_read(&b->credit),
				       ktime_get_boottime_ns());
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

/* The entry that @old is a copy of; ERR_PTR when it has changed since. */
static struct dar_binding *bcache_match(struct dar_bcache *bc,
					const struct dar_binding_view *old)
{
	struct dar_binding *b;

	lockdep_assert_held(&bc->lock);

	b = rhashtable_lookup_fast(&bc->table, &old->home, bcache_params);
	if ((b ? b->d.version : 0) != old->d.version)
		return ERR_PTR(-EAGAIN);
	return b;
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
		bcache_arm(bc);
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

static int bcache_postpone(struct dar_bcache *bc,
			   const struct dar_binding_view *old, u64 deadline,
			   u64 wake)
{
	struct dar_binding *b = bcache_match(bc, old);

	if (IS_ERR_OR_NULL(b))
		return b ? PTR_ERR(b) : -ENOENT;
	bcache_sleep(bc, b);
	write_seqcount_begin(&b->seq);
	b->d.deadline = deadline;
	b->d.wake = wake;
	write_seqcount_end(&b->seq);
	if (bcache_set_alarm(bc, b))
		bcache_arm(bc);
	return 0;
}

int dar_bcache_postpone(struct dar_bcache *bc,
			const struct dar_binding_view *old, u64 deadline,
			u64 wake)
{
	int err;

	spin_lock_bh(&bc->lock);
	err = bcache_postpone(bc, old, deadline, wake);
	spin_unlock_bh(&bc->lock);
	return err;
}

int dar_bcache_forget(struct dar_bcache *bc, const struct dar_binding_view *old)
{
	struct dar_binding *b;
	int err = -ENOENT;

	spin_lock_bh(&bc->lock);
	b = bcache_match(bc, old);
	if (!IS_ERR_OR_NULL(b)) {
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
	struct rb_node *first;
	bool due = false;

	spin_lock_bh(&bc->lock);
	first = rb_first_cached(&bc->due);
	if (first) {
		b = rb_entry(first, struct dar_binding, due);
		due = b->d.wake <= now;
		if (due)
			dar_binding_view(b, view);
	}
	spin_unlock_bh(&bc->lock);
	return due;
}

/* The next active binding, rescheduling now and then; NULL at the end. */
static struct dar_binding *bcache_walk(struct rhashtable_iter *it,
				       unsigned int *n)
{
	struct dar_binding *b;

	do {
		if (!(++*n % BCACHE_BATCH)) {
			rhashtable_walk_stop(it);
			cond_resched();
			rhashtable_walk_start(it);
		}
		b = rhashtable_walk_next(it);
	} while (b && (IS_ERR(b) || !READ_ONCE(b->d.active)));
	return b;
}

/* Return: it was not told to end. */
static bool bcache_pass(struct dar_bcache *bc,
			bool (*fn)(void *arg,
				   const struct dar_binding_view *view),
			void *arg)
{
	struct dar_binding_view view;
	struct rhashtable_iter it;
	struct dar_binding *b;
	unsigned int n = 0;
	bool more = true;

	rhashtable_walk_enter(&bc->table, &it);
	rhashtable_walk_start(&it);
	while (more && (b = bcache_walk(&it, &n))) {
		dar_binding_view(b, &view);
		more = fn(arg, &view);
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
	memzero_explicit(&view, sizeof(view));
	return more;
}

/*
 * A walk that rests on an entry which then leaves the table may skip its
 * neighbours in the same bucket: again then, but not for ever.
 */
void dar_bcache_for_each(struct dar_bcache *bc,
			 bool (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg)
{
	unsigned int passes = 0;
	unsigned long removals;

	do {
		removals = READ_ONCE(bc->removals);
	} while (bcache_pass(bc, fn, arg) &&
		 removals != READ_ONCE(bc->removals) &&
		 ++passes < BCACHE_PASSES);
}

/* Every entry wakes some time, as all that are active do, or is in the list. */
static struct dar_binding *bcache_first(struct dar_bcache *bc)
{
	struct rb_node *node = rb_first_cached(&bc->due);

	if (node)
		return rb_entry(node, struct dar_binding, due);
	return list_first_entry_or_null(&bc->ended, struct dar_binding, ended);
}

/* What is remembered and was so when the cache had this version. */
static struct dar_binding *bcache_first_ended(struct dar_bcache *bc,
					      u64 version)
{
	struct dar_binding *b;

	b = list_first_entry_or_null(&bc->ended, struct dar_binding, ended);
	return b && b->d.version <= version ? b : NULL;
}

/*
 * Take a few entries out of the cache: all, or those that are remembered and no
 * newer than @version.  Return: there may be more.
 */
static bool bcache_detach(struct dar_bcache *bc, bool all, u64 version,
			  struct list_head *gone)
{
	struct dar_binding *b = NULL;
	unsigned int n;

	spin_lock_bh(&bc->lock);
	for (n = 0; n < BCACHE_BATCH; n++) {
		b = all ? bcache_first(bc) : bcache_first_ended(bc, version);
		if (!b)
			break;
		bcache_unpublish(bc, b);
		list_add_tail(&b->ended, gone);
	}
	spin_unlock_bh(&bc->lock);
	return b;
}

/* One grace period for all: a million callbacks would be softirq time. */
static void bcache_free_list(struct list_head *gone)
{
	struct dar_binding *b, *next;

	if (list_empty(gone))
		return;
	synchronize_rcu();
	list_for_each_entry_safe(b, next, gone, ended) {
		bcache_free(b);
		cond_resched();
	}
}

static void bcache_clear(struct dar_bcache *bc, bool all)
{
	LIST_HEAD(gone);
	u64 version;

	spin_lock_bh(&bc->lock);
	version = bc->version;
	spin_unlock_bh(&bc->lock);
	while (bcache_detach(bc, all, version, &gone))
		cond_resched();
	bcache_free_list(&gone);
}

void dar_bcache_forget_ended(struct dar_bcache *bc)
{
	bcache_clear(bc, false);
}

void dar_bcache_flush(struct dar_bcache *bc)
{
	cancel_delayed_work_sync(&bc->work);
	bcache_clear(bc, true);
}

void dar_bcache_limit(struct dar_bcache *bc, unsigned int max_active,
		      unsigned int max_remembered)
{
	bool more;

	spin_lock_bh(&bc->lock);
	WRITE_ONCE(bc->max_active, max_active);
	bc->max_remembered = max_remembered;
	spin_unlock_bh(&bc->lock);
	do {
		spin_lock_bh(&bc->lock);
		more = bcache_evict(bc);
		spin_unlock_bh(&bc->lock);
		cond_resched();
	} while (more);
}

int dar_bcache_init(struct dar_bcache *bc, work_func_t work)
{
	int err;

	spin_lock_init(&bc->lock);
	bc->due = RB_ROOT_CACHED;
	INIT_LIST_HEAD(&bc->ended);
	bc->version = 0;
	bc->generation = 1;
	bc->removals = 0;
	bc->active = 0;
	bc->remembered = 0;
	bc->max_active = DAR_BINDINGS_MAX;
	bc->max_remembered = DAR_REMEMBERED_MAX;
	INIT_DELAYED_WORK(&bc->work, work);
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
