// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include "route.h"

/**
 * struct fama_route_entry - a route and its address; constant once published
 * @rcu: frees the entry after a grace period
 * @dst: the route, with a reference
 * @cookie: tells dst_check() whether @dst is still valid
 * @addr: the address for which the route is remembered
 */
struct fama_route_entry {
	struct rcu_head rcu;
	struct dst_entry *dst;
	u32 cookie;
	struct in6_addr addr;
};

/* A lookup without a source address finds routes of the device only that is asked for. */
static struct dst_entry *route_output(struct net *net, struct flowi6 *fl6)
{
	const struct in6_addr source = fl6->saddr;
	struct dst_entry *dst;

	if (fl6->flowi6_oif)
		fl6->saddr = in6addr_any;
	dst = ip6_route_output(net, NULL, fl6);
	fl6->saddr = source;
	return dst;
}

struct dst_entry *fama_route_lookup(struct net *net, struct flowi6 *fl6)
{
	struct dst_entry *dst = route_output(net, fl6);
	int err = dst->error;

	if (!err)
		return xfrm_lookup(net, dst, flowi6_to_flowi(fl6), NULL, 0);
	dst_release(dst);
	return ERR_PTR(err);
}

struct dst_entry *fama_route_get(const struct fama_route *r,
				 const struct in6_addr *addr)
{
	const struct fama_route_entry *e = rcu_dereference(r->entry);

	if (!e || (addr && !ipv6_addr_equal(&e->addr, addr)))
		return NULL;
	return dst_check(e->dst, e->cookie);
}

static void route_free(struct fama_route_entry *e)
{
	dst_release(e->dst);
	kfree(e);
}

static void route_free_rcu(struct rcu_head *rcu)
{
	route_free(container_of(rcu, struct fama_route_entry, rcu));
}

void fama_route_set(struct fama_route *r, struct dst_entry *dst,
		    const struct in6_addr *addr)
{
	struct fama_route_entry *e;

	e = kmalloc(sizeof(*e), GFP_ATOMIC | __GFP_NOWARN);
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

void fama_route_clear(struct fama_route *r)
{
	struct fama_route_entry *e;

	e = unrcu_pointer(xchg(&r->entry, NULL));
	if (e)
		route_free(e);
}
