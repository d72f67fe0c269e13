// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "addr.h"
#include "dev.h"
#include "link.h"
#include "mn.h"
#include "system.h"

#define SYSTEM_FOREVER		U32_MAX

#define SYSTEM_RULE_PREF	1000	/* before the main table */
#define SYSTEM_ROUTER_METRIC	512	/* before the stack's own routes */
#define SYSTEM_PREFIX_METRIC	128	/* before the prefix routes of links */
#define SYSTEM_LOCAL_METRIC	1024	/* after the stack's own, which have 0 */

static int system_add_device(struct mn_net *mn, const char *name,
			     struct netlink_ext_ack *extack)
{
	int err;

	mn->dev = fama_tunnel_create(mn->net, name, &mn_dev_ops);
	if (!IS_ERR(mn->dev))
		return 0;
	err = PTR_ERR(mn->dev);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "a device of this name exists");
	else
		NL_SET_ERR_MSG(extack, "cannot create the tunnel device");
	return err;
}

int mn_system_start(struct mn_net *mn, const char *name,
		    struct netlink_ext_ack *extack)
{
	int err;

	mn->rtnl = fama_rtnl_open(mn->net);
	if (IS_ERR(mn->rtnl)) {
		NL_SET_ERR_MSG(extack, "cannot change addresses and routes");
		return PTR_ERR(mn->rtnl);
	}
	err = system_add_device(mn, name, extack);
	if (err)
		fama_rtnl_close(mn->rtnl);
	return err;
}

void mn_system_stop(struct mn_net *mn)
{
	fama_tunnel_destroy(mn->dev);
	fama_rtnl_close(mn->rtnl);
}

/*
 * Optimistic DAD (RFC 4429) for our address, without a change in what the system
 * does with its own addresses: the setting is changed only for the moment.
 */
