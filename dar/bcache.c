// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "bcache.h"
#include "credit.h"

#define BCACHE_WALK_BATCH	256	/* entries between two reschedules */

static const struct rhashtable_params bcache_params = {
	.head_offset = offsetof(struct dar_binding, node),
	.key_offset = offsetof(struct dar_binding, home),
	.key_len = sizeof_field(struct dar_binding, home),
	.automatic_shrinking = true,
};

static_assert(sizeof(struct dar_binding) <= 512);

static void bcache_free_rcu(struct rcu_head *rcu)
{
	/* kfree_sensitive(): the token is a key */
	kfree_sensitive(container_of(rcu, struct dar_binding, rcu));
}

static void bcache_unlink(struct dar_bcache *bc, struct dar_binding *b)
{
	lockdep_assert_held(&bc->lock);

	if (!RB_EMPTY_NODE(&b->due)) {
		rb_erase_cached(&b->due, &bc->due);
		RB_CLEAR_NODE(&b->due);
	}
	if (b->d.active) {
		WRITE_ONCE(bc->active, bc->active - 1);
	} else if (!list_empty(&b->ended)) {
		list_del_init(&b->ended);
		bc->remembered--;
	}
}

static bool bcache_due_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct dar_binding, due)->d.deadline <
	       rb_entry(b, struct dar_binding, due)->d.deadline;
}

/* Put an entry where its contents say.  Return: its deadline is the first. */
static bool bcache_link(struct dar_bcache *bc, struct dar_binding *b)
{
	lockdep_assert_held(&bc->lock);

	if (b->d.active) {
		WRITE_ONCE(bc->active, bc->active + 1);
	} else {
		list_add_tail(&b->ended, &bc->ended);
		bc->remembered++;
	}
	if (b->d.deadline == DAR_NEVER)
		return false;
	return rb_add_cached(&b->due, &bc->due, bcache_due_less);
}

static void bcache_remove(struct dar_bcache *bc, struct dar_binding *b)
{
	bcache_unlink(bc, b);
	rhashtable_remove_fast(&bc->table, &b->node, bcache_params);
	call_rcu(&b->rcu, bcache_free_rcu);
}

static void bcache_write(struct dar_bcache *bc, struct dar_binding *b,
			 struct dar_binding_data *new)
{
	bool begins = new->active && !b->d.active;

	lockdep_assert_held(&bc->lock);

	new->version = ++bc->version;
	write_seqcount_begin(&b->seq);
	b->d = *new;
	write_seqcount_end(&b->seq);
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

	b = kzalloc(sizeof(*b), GFP_ATOMIC | __GFP_NOWARN);
	if (!b)
		return NULL;
	b->home = *home;
	RB_CLEAR_NODE(&b->due);
	INIT_LIST_HEAD(&b->ended);
	seqcount_spinlock_init(&b->seq, &bc->lock);
	bcache_write(bc, b, new);
	if (rhashtable_insert_fast(&bc->table, &b->node, bcache_params)) {
		kfree_sensitive(b);
		return NULL;
	}
	return b;
}

static void bcache_evict(struct dar_bcache *bc)
{
	while (bc->remembered > bc->max_remembered)
		bcache_remove(bc, list_first_entry(&bc->ended,
						   struct dar_binding, ended));
}

static void bcache_arm(struct dar_bcache *bc)
{
	struct rb_node *first = rb_first_cached(&bc->due);
	u64 now = ktime_get_boottime_ns(), deadline;
	unsigned long delay = 0;

	lockdep_assert_held(&bc->lock);

	if (!first)
		return;
	deadline = rb_entry(first, struct dar_binding, due)->d.deadline;
	if (deadline > now)
		delay = nsecs_to_jiffies(deadline - now) + 1;
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

bool dar_binding_path(struct dar_binding *b, struct in6_addr *coa,
		      struct in6_addr *dar)
{
	unsigned int seq;
	bool active;

	do {
		seq = read_seqcount_begin(&b->seq);
		*coa = b->d.coa;
		*dar = b->d.dar;
		active = b->d.active;
	} while (read_seqcount_retry(&b->seq, seq));
	return active;
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

void dar_bcache_forget(struct dar_bcache *bc,
		       const struct dar_binding_view *old)
{
	struct dar_binding *b;

	spin_lock_bh(&bc->lock);
	b = bcache_match(bc, old);
	if (!IS_ERR_OR_NULL(b))
		bcache_remove(bc, b);
	spin_unlock_bh(&bc->lock);
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
		due = b->d.deadline <= now;
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
		if (!(++*n % BCACHE_WALK_BATCH)) {
			rhashtable_walk_stop(it);
			cond_resched();
			rhashtable_walk_start(it);
		}
		b = rhashtable_walk_next(it);
	} while (b && (IS_ERR(b) || !READ_ONCE(b->d.active)));
	return b;
}

void dar_bcache_for_each(struct dar_bcache *bc,
			 void (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg)
{
	struct dar_binding_view view;
	struct rhashtable_iter it;
	struct dar_binding *b;
	unsigned int n = 0;

	rhashtable_walk_enter(&bc->table, &it);
	rhashtable_walk_start(&it);
	while ((b = bcache_walk(&it, &n))) {
		dar_binding_view(b, &view);
		fn(arg, &view);
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
}

/* Every entry is active, and thus has a deadline, or else in the list. */
static struct dar_binding *bcache_first(struct dar_bcache *bc)
{
	struct rb_node *node = rb_first_cached(&bc->due);

	if (node)
		return rb_entry(node, struct dar_binding, due);
	return list_first_entry_or_null(&bc->ended, struct dar_binding, ended);
}

void dar_bcache_flush(struct dar_bcache *bc)
{
	struct dar_binding *b;

	cancel_delayed_work_sync(&bc->work);
	do {
		spin_lock_bh(&bc->lock);
		b = bcache_first(bc);
		if (b)
			bcache_remove(bc, b);
		spin_unlock_bh(&bc->lock);
		cond_resched();
	} while (b);
}

int dar_bcache_init(struct dar_bcache *bc, work_func_t work)
{
	spin_lock_init(&bc->lock);
	bc->due = RB_ROOT_CACHED;
	INIT_LIST_HEAD(&bc->ended);
	bc->version = 0;
	bc->active = 0;
	bc->remembered = 0;
	bc->max_active = DAR_BINDINGS_MAX;
	bc->max_remembered = DAR_REMEMBERED_MAX;
	INIT_DELAYED_WORK(&bc->work, work);
	return rhashtable_init(&bc->table, &bcache_params);
}

void dar_bcache_exit(struct dar_bcache *bc)
{
	dar_bcache_flush(bc);
	rhashtable_destroy(&bc->table);
}
