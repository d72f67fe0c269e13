// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>
#include <linux/math64.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ipv6.h>

#include <fama/fib.h>
#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "addr.h"
#include "dev.h"
#include "event.h"
#include "hostaddr.h"
#include "link.h"
#include "mn.h"
#include "ndisc.h"
#include "stats.h"
#include "system.h"

#define SYSTEM_FOREVER		U32_MAX

#define SYSTEM_ROUTER_METRIC	48	/* before those of the stack and of daemons */
#define SYSTEM_PREFIX_METRIC	48
#define SYSTEM_LOCAL_METRIC	1024	/* after the stack's own, which have 0 */
#define SYSTEM_OPTIMISTIC	2	/* as good as 1 */
#define SYSTEM_TWO_HOURS	7200
#define SYSTEM_METRICS		16	/* so many are tried where others have routes */
#define SYSTEM_BARS		1024	/* more than a node can have left */

static int system_add_device(struct mn_net *mn, const char *name,
			     struct netlink_ext_ack *extack)
{
	int err;

	mn->dev = fama_tunnel_create(mn->net, name, mn->table, &mn_dev_ops);
	if (!IS_ERR(mn->dev))
		return 0;
	err = PTR_ERR(mn->dev);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "a device of this name exists");
	else if (err == -EBUSY)
		NL_SET_ERR_MSG(extack, "the routing table of the device has a default route");
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
 * does with its own addresses: the setting is changed only for the moment, to a value
 * that nobody else sets.  What somebody else sets meanwhile stays.
 */
static int system_set_optimistic(struct mn_net *mn,
				 const struct fama_rtnl_addr *addr,
				 struct net_device *dev)
{
	int err;
#ifdef CONFIG_IPV6_OPTIMISTIC_DAD
	struct inet6_dev *idev = in6_dev_get(dev);
	int before = 1;

	if (idev)
		before = xchg(&idev->cnf.optimistic_dad, SYSTEM_OPTIMISTIC);
#endif
	err = fama_rtnl_addr_set(mn->rtnl, addr);
#ifdef CONFIG_IPV6_OPTIMISTIC_DAD
	if (idev) {
		cmpxchg(&idev->cnf.optimistic_dad, SYSTEM_OPTIMISTIC, before);
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
		a->has_local = !fama_rtnl_route_add(mn->rtnl, &route);
}

void mn_system_undeliver(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_rtnl_route route = system_local_route(a, a->ifindex);

	if (a->has_local)
		fama_rtnl_route_del(mn->rtnl, &route);
	a->has_local = false;
}

void mn_system_restored(struct mn_net *mn, enum mn_what what,
			const struct mn_addr *a, int ifindex, u32 who)
{
	mn_stats_inc(&mn->stats, MN_STAT_RESTORED);
	mn_event_restore(mn, what, a ? &a->addr : NULL, ifindex, who);
}

static bool system_has(struct mn_net *mn, const struct in6_addr *addr,
		       const struct net_device *dev)
{
	return ipv6_chk_addr_and_flags(mn->net, addr, dev, false, 1, 0);
}

static u32 system_left(u32 lifetime, u32 passed)
{
	if (lifetime == SYSTEM_FOREVER)
		return lifetime;
	return lifetime > passed ? lifetime - passed : 0;
}

/*
 * RFC 4862 section 5.5.3 e: whoever can send one advertisement must not be able to end an
 * address at once.
 */
static u32 system_valid(const struct mn_addr *a, u32 asked)
{
	u32 left = system_left(a->valid, div_u64(mn_now() - a->set, NSEC_PER_SEC));

	if (asked > SYSTEM_TWO_HOURS || asked > left)
		return asked;
	return min_t(u32, left, SYSTEM_TWO_HOURS);
}

/*
 * An address that comes home is not probed: its router defends it, against us
 * as well (RFC 6275 section 11.5.5).
 *
 * An address that cannot be anchored has nothing that the host's own addresses lack: it
 * is deprecated, and no more than a care-of address.
 */
int mn_system_put_on_link(struct mn_net *mn, struct mn_addr *a,
			  struct mn_link *link, u32 preferred, u32 valid)
{
	struct fama_rtnl_addr addr = {
		.addr = a->addr,
		.plen = 64,
		.ifindex = link->ifindex,
		.flags = IFA_F_NOPREFIXROUTE,
		.valid = valid,
	};
	bool missing;
	int err;

