// SPDX-License-Identifier: GPL-2.0-only
#include <linux/sched.h>
#include <net/fib_notifier.h>
#include <net/ip6_fib.h>

#include <fama/rtnl.h>
#include <fama/tunnel.h>

#include "../state/anchor.h"
#include "../state/bcache_walk.h"
#include "fibwork.h"

#define FIBWORK_BATCH	64	/* routes; the end of the role waits for so many */
#define FIBWORK_METRIC	1	/* these routes say what happens in fact */

/* Describe the route of an address.  Return: false: there is no device. */
static bool fibwork_describe(struct dar_net *dn, const struct in6_addr *home,
			     struct fama_rtnl_route *route)
{
	const struct net_device *dev;

	rcu_read_lock();
	dev = rcu_dereference(dn->dev);
	if (dev)
		*route = fama_tunnel_route(dev, home);
	rcu_read_unlock();
	route->table = RT_TABLE_MAIN;
	route->metric = FIBWORK_METRIC;
	return dev;
}

/*
 * Whoever looks a route up without sending a packet, as programs of BPF do, needs the
 * neighbour that the route names.
 */
static enum dar_mirror_result fibwork_make(struct dar_net *dn,
					   struct fama_rtnl_route *route)
{
	int err;

	route->protocol = dar_setting_get(&dn->settings,
					  DAR_SETTING_FIB_PROTOCOL);
	err = fama_rtnl_neighbour_set(dn->fib.rtnl, route->ifindex,
				      &route->gateway) ?:
	      fama_rtnl_route_add(dn->fib.rtnl, route);
	if (!err)
		return DAR_MIRROR_DONE;
	if (err != -EEXIST)
		return DAR_MIRROR_FAILED;
	dar_stat_inc(dn->mib, DAR_STAT_FIB_CONFLICT);
	return DAR_MIRROR_REFUSED;
}

/* A route that is not there need not be removed. */
static enum dar_mirror_result fibwork_remove(struct dar_net *dn,
					     struct fama_rtnl_route *route)
{
	int err;

	route->any_protocol = true;
	err = fama_rtnl_route_del(dn->fib.rtnl, route);
	return err == -ENOMEM || err == -ENOBUFS ? DAR_MIRROR_FAILED :
						   DAR_MIRROR_DONE;
}

/* Return: false: what failed is tried again later. */
static bool fibwork_carry_out(struct dar_net *dn,
			      const struct dar_fib_order *order)
{
	enum dar_mirror_result result = DAR_MIRROR_FAILED;
	struct fama_rtnl_route route;

	if (fibwork_describe(dn, &order->home, &route))
		result = order->make ? fibwork_make(dn, &route) :
				       fibwork_remove(dn, &route);
	if (result == DAR_MIRROR_FAILED)
		dar_stat_inc(dn->mib, DAR_STAT_FIB_FAILED);
	dar_fib_done(&dn->fib, order, result);
	return result != DAR_MIRROR_FAILED;
}

static void fibwork_run(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, fib.work);
	struct dar_fib_order order;
	unsigned long pause = 0;
	unsigned int n;

	for (n = 0; n < FIBWORK_BATCH && !pause; n++) {
		if (!dar_fib_next(&dn->fib, &order))
			return;
		if (!fibwork_carry_out(dn, &order))
			pause = DAR_FIB_PAUSE;
		cond_resched();
	}
	queue_delayed_work(system_unbound_wq, &dn->fib.work, pause);
}

/* Is it a route of an address in the table that we use? */
static bool fibwork_concerns(const struct fib6_info *rt)
{
	return rt->fib6_dst.plen == 128 && !rt->nh && rt->fib6_table &&
	       rt->fib6_table->tb6_id == RT_TABLE_MAIN;
}

/*
 * The table tells of the first route of an address: that it is removed, or that another
 * one is the first now.
 */
