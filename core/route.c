// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include "route.h"

/**
 * struct route_entry - a route and what it is of; constant
 * @rcu: releases and frees
 * @dst: the route, with a reference
 * @cookie: tells whether @dst still holds
 * @addr: address that it is of
 */
struct route_entry {
	struct rcu_head rcu;
	struct dst_entry *dst;
	u32 cookie;
	struct in6_addr addr;
};

struct dst_entry *route_get(const struct route *r, const struct in6_addr *addr)
{
	const struct route_entry *e = rcu_dereference(r->entry);

	if (!e || (addr && !ipv6_addr_equal(&e->addr, addr)))
		return NULL;
	return dst_check(e->dst, e->cookie);
}

static void route_free(struct route_entry *e)
{
	dst_release(e->dst);
	kfree(e);
}

static void route_free_rcu(struct rcu_head *rcu)
{
	route_free(container_of(rcu, struct route_entry, rcu));
}

void route_set(struct route *r, struct dst_entry *dst,
	       const struct in6_addr *addr)
{
	struct route_entry *e = kmalloc(sizeof(*e), GFP_ATOMIC | __GFP_NOWARN);

	if (!e)
		return;
	if (!dst_hold_safe(dst)) {
		kfree(e);
		return;
	}
	e->dst = dst;
	e->cookie = rt6_get_cookie(dst_rt6_info(dst));
	e->addr = *addr;
	e = unrcu_pointer(xchg(&r->entry, RCU_INITIALIZER(e)));
	if (e)
		call_rcu(&e->rcu, route_free_rcu);
}

void route_clear(struct route *r)
{
	struct route_entry *e;

	e = unrcu_pointer(xchg(&r->entry, NULL));
	if (e)
		route_free(e);
}