static int system_set_optimistic(struct mn_net *mn,
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

static struct fama_rtnl_route system_local_route(const struct mn_addr *a,
						 int ifindex)
{
	return (struct fama_rtnl_route) {
		.dst = a->addr,
		.plen = 128,
		.ifindex = ifindex,
		.table = RT_TABLE_LOCAL,
		.metric = SYSTEM_LOCAL_METRIC,
		.local = true,
	};
}

/*
 * The stack delivers to a new address after a work item of its own has run.  The
 * answer of a router that is near comes sooner, because this work item signs
 * before that one runs.
 */
static void system_deliver(struct mn_net *mn, struct mn_addr *a, int ifindex)
{
	struct fama_rtnl_route route = system_local_route(a, ifindex);

	if (!a->on_tunnel && !a->has_local &&
	    (a->bul.defended || IS_ENABLED(CONFIG_IPV6_OPTIMISTIC_DAD)))
		a->has_local = !fama_rtnl_route_set(mn->rtnl, &route);
}

void mn_system_undeliver(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_route route = system_local_route(a, a->ifindex);

	if (a->has_local)
		fama_rtnl_route_del(mn->rtnl, &route);
	a->has_local = false;
}

/*
 * An address that comes home is not probed: its router defends it, against us
 * as well (RFC 6275 section 11.5.5).
 */
int mn_system_put_on_link(struct mn_net *mn, struct mn_addr *a,
			  struct mn_link *link, u32 preferred, u32 valid)
{
	struct fama_rtnl_addr addr = {
		.addr = a->addr,
		.plen = 64,
		.ifindex = link->ifindex,
		.flags = IFA_F_NOPREFIXROUTE,
		.preferred = preferred,
		.valid = valid,
	};
	int err;

	lockdep_assert_held(&mn->lock);
	if (a->ifindex && a->ifindex != addr.ifindex)
		mn_system_take_off_link(mn, a);
	addr.flags |= a->bul.defended ? IFA_F_NODAD : IFA_F_OPTIMISTIC;
	err = system_set_optimistic(mn, &addr, link->dev);
	if (err)
		return err;
	if (a->ifindex != addr.ifindex) {
		a->dad = MN_DAD_OPTIMISTIC;
		system_deliver(mn, a, addr.ifindex);
	}
	a->ifindex = addr.ifindex;
	a->link = link;
	a->set = mn_now();
	a->valid = valid;
	a->preferred = preferred;
	return 0;
}

/* The interface may have lost the address, or be gone: then nothing is to do. */
void mn_system_take_off_link(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = {
		.addr = a->addr,
		.plen = 64,
		.ifindex = a->ifindex,
	};

	lockdep_assert_held(&mn->lock);
	a->link = NULL;
	a->dad = MN_DAD_NONE;
	if (!a->ifindex)
		return;
	mn_system_undeliver(mn, a);
	fama_rtnl_addr_del(mn->rtnl, &addr);
	a->ifindex = 0;
}

static struct fama_rtnl_addr system_on_tunnel(const struct mn_net *mn,
					      const struct mn_addr *a)
{
	return (struct fama_rtnl_addr) {
		.addr = a->addr,
		.plen = 128,
		.ifindex = mn->dev->ifindex,
		.flags = IFA_F_NODAD | IFA_F_NOPREFIXROUTE,
		.preferred = 0,
		.valid = SYSTEM_FOREVER,
	};
}

void mn_system_put_on_tunnel(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = system_on_tunnel(mn, a);

	if (!a->on_tunnel)
		a->on_tunnel = !fama_rtnl_addr_set(mn->rtnl, &addr);
}

void mn_system_take_off_tunnel(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = system_on_tunnel(mn, a);

	if (a->on_tunnel)
		fama_rtnl_addr_del(mn->rtnl, &addr);
	a->on_tunnel = false;
}

/*
 * The stack gives an address its local route in a work item of its own.  That is
 * some time after it was asked to, and a moment after it announces the address;
 * both happen under the same lock.
 */
static bool system_delivers(struct mn_net *mn, const struct in6_addr *addr,
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

bool mn_system_link_delivers(struct mn_net *mn, const struct mn_addr *a)
{
	return a->ifindex && system_delivers(mn, &a->addr, a->ifindex);
}

void mn_system_leave_link(struct mn_net *mn, struct mn_addr *a)
{
	if (a->ifindex && system_delivers(mn, &a->addr, mn->dev->ifindex))
		mn_system_take_off_link(mn, a);
}

void mn_system_set_rule(struct mn_net *mn, struct mn_addr *a, bool on)
{
	int err;

	if (a->has_rule == on)
		return;
	if (on)
		err = fama_rtnl_rule_add(mn->rtnl, &a->addr, FAMA_TABLE_MN,
					 SYSTEM_RULE_PREF);
	else
		err = fama_rtnl_rule_del(mn->rtnl, &a->addr, FAMA_TABLE_MN,
					 SYSTEM_RULE_PREF);
	if (!err || err == -EEXIST || err == -ENOENT)
		a->has_rule = on;
}

/*
 * A route by the router of a link, with the current address there as source.
 * The stack refuses an address that is tentative as a source: then the route
 * comes without one, until Duplicate Address Detection has ended.
 */
static void system_set_route(struct mn_net *mn, struct fama_rtnl_route *route,
			     const struct mn_link *link)
{
	route->gateway = link->router;
	route->ifindex = link->ifindex;
	route->prefsrc = link->cur->addr;
	if (!fama_rtnl_route_set(mn->rtnl, route))
		return;
	route->prefsrc = in6addr_any;
	fama_rtnl_route_set(mn->rtnl, route);
}

/*
 * The stack keeps a route to the prefix of each former link, as if that prefix
 * were on a link still.  The access router is mostly in the prefix.
 */
void mn_system_set_router_route(struct mn_net *mn, struct mn_addr *a,
				const struct mn_link *link)
{
	bool outside = !ipv6_prefix_equal(&a->addr, &a->dar, 64);
	struct fama_rtnl_route router = {
		.dst = a->dar,
		.plen = 128,
		.table = RT_TABLE_MAIN,
		.metric = SYSTEM_ROUTER_METRIC,
	};
	struct fama_rtnl_route prefix = {
		.plen = 64,
		.table = RT_TABLE_MAIN,
		.metric = SYSTEM_PREFIX_METRIC,
	};

	ipv6_addr_prefix(&prefix.dst, &a->addr, 64);
	if (link) {
		system_set_route(mn, &prefix, link);
		if (outside)
			system_set_route(mn, &router, link);
	} else if (a->has_route) {
		fama_rtnl_route_del(mn->rtnl, &prefix);
		if (outside)
			fama_rtnl_route_del(mn->rtnl, &router);
	}
	a->has_route = link;
}

/* New flows take the newest address as their source. */
void mn_system_set_default_route(struct mn_net *mn, const struct mn_link *link)
{
	struct fama_rtnl_route route = {
		.table = RT_TABLE_MAIN,
		.metric = link->move.metric,
	};

	system_set_route(mn, &route, link);
}

void mn_system_del_default_route(struct mn_net *mn, const struct mn_link *link,
				 u32 metric)
{
	struct fama_rtnl_route route = {
		.gateway = link->router,
		.ifindex = link->ifindex,
		.table = RT_TABLE_MAIN,
		.metric = metric,
	};

	fama_rtnl_route_del(mn->rtnl, &route);
}

void mn_system_forget(struct mn_net *mn, struct mn_addr *a)
{
	mn_system_set_rule(mn, a, false);
	mn_system_take_off_link(mn, a);
	mn_system_take_off_tunnel(mn, a);
	mn_system_set_router_route(mn, a, NULL);
}

/* The stack replaces what is there already. */
static int system_repair_addr(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_addr addr = system_on_tunnel(mn, a);
	int err = 0;

	if (a->on_tunnel)
		err = fama_rtnl_addr_set(mn->rtnl, &addr);
	if (err || !a->has_rule)
		return err;
	err = fama_rtnl_rule_add(mn->rtnl, &a->addr, FAMA_TABLE_MN,
				 SYSTEM_RULE_PREF);
	return err == -EEXIST ? 0 : err;
}

bool mn_system_repair(struct mn_net *mn)
{
	struct mn_addr *a;
	int err;

	lockdep_assert_held(&mn->lock);
	err = fama_tunnel_restore(mn->dev);
	list_for_each_entry(a, &mn->addrs, list)
		err = system_repair_addr(mn, a) ?: err;
	/* A new route does not reach sockets that remember one of another table. */
	rt_genid_bump_ipv6(mn->net);
	return !err;
}
