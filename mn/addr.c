// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "mn.h"

#define ADDR_FOREVER	U32_MAX

struct mn_addr *mn_addr_find(struct mn_net *mn, const struct in6_addr *addr)
{
	struct mn_addr *a;

	list_for_each_entry_rcu(a, &mn->addrs, list,
				lockdep_is_held(&mn->lock))
		if (ipv6_addr_equal(&a->addr, addr))
			return a;
	return NULL;
}

struct mn_addr *mn_addr_of_prefix(struct mn_net *mn,
				  const struct in6_addr *prefix)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_prefix_equal(&a->addr, prefix, 64))
			return a;
	return NULL;
}

static int addr_generate(const struct mn_key *key, struct mn_addr *a,
			 const struct in6_addr *prefix)
{
	u8 params[FAMA_CGA_KEY_OFF + MN_SPKI_MAX_LEN];
	int len;

	len = mn_key_params(key, prefix, a->count, params, sizeof(params));
	if (len < 0)
		return len;
	fama_cga_generate(params, len, key->sec, &a->addr);
	return 0;
}

struct mn_addr *mn_addr_new(struct mn_net *mn, const struct in6_addr *prefix,
			    const struct in6_addr *dar, u8 count)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	mn_keep_make_room(mn);
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return NULL;
	a->dar = *dar;
	a->count = count;
	a->keep = MN_KEEP_AUTO;
	a->used = jiffies;
	skb_queue_head_init(&a->held);
	mn_bul_init(&a->bul, get_random_u16());
	if (addr_generate(mn->key, a, prefix)) {
		kfree(a);
		return NULL;
	}
	a->key = mn_key_get(mn->key);
	list_add_tail_rcu(&a->list, &mn->addrs);
	WRITE_ONCE(mn->addr_count, mn->addr_count + 1);
	mn->addrs_version++;
	return a;
}

/*
 * Optimistic DAD (RFC 4429) for our address, without changing what the system
 * does with its own addresses: the setting is only lent for the moment.
 */
static int addr_set_optimistic(struct mn_net *mn,
			       const struct fama_rtnl_addr *addr,
			       struct net_device *dev)
{
	int err;
#ifdef CONFIG_IPV6_OPTIMISTIC_DAD
	struct inet6_dev *idev = in6_dev_get(dev);
	int before = 1;

	if (idev) {
		before = READ_ONCE(idev->cnf.optimistic_dad);
		WRITE_ONCE(idev->cnf.optimistic_dad, 1);
	}
#endif
	err = fama_rtnl_addr_set(mn->rtnl, addr);
#ifdef CONFIG_IPV6_OPTIMISTIC_DAD
	if (idev) {
		WRITE_ONCE(idev->cnf.optimistic_dad, before);
		in6_dev_put(idev);
	}
#endif
	return err;
}

static struct fama_rtnl_route addr_local_route(const struct mn_addr *a,
					       int ifindex)
{
	return (struct fama_rtnl_route) {
		.dst = a->addr,
		.plen = 128,
		.ifindex = ifindex,
		.table = RT_TABLE_LOCAL,
		.metric = MN_LOCAL_METRIC,
		.local = true,
	};
}

/*
 * The stack delivers to a new address when a work item of its own has run.  The
 * answer of a router that is near comes sooner, more so as this work signs before.
 */
static void addr_deliver(struct mn_net *mn, struct mn_addr *a, int ifindex)
{
	struct fama_rtnl_route route = addr_local_route(a, ifindex);

	if (!a->on_tunnel && !a->has_local &&
	    (a->bul.defended || IS_ENABLED(CONFIG_IPV6_OPTIMISTIC_DAD)))
		a->has_local = !fama_rtnl_route_set(mn->rtnl, &route);
}

void mn_addr_deliver_end(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_route route = addr_local_route(a, a->ifindex);

	if (a->has_local)
		fama_rtnl_route_del(mn->rtnl, &route);
	a->has_local = false;
}