	lockdep_assert_held(&mn->lock);
	if (a->ifindex && a->ifindex != addr.ifindex)
		mn_system_take_off_link(mn, a);
	else if (a->ifindex)
		addr.valid = system_valid(a, valid);
	/* Somebody has removed it: it is a new one, which others may have taken. */
	missing = a->ifindex && !system_has(mn, &a->addr, link->dev);
	if (missing)
		a->ifindex = 0;
	preferred = min(preferred, addr.valid);
	if (mn_addr_anchored(a)) {
		addr.preferred = preferred;
		addr.flags |= mn->flagged ? IFA_F_HOMEADDRESS : 0;
	}
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
	a->valid = addr.valid;
	a->preferred = preferred;
	if (missing)
		mn_system_restored(mn, MN_WHAT_ADDRESS, a, link->ifindex, 0);
	return 0;
}

static struct fama_rtnl_route system_home_route(const struct mn_net *mn,
						const struct mn_addr *a)
{
	return (struct fama_rtnl_route) {
		.dst = a->dar,
		.plen = 128,
		.ifindex = a->home_ifindex,
		.table = mn->table,
		.metric = SYSTEM_ROUTER_METRIC,
	};
}

void mn_system_set_home_route(struct mn_net *mn, struct mn_addr *a,
			      const struct mn_link *link)
{
	struct fama_rtnl_route route = system_home_route(mn, a);

	lockdep_assert_held(&mn->lock);
	if (a->home_ifindex)
		fama_rtnl_route_del(mn->rtnl, &route);
	a->home_ifindex = 0;
	if (!link)
		return;
	route.gateway = link->router;
	route.ifindex = link->ifindex;
	if (!fama_rtnl_route_add(mn->rtnl, &route))
		a->home_ifindex = link->ifindex;
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
	mn_system_set_home_route(mn, a, NULL);
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

static struct fama_rtnl_rule system_rule(const struct mn_net *mn,
					 const struct mn_addr *a)
{
	return (struct fama_rtnl_rule) {
		.src = &a->addr,
		.table = mn->table,
		.pref = mn->preference,
	};
}

void mn_system_set_rule(struct mn_net *mn, struct mn_addr *a, bool on)
{
	struct fama_rtnl_rule rule = system_rule(mn, a);
	int err;

	if (a->has_rule == on)
		return;
	if (on)
		err = fama_rtnl_rule_add(mn->rtnl, &rule);
	else
		err = fama_rtnl_rule_del(mn->rtnl, &rule);
	if (!err || err == -EEXIST || err == -ENOENT)
		a->has_rule = on;
}

void mn_system_bar(struct mn_net *mn, const struct mn_addr *a)
{
	if (mn_addr_anchored(a))
		fama_rtnl_bar_add(mn->rtnl, &a->addr, mn->preference);
}

void mn_system_unbar(struct mn_net *mn)
{
	unsigned int i;

	for (i = 0; i < SYSTEM_BARS; i++)
		if (fama_rtnl_bar_del_any(mn->rtnl))
			return;
}

/* Somebody else may have a route with our metric: then ours gets the next better one. */
static int system_add_route(struct mn_net *mn,
			    const struct fama_rtnl_route *route)
{
	struct fama_rtnl_route try = *route;
	unsigned int i;
	int err;

	for (i = 0; i < SYSTEM_METRICS && try.metric; i++, try.metric--) {
		err = fama_rtnl_route_add(mn->rtnl, &try);
		if (err != -EEXIST)
			return err;
	}
	return -EEXIST;
}

/* Has the route the metric that it shall have, or the next that was free? */
static bool system_metric_is(const struct fama_rtnl_route *is,
			     const struct fama_rtnl_route *want)
{
	return is->metric <= want->metric &&
	       is->metric + SYSTEM_METRICS > want->metric;
}

static bool system_route_is(const struct fama_rtnl_route *is,
			    const struct fama_rtnl_route *want)
{
	return is->ifindex == want->ifindex && system_metric_is(is, want) &&
	       ipv6_addr_equal(&is->gateway, &want->gateway) &&
	       ipv6_addr_equal(&is->prefsrc, &want->prefsrc);
}

/* The only route of ours to its destination; of default routes: by its interface. */
static bool system_find_route(struct mn_net *mn,
			      const struct fama_rtnl_route *want,
			      struct fama_rtnl_route *is, bool *alone)
{
	struct fama_rtnl_route like = *want;

	if (like.plen)
		like.ifindex = 0;
	return fama_fib_find(mn->net, &like, is, alone);
}

void mn_system_del_route(struct mn_net *mn, const struct fama_rtnl_route *route)
{
	struct fama_rtnl_route is;
	bool alone;

	if (system_find_route(mn, route, &is, &alone))
		fama_rtnl_route_del(mn->rtnl, &is);
}

/* A route of ours is replaced, unless that could be one of somebody else. */
static int system_change_route(struct mn_net *mn,
			       const struct fama_rtnl_route *route,
			       const struct fama_rtnl_route *is, bool alone)
{
	struct fama_rtnl_route same = *route;

	if (!system_metric_is(is, route) || !alone) {
		fama_rtnl_route_del(mn->rtnl, is);
		return system_add_route(mn, route);
	}
	same.metric = is->metric;
	return fama_rtnl_route_set(mn->rtnl, &same);
}

/* Return: 1: the route was set, 0: it was there, or a negative error. */
static int system_put_exactly(struct mn_net *mn,
			      const struct fama_rtnl_route *route)
{
	struct fama_rtnl_route is;
	bool alone, there;
	int err;

	there = system_find_route(mn, route, &is, &alone);
	if (there && system_route_is(&is, route))
		return 0;
	err = there ? system_change_route(mn, route, &is, alone) :
		      system_add_route(mn, route);
	return err ?: 1;
}

/*
 * The stack refuses an address that is tentative as a source: then the route
 * comes without one, until Duplicate Address Detection has ended.
 * Return: 1: it was set, 0: it was there, or a negative error.
 */
int mn_system_put_route(struct mn_net *mn, struct fama_rtnl_route *route)
{
	int err = system_put_exactly(mn, route);

	if (err >= 0 || err == -EEXIST)
		return err;
	route->prefsrc = in6addr_any;
	return system_put_exactly(mn, route);
}

/*
 * The preferred source of a route by a link.  Unless the user wants that, an anchored address
 * is no home address in the sense of RFC 6724 section 5: rule 4 would make it the source of
 * what leaves by a VPN as well.  A route with a preferred source says what is wanted, on this
 * link only, but it overrules the choice of the stack, and that of a program (RFC 5014).  So
 * where nothing anchors, or the address has the flag of a home address, there is one only
 * while the link has addresses of a network that it has left.
 */
static struct in6_addr system_source(struct mn_net *mn,
				     const struct mn_link *link)
{
	const struct mn_addr *cur = link->cur;
	struct mn_hostaddrs host;

	host = mn_hostaddr_look(mn, link);
	if (cur && mn_addr_anchored(cur))
		return mn->flagged && !host.stale ? in6addr_any : cur->addr;
	if (host.fresh)
		return host.stale ? host.best : in6addr_any;
	return link->coa;
}

/* A route by the router of a link. */
static int system_set_route(struct mn_net *mn, struct fama_rtnl_route *route,
			    const struct mn_link *link)
{
	route->gateway = link->router;
	route->ifindex = link->ifindex;
	route->prefsrc = system_source(mn, link);
	return mn_system_put_route(mn, route);
}

/* Is the prefix on another link, which stands by? */
static bool system_on_standby(const struct mn_net *mn,
			      const struct mn_link *link,
			      const struct in6_addr *prefix)
{
	const struct mn_link *other;

	list_for_each_entry(other, &mn->links, list)
		if (other != link && other->move.up &&
		    mn_movement_hears(&other->move, prefix))
			return true;
	return false;
}

/*
 * The stack keeps a route to the prefix of each former link, as if that prefix
 * were on a link still.  The access router is mostly in the prefix.  A prefix that is
 * on a link which stands by stays there, and only the router is reached by @link.
 * Return: how many routes were set, or a negative error.
 */
static int system_set_routes(struct mn_net *mn, const struct mn_addr *a,
			     const struct mn_link *link)
{
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
	bool outside = !ipv6_prefix_equal(&a->addr, &a->dar, 64), near;
	int set = 0, more = 0;

	ipv6_addr_prefix(&prefix.dst, &a->addr, 64);
	near = link && system_on_standby(mn, link, &prefix.dst);
	if (link && !near)
		set = system_set_route(mn, &prefix, link);
	else
		mn_system_del_route(mn, &prefix);
	if (link && (near || outside))
		more = system_set_route(mn, &router, link);
	else
		mn_system_del_route(mn, &router);
	return set < 0 ? set : more < 0 ? more : set + more;
}

void mn_system_set_router_route(struct mn_net *mn, struct mn_addr *a,
				const struct mn_link *link)
{
	if (link || a->has_route)
		system_set_routes(mn, a, link);
	a->has_route = link;
	a->route_ifindex = link ? link->ifindex : 0;
}

static struct fama_rtnl_route system_default_route(const struct mn_link *link)
{
	return (struct fama_rtnl_route) {
		.ifindex = link->ifindex,
		.table = RT_TABLE_MAIN,
		.metric = link->routed,
	};
}

void mn_system_set_default_route(struct mn_net *mn, struct mn_link *link)
{
	struct fama_rtnl_route route;

	link->routed = link->move.metric;
	link->source = system_source(mn, link);
	route = system_default_route(link);
	system_set_route(mn, &route, link);
}

void mn_system_update_source(struct mn_net *mn, struct mn_link *link)
{
	struct in6_addr source = system_source(mn, link);

	if (link->routed && !ipv6_addr_equal(&source, &link->source))
		mn_system_set_default_route(mn, link);
}

void mn_system_del_default_route(struct mn_net *mn, struct mn_link *link,
				 u32 metric)
{
	struct fama_rtnl_route route = system_default_route(link);

	if (link->routed != metric)
		return;
	mn_system_del_route(mn, &route);
	link->routed = 0;
}

void mn_system_forget(struct mn_net *mn, struct mn_addr *a)
{
	mn_system_set_rule(mn, a, false);
	mn_system_take_off_link(mn, a);
	mn_system_take_off_tunnel(mn, a);
	mn_system_set_router_route(mn, a, NULL);
}

/* The address is set with what is left of its lifetimes. */
static int system_put_again(struct mn_net *mn, struct mn_addr *a)
{
	u32 passed = div_u64(mn_now() - a->set, NSEC_PER_SEC);

	return mn_system_put_on_link(mn, a, a->link,
				     system_left(a->preferred, passed),
				     system_left(a->valid, passed));
}

void mn_system_anchored(struct mn_net *mn, struct mn_addr *a)
{
	lockdep_assert_held(&mn->lock);
	system_put_again(mn, a);
	mn_system_set_default_route(mn, a->link);
}

void mn_system_set_flagged(struct mn_net *mn, bool on)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	mn->flagged = on;
	list_for_each_entry(a, &mn->addrs, list) {
		if (!a->link || !mn_addr_anchored(a))
			continue;
		system_put_again(mn, a);
		mn_system_update_source(mn, a->link);
	}
}

static int system_repair_on_link(struct mn_net *mn, struct mn_addr *a)
{
	u32 passed = div_u64(mn_now() - a->set, NSEC_PER_SEC);
	struct mn_link *link = a->link;
	int err;

	if (!link || !system_left(a->valid, passed) ||
	    !mn_link_usable(link->dev) || system_has(mn, &a->addr, link->dev))
		return 0;
	err = system_put_again(mn, a);
	if (err)
		return err;
	mn_ndisc_announce(link->dev, &a->addr, false);
	return 1;
}

static int system_repair_on_tunnel(struct mn_net *mn, struct mn_addr *a,
				   u32 who)
{
	int err;

	if (!a->on_tunnel || system_has(mn, &a->addr, mn->dev))
		return 0;
	a->on_tunnel = false;
	mn_system_put_on_tunnel(mn, a);
	err = a->on_tunnel ? 0 : -EAGAIN;
	a->on_tunnel = true;
	if (err)
		return err;
	mn_system_restored(mn, MN_WHAT_ADDRESS, a, mn->dev->ifindex, who);
	return 1;
}

static int system_repair_rule(struct mn_net *mn, struct mn_addr *a, u32 who)
{
	struct fama_rtnl_rule rule = system_rule(mn, a);
	int err;

	if (!a->has_rule)
		return 0;
	err = fama_rtnl_rule_add(mn->rtnl, &rule);
	if (err)
		return err == -EEXIST ? 0 : err;
	mn_system_restored(mn, MN_WHAT_RULE, a, 0, who);
	return 1;
}

static int system_repair_routes(struct mn_net *mn, struct mn_addr *a,
				const struct mn_link *link, u32 who)
{
	int set;

	if (a->link || !a->has_route || !link || !mn_link_usable(link->dev))
		return 0;
	set = system_set_routes(mn, a, link);
	if (set > 0)
		mn_system_restored(mn, MN_WHAT_ROUTE, a, link->ifindex, who);
	return set;
}

static int system_repair_default(struct mn_net *mn, const struct mn_link *link,
				 u32 who)
{
	struct fama_rtnl_route route;
	int set;

	if (!link || !link->routed || !mn_link_usable(link->dev))
		return 0;
	route = system_default_route(link);
	set = system_set_route(mn, &route, link);
	if (set > 0)
		mn_system_restored(mn, MN_WHAT_ROUTE, NULL, link->ifindex, who);
	return set;
}

static int system_repair_tunnel(struct mn_net *mn, u32 who)
{
	int err = fama_tunnel_restore(mn->dev);

	if (err)
		return err == -EEXIST ? 0 : err;
	mn_system_restored(mn, MN_WHAT_ROUTE, NULL, mn->dev->ifindex, who);
	return 1;
}

static void system_repaired(struct mn_repair *r, int set)
{
	if (set < 0)
		r->failed = true;
	else
		r->put += set;
}

/* ORDER: an address before the routes that have it as their source. */
struct mn_repair mn_system_repair(struct mn_net *mn, u32 who)
{
	struct mn_link *link = mn_link_attached(mn);
	struct mn_repair r = {};
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	system_repaired(&r, system_repair_tunnel(mn, who));
	list_for_each_entry(a, &mn->addrs, list) {
		system_repaired(&r, system_repair_on_link(mn, a));
		system_repaired(&r, system_repair_on_tunnel(mn, a, who));
		system_repaired(&r, system_repair_rule(mn, a, who));
	}
	system_repaired(&r, system_repair_default(mn, link, who));
	list_for_each_entry(a, &mn->addrs, list)
		system_repaired(&r, system_repair_routes(mn, a, link, who));
	/* A new route does not reach sockets that remember one of another table. */
	if (r.put)
		rt_genid_bump_ipv6(mn->net);
	return r;
}
