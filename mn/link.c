// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ipv6.h>
#include <net/sch_generic.h>

#include <fama/vrf.h>

#include "link.h"
#include "mn.h"
#include "name.h"

struct mn_link *mn_link_find(const struct mn_net *mn, int ifindex)
{
	struct mn_link *link;

	list_for_each_entry_rcu(link, &mn->links, list,
				lockdep_is_held(&mn->lock))
		if (link->ifindex == ifindex)
			return link;
	return NULL;
}

struct mn_link *mn_link_attached(const struct mn_net *mn)
{
	struct mn_link *link;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list)
		if (link->move.cur)
			return link;
	return NULL;
}

void mn_link_set_router(struct mn_link *link, const struct mn_ra *ra)
{
	spin_lock_bh(&link->router_lock);
	link->router = ra->source;
	memcpy(link->router_hw, ra->hw, sizeof(link->router_hw));
	spin_unlock_bh(&link->router_lock);
}

bool mn_link_is_router(struct mn_link *link, const struct in6_addr *addr,
		       const u8 *hw)
{
	bool is;

	spin_lock_bh(&link->router_lock);
	is = (!addr || ipv6_addr_equal(&link->router, addr)) &&
	     (!hw || !memcmp(link->router_hw, hw, sizeof(link->router_hw)));
	spin_unlock_bh(&link->router_lock);
	return is;
}

void mn_link_rename(struct mn_link *link)
{
	ASSERT_RTNL();
	spin_lock_bh(&link->router_lock);
	strscpy(link->name, link->dev->name, sizeof(link->name));
	spin_unlock_bh(&link->router_lock);
}

void mn_link_read_name(struct mn_link *link, char text[IFNAMSIZ])
{
	spin_lock_bh(&link->router_lock);
	memcpy(text, link->name, IFNAMSIZ);
	spin_unlock_bh(&link->router_lock);
}

static bool link_has_ipv6(const struct net_device *dev)
{
	const struct inet6_dev *idev;
	bool has;

	rcu_read_lock();
	idev = __in6_dev_get(dev);
	has = idev && !READ_ONCE(idev->cnf.disable_ipv6);
	rcu_read_unlock();
	return has;
}

/*
 * The operational state alone lags behind: until the stack has looked at a new
 * device for the first time it is unknown, which counts as up.  A VRF has routes of
 * its own, by which nothing of us goes.
 */
bool mn_link_usable(const struct net_device *dev)
{
	return netif_oper_up(dev) && netif_carrier_ok(dev) &&
	       !qdisc_tx_is_noop(dev) && !fama_in_vrf(dev) && link_has_ipv6(dev);
}

static int link_check(struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (fama_in_vrf(dev)) {
		NL_SET_ERR_MSG(extack, "this device belongs to a VRF, which is not supported");
		return -EOPNOTSUPP;
	}
	if (dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG(extack, "device has no neighbours to attach to");
		return -EINVAL;
	}
	return 0;
}

/*
 * RTNL is held: from now on the notifiers know the link, so that they do not miss that
 * the device goes or changes its namespace.
 */
static void link_add(struct mn_net *mn, struct net_device *dev, u32 metric)
{
	struct mn_link *link = kzalloc(sizeof(*link), GFP_KERNEL);

	ASSERT_RTNL();
	if (!link)
		return;
	netdev_hold(dev, &link->tracker, GFP_KERNEL);
	link->dev = dev;
	link->ifindex = dev->ifindex;
	link->carrier_downs = atomic_read(&dev->carrier_down_count);
	link->air_downs = link->carrier_downs;
	spin_lock_init(&link->router_lock);
	mn_link_rename(link);
	mn_ssid_init(&link->ssid, fama_netdev_has_nl80211(dev));
	mn_movement_init(&link->move, metric);
	mn_reach_init(&link->reach);
	list_add_tail_rcu(&link->list, &mn->links);
	if (mn_link_usable(dev))
		set_bit(MN_LINK_UP, &link->events);
}

static unsigned int link_count(const struct mn_net *mn)
{
	const struct mn_link *link;
	unsigned int count = 0;

	list_for_each_entry(link, &mn->links, list)
		count++;
	return count;
}

/* The device is taken if it has one of the names, and can be a link. */
static void link_take(struct mn_net *mn, struct net_device *dev)
{
	const struct mn_name *name = mn_name_of(mn, dev->name);

	if (name && dev != mn->dev && !mn_link_find(mn, dev->ifindex) &&
	    !link_check(dev, NULL) && link_count(mn) < MN_MAX_LINKS)
		link_add(mn, dev, name->metric);
}

void mn_link_look(struct mn_net *mn)
{
	struct net_device *dev;

	lockdep_assert_held(&mn->lock);
	rtnl_lock();
	for_each_netdev(mn->net, dev)
		link_take(mn, dev);
	rtnl_unlock();
}

int mn_link_fits(struct mn_net *mn, const char *text,
		 struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	int err;

	rtnl_lock();
	dev = __dev_get_by_name(mn->net, text);
	err = dev ? link_check(dev, extack) : 0;
	rtnl_unlock();
	return err;
}

int mn_link_name(const struct mn_net *mn, int ifindex, char text[IFNAMSIZ])
{
	struct net_device *dev;

	rtnl_lock();
	dev = __dev_get_by_index(mn->net, ifindex);
	if (dev)
		strscpy(text, dev->name, IFNAMSIZ);
	rtnl_unlock();
	return dev ? 0 : -ENODEV;
}

bool mn_link_is_named(const struct mn_link *link, const char *text)
{
	bool is;

	rtnl_lock();
	is = mn_name_matches(text, link->dev->name);
	rtnl_unlock();
	return is;
}

void mn_link_del(struct mn_net *mn, struct mn_link *link)
{
	lockdep_assert_held(&mn->lock);
	list_del_rcu(&link->list);
	netdev_put(link->dev, &link->tracker);
	kfree_rcu(link, rcu);
}