static int fibwork_watch(struct notifier_block *nb, unsigned long event,
			 void *ptr)
{
	struct dar_net *dn = container_of(nb, struct dar_net, fib.watch);
	const struct fib_notifier_info *info = ptr;
	bool removed = event == FIB_EVENT_ENTRY_DEL;
	const struct fib6_info *rt;

	if (info->family != AF_INET6 ||
	    (!removed && event != FIB_EVENT_ENTRY_REPLACE))
		return NOTIFY_DONE;
	rt = container_of(info, struct fib6_entry_notifier_info, info)->rt;
	if (!fibwork_concerns(rt))
		return NOTIFY_DONE;
	if (removed || rt->fib6_nh->fib_nh_dev != rcu_access_pointer(dn->dev))
		dar_fib_lost(&dn->fib, &rt->fib6_dst.addr);
	return NOTIFY_DONE;
}

void dar_fibwork_init(struct dar_net *dn)
{
	INIT_DELAYED_WORK(&dn->fib.work, fibwork_run);
	dn->fib.watch.notifier_call = fibwork_watch;
}

/*
 * The kernel reads all routes for who begins to watch, and gives up if they change
 * meanwhile, as they do where a routing daemon has just started.  Routes that nobody
 * watches are better than no anchor.
 */
static int fibwork_watch_begin(struct dar_net *dn,
			       struct netlink_ext_ack *extack)
{
	int err = register_fib_notifier(dn->net, &dn->fib.watch, NULL, extack);

	if (err != -EBUSY)
		return err;
	NL_SET_ERR_MSG(extack,
		       "routes change too fast to be watched: no lost one is restored");
	return 0;
}

static int fibwork_open(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	struct socket *rtnl = fama_rtnl_open(dn->net);
	int err;

	if (IS_ERR(rtnl))
		return PTR_ERR(rtnl);
	err = fibwork_watch_begin(dn, extack);
	if (err)
		fama_rtnl_close(rtnl);
	else
		dn->fib.rtnl = rtnl;
	return err;
}

/* It does no harm to end a watch that has not begun. */
static void fibwork_close(struct dar_net *dn)
{
	unregister_fib_notifier(dn->net, &dn->fib.watch);
	fama_rtnl_close(dn->fib.rtnl);
}

int dar_fibwork_begin(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err;

	lockdep_assert_held(&dn->lock);

	if (dar_fib_active(&dn->fib))
		return 0;
	err = fibwork_open(dn, extack);
	if (err)
		return err;
	err = dar_fib_begin(&dn->fib);
	if (err)
		fibwork_close(dn);
	return err;
}

/*
 * The routes would go with the device, but all at once under the RTNL.  What cannot be
 * removed now goes with it.
 */
static void fibwork_remove_all(struct dar_net *dn)
{
	unsigned int before, waiting = U32_MAX;

	dar_fib_clear(&dn->fib);
	do {
		before = waiting;
		flush_delayed_work(&dn->fib.work);
		dar_fib_count(&dn->fib, &waiting);
	} while (waiting && waiting < before);
}

void dar_fibwork_stop(struct dar_net *dn)
{
	if (!dar_fib_active(&dn->fib))
		return;
	fibwork_remove_all(dn);
	dar_fib_end(&dn->fib);
	fibwork_close(dn);
}

void dar_fibwork_bound(struct dar_bcache *bc, struct dar_binding *b)
{
	struct dar_net *dn = container_of(bc, struct dar_net, bcache);
	const struct dar_anchor *a;

	if (!dar_fib_active(&dn->fib))
		return;
	rcu_read_lock();
	a = dar_anchor_find(dn, &b->home);
	dar_fib_want(&dn->fib, &b->home, a && a->policy.fib);
	rcu_read_unlock();
}

static bool fibwork_tell(void *arg, const struct dar_binding_view *view)
{
	dar_bcache_tell(arg, &view->home);
	return true;
}

void dar_fibwork_update(struct dar_net *dn)
{
	if (dar_fib_active(&dn->fib))
		dar_bcache_walk(&dn->bcache, fibwork_tell, &dn->bcache);
}
