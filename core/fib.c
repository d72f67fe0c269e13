// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include <fama/fib.h>

#define fib_dereference(table, p) \
	rcu_dereference_protected(p, lockdep_is_held(&(table)->tb6_lock))

static bool fib_bit(const struct in6_addr *addr, unsigned int bit)
{
	return addr->s6_addr[bit / 8] & (0x80 >> bit % 8);
}

/* The node of the tree that has the routes to a destination. */
static struct fib6_node *fib_node(struct fib6_table *table,
				  const struct fama_rtnl_route *like)
{
	struct fib6_node *fn = &table->tb6_root;

	while (fn && fn->fn_bit < like->plen)
		fn = fib_bit(&like->dst, fn->fn_bit) ?
		     fib_dereference(table, fn->right) :
		     fib_dereference(table, fn->left);
	return fn && fn->fn_bit == like->plen ? fn : NULL;
}

static bool fib_is_like(const struct fib6_info *rt,
			const struct fama_rtnl_route *like)
{
	const struct net_device *dev;

	if (rt->nh || rt->fib6_protocol != (like->protocol ?: FAMA_RTPROT) ||
	    rt->fib6_dst.plen != like->plen ||
	    !ipv6_addr_equal(&rt->fib6_dst.addr, &like->dst))
		return false;
	dev = rt->fib6_nh->fib_nh_dev;
	return dev && (!like->ifindex || dev->ifindex == like->ifindex);
}

static void fib_copy(const struct fib6_info *rt, u32 table,
		     struct fama_rtnl_route *found)
{
	*found = (struct fama_rtnl_route) {
		.dst = rt->fib6_dst.addr,
		.plen = rt->fib6_dst.plen,
		.ifindex = rt->fib6_nh->fib_nh_dev->ifindex,
		.table = table,
		.metric = rt->fib6_metric,
		.local = rt->fib6_type == RTN_LOCAL,
		.protocol = rt->fib6_protocol,
	};
	if (rt->fib6_nh->fib_nh_gw_family)
		found->gateway = rt->fib6_nh->fib_nh_gw6;
	if (rt->fib6_prefsrc.plen)
		found->prefsrc = rt->fib6_prefsrc.addr;
}

/* Routes with the same metric may be the next hops of one. */
static const struct fib6_info *fib_search(struct fib6_table *table,
					  const struct fib6_node *fn,
					  const struct fama_rtnl_route *like)
{
	const struct fib6_info *rt, *sibling;

	for (rt = fib_dereference(table, fn->leaf); rt;
	     rt = fib_dereference(table, rt->fib6_next)) {
		if (fib_is_like(rt, like))
			return rt;
		/* The list of a route that is none of rtnetlink's may not be one. */
		if (!rt->fib6_nsiblings)
			continue;
		list_for_each_entry(sibling, &rt->fib6_siblings, fib6_siblings)
			if (fib_is_like(sibling, like))
				return sibling;
	}
	return NULL;
}

static bool fib_is_alone(struct fib6_table *table, const struct fib6_node *fn,
			 const struct fib6_info *own)
{
	const struct fib6_info *rt;

	for (rt = fib_dereference(table, fn->leaf); rt;
	     rt = fib_dereference(table, rt->fib6_next))
		if (rt != own && rt->fib6_metric == own->fib6_metric)
			return false;
	return !own->fib6_nsiblings;
}

bool fama_fib_find(struct net *net, const struct fama_rtnl_route *like,
		   struct fama_rtnl_route *found, bool *alone)
{
	struct fib6_table *table = fib6_get_table(net, like->table);
	const struct fib6_info *rt = NULL;
	const struct fib6_node *fn;

	if (!table)
		return false;
	spin_lock_bh(&table->tb6_lock);
	fn = fib_node(table, like);
	if (fn)
		rt = fib_search(table, fn, like);
	if (rt) {
		fib_copy(rt, like->table, found);
		*alone = fib_is_alone(table, fn, rt);
	}
	spin_unlock_bh(&table->tb6_lock);
	return rt;
}
EXPORT_SYMBOL_GPL(fama_fib_find);