/*
 * An address that comes home is not probed: its router defends it, against us
 * as well (RFC 6275 section 11.5.5).
 */
int mn_addr_put_on_link(struct mn_net *mn, struct mn_addr *a,
			struct mn_link *link, u32 preferred, u32 valid)
{
	struct fama_rtnl_addr addr = {
		.addr = a->addr,
		.plen = 64,
		.ifindex = link->dev->ifindex,
		.flags = IFA_F_NOPREFIXROUTE,
		.preferred = preferred,
		.valid = valid,
	};
	int err;

	if (a->ifindex && a->ifindex != addr.ifindex)
		mn_addr_take_off_link(mn, a);
	addr.flags |= a->bul.defended ? IFA_F_NODAD : IFA_F_OPTIMISTIC;
	err = addr_set_optimistic(mn, &addr, link->dev);
	if (err)
		return err;
	if (a->ifindex != addr.ifindex) {
		a->dad = MN_DAD_OPTIMISTIC;
		addr_deliver(mn, a, addr.ifindex);
	}
	a->ifindex = addr.ifindex;
	a->link = link;
	a->set = mn_now();
	a->valid = valid;
	a->preferred = preferred;
	return 0;
}

/* The interface may have lost it, or be gone: then there is nothing to do. */
void mn_addr_take_off_link(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = {
		.addr = a->addr,
		.plen = 64,
		.ifindex = a->ifindex,
	};

	a->link = NULL;
	a->dad = MN_DAD_NONE;
	if (!a->ifindex)
		return;
	mn_addr_deliver_end(mn, a);
	fama_rtnl_addr_del(mn->rtnl, &addr);
	a->ifindex = 0;
}

static struct fama_rtnl_addr addr_on_tunnel(struct mn_net *mn,
					    const struct mn_addr *a)
{
	return (struct fama_rtnl_addr) {
		.addr = a->addr,
		.plen = 128,
		.ifindex = mn->dev->ifindex,
		.flags = IFA_F_NODAD | IFA_F_NOPREFIXROUTE,
		.preferred = 0,
		.valid = ADDR_FOREVER,
	};
}

void mn_addr_put_on_tunnel(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = addr_on_tunnel(mn, a);

	if (!a->on_tunnel)
		a->on_tunnel = !fama_rtnl_addr_set(mn->rtnl, &addr);
}

void mn_addr_take_off_tunnel(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = addr_on_tunnel(mn, a);

	if (a->on_tunnel)
		fama_rtnl_addr_del(mn->rtnl, &addr);
	a->on_tunnel = false;
}

/*
 * The stack gives an address its local route in a work item of its own, some time
 * after it was asked and a moment after it says so, under the same lock.
 */
static bool addr_delivered(struct mn_net *mn, const struct in6_addr *addr,
			   int ifindex)
{
	const struct inet6_ifaddr *ifa;
	struct net_device *dev;
	struct inet6_dev *idev;
	bool found = false;

	rtnl_lock();
	dev = __dev_get_by_index(mn->net, ifindex);
	idev = dev ? __in6_dev_get(dev) : NULL;
	if (idev)
		list_for_each_entry(ifa, &idev->addr_list, if_list)
			if (ipv6_addr_equal(&ifa->addr, addr))
				found = ifa->rt &&
					rcu_access_pointer(ifa->rt->fib6_node);
	rtnl_unlock();
	return found;
}

bool mn_addr_delivered_by_link(struct mn_net *mn, const struct mn_addr *a)
{
	return a->ifindex && addr_delivered(mn, &a->addr, a->ifindex);
}

void mn_addr_leave_link(struct mn_net *mn, struct mn_addr *a)
{
	if (a->ifindex && addr_delivered(mn, &a->addr, mn->dev->ifindex))
		mn_addr_take_off_link(mn, a);
}

