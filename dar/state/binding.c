// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/slab.h>
#include <net/dst.h>
#include <net/ip6_fib.h>

#include <uapi/linux/dar.h>

#include "binding.h"

static struct kmem_cache *binding_slab __read_mostly;
static atomic_t binding_limited;	/* entries that are @limited */

/*
 * With the pointer of the slab to the next free one, for which it takes room of its own
 * as there is a constructor, an entry has four cache lines.  sparse lays out bit fields
 * otherwise than the compiler.
 */
#ifndef __CHECKER__
static_assert(IS_ENABLED(CONFIG_DEBUG_LOCK_ALLOC) ||
	      sizeof(struct dar_binding) + sizeof(void *) <= 256);
#endif

/*
 * A free object is all zero, because its token has to be wiped anyway.  A slab
 * cache with a constructor is not merged with others, so that slabinfo shows how
 * much memory the bindings take.
 */
static void binding_construct(void *b)
{
	memset(b, 0, sizeof(struct dar_binding));
}

int dar_binding_module_init(void)
{
	binding_slab = kmem_cache_create("dar_binding",
					 sizeof(struct dar_binding), 0,
					 SLAB_HWCACHE_ALIGN,
					 binding_construct);
	return binding_slab ? 0 : -ENOMEM;
}

void dar_binding_module_exit(void)
{
	rcu_barrier();	/* waits for binding_rcu() */
	kmem_cache_destroy(binding_slab);
}

static bool binding_may_be(bool limited)
{
	return !limited || atomic_add_unless(&binding_limited, 1,
					     DAR_BINDINGS_LIMITED);
}

static void binding_gone(bool limited)
{
	if (limited)
		atomic_dec(&binding_limited);
}

struct dar_binding *dar_binding_new(spinlock_t *lock,
				    const struct in6_addr *home, bool limited)
{
	struct dar_binding *b;

	if (!binding_may_be(limited))
		return NULL;
	b = kmem_cache_alloc(binding_slab, GFP_ATOMIC | __GFP_NOWARN);
	if (!b) {
		binding_gone(limited);
		return NULL;
	}
	b->limited = limited;
	b->home = *home;
	RB_CLEAR_NODE(&b->due);
	INIT_LIST_HEAD(&b->list);
	seqcount_spinlock_init(&b->seq, lock);
	return b;
}

void dar_binding_free(struct dar_binding *b)
{
	dst_release(b->route);
	binding_gone(b->limited);
	memzero_explicit(b, sizeof(*b));
	kmem_cache_free(binding_slab, b);
}

static void binding_rcu(struct rcu_head *rcu)
{
	dar_binding_free(container_of(rcu, struct dar_binding, rcu));
}

void dar_binding_free_rcu(struct dar_binding *b)
{
	call_rcu(&b->rcu, binding_rcu);
}

void dar_binding_write(struct dar_binding *b,
		       const struct dar_binding_data *new)
{
	bool begins = new->active && !b->d.active;
	struct dst_entry *route = NULL;

	write_seqcount_begin(&b->seq);
	/* Flags of one octet are also read alone, without the sequence counter. */
	data_race(b->d = *new);
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

void dar_binding_restore(struct dar_binding *b,
			 const struct dar_binding_view *view, u64 wake)
{
	write_seqcount_begin(&b->seq);
	b->d.wake = wake;
	write_seqcount_end(&b->seq);
	atomic64_set(&b->tx_packets, view->tx_packets);
	atomic64_set(&b->tx_bytes, view->tx_bytes);
	atomic64_set(&b->rx_packets, view->rx_packets);
	atomic64_set(&b->rx_bytes, view->rx_bytes);
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
		path->tally = b->d.tally;
		path->route = b->route;
		path->cookie = b->cookie;
		path->proven = b->d.state == DAR_BINDING_VERIFIED;
		active = b->d.active;
	} while (read_seqcount_retry(&b->seq, seq));
	return active;
}

struct dst_entry *dar_binding_set_route(struct dar_binding *b, u64 version,
					struct dst_entry *route, u32 cookie)
{
	if (b->d.version != version)
		return route;
	write_seqcount_begin(&b->seq);
	swap(b->route, route);
	b->cookie = cookie;
	write_seqcount_end(&b->seq);
	return route;
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