void mn_addr_set_rule(struct mn_net *mn, struct mn_addr *a, bool on)
{
	int err;

	if (a->has_rule == on)
		return;
	if (on)
		err = fama_rtnl_rule_add(mn->rtnl, &a->addr, FAMA_TABLE_MN,
					 MN_RULE_PREF);
	else
		err = fama_rtnl_rule_del(mn->rtnl, &a->addr, FAMA_TABLE_MN,
					 MN_RULE_PREF);
	if (!err || err == -EEXIST || err == -ENOENT)
		a->has_rule = on;
}

void mn_addr_set_path(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *coa)
{
	struct mn_path *path = NULL, *old;

	if (coa) {
		path = kzalloc(sizeof(*path), GFP_KERNEL);
		if (!path)
			return;
		path->peer.src = *coa;
		path->peer.dst = a->dar;
	}
	old = rcu_replace_pointer(a->path, path, lockdep_is_held(&mn->lock));
	if (old)
		kfree_rcu(old, rcu);
}

/* An address that is tentative yet is refused as a source. */
static void addr_set_route(struct mn_net *mn, struct fama_rtnl_route *route,
			   const struct mn_link *link)
{
	route->gateway = link->router;
	route->ifindex = link->dev->ifindex;
	route->prefsrc = link->cur->addr;
	if (!fama_rtnl_route_set(mn->rtnl, route))
		return;
	route->prefsrc = in6addr_any;
	fama_rtnl_route_set(mn->rtnl, route);
}

/*
 * The stack has a route to the prefix of each former link, as if it were here.
 * The access router is mostly in it.
 */
void mn_addr_set_host_route(struct mn_net *mn, struct mn_addr *a,
			    const struct mn_link *link)
{
	bool outside = !ipv6_prefix_equal(&a->addr, &a->dar, 64);
	struct fama_rtnl_route router = {
		.dst = a->dar,
		.plen = 128,
		.table = RT_TABLE_MAIN,
		.metric = MN_ROUTE_METRIC,
	};
	struct fama_rtnl_route prefix = {
		.plen = 64,
		.table = RT_TABLE_MAIN,
		.metric = MN_PREFIX_METRIC,
	};

	ipv6_addr_prefix(&prefix.dst, &a->addr, 64);
	if (link) {
		addr_set_route(mn, &prefix, link);
		if (outside)
			addr_set_route(mn, &router, link);
	} else if (a->has_route) {
		fama_rtnl_route_del(mn->rtnl, &prefix);
		if (outside)
			fama_rtnl_route_del(mn->rtnl, &router);
	}
	a->has_route = link;
}

/*
 * ORDER: unpublish; take it from the system; wait for the packet path, which
 * may still hold packets for it; free.
 */
void mn_addr_del(struct mn_net *mn, struct mn_addr *a)
{
	lockdep_assert_held(&mn->lock);
	list_del_rcu(&a->list);
	WRITE_ONCE(mn->addr_count, mn->addr_count - 1);
	mn->addrs_version++;
	if (a->link)
		a->link->cur = NULL;
	a->bul.state = MN_ADDRESS_IDLE;
	a->bul.reason = a->going ?: "removed";
	mn_event_address(mn, a);

	mn_addr_set_rule(mn, a, false);
	mn_addr_take_off_link(mn, a);
	mn_addr_take_off_tunnel(mn, a);
	mn_addr_set_host_route(mn, a, NULL);
	mn_addr_set_path(mn, a, NULL);

	synchronize_net();
	skb_queue_purge(&a->held);
	mn_key_put(a->key);
	kfree_sensitive(a);
}

void mn_addr_release(struct mn_net *mn, struct mn_addr *a, const char *why)
{
	lockdep_assert_held(&mn->lock);
	a->going = why;
	if (mn_bul_release(&a->bul, mn_now()))
		mn_signal_run(mn, a);
	else
		mn_addr_del(mn, a);
}
