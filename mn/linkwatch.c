// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/ndisc.h>
#include <net/netevent.h>

#include <fama/airwatch.h>

#include "guard.h"
#include "link.h"
#include "linkwatch.h"
#include "mn.h"

/*
 * ORDER: the last change counts, and DOWN is handled before UP.  What was heard
 * before the link went down may be of another network.
 */
static void linkwatch_down(struct mn_link *link)
{
	WRITE_ONCE(link->left, jiffies);
	WRITE_ONCE(link->stay, link->stay + 1);
	mn_ssid_set(&link->ssid, NULL);
	clear_bit(MN_LINK_UP, &link->events);
	/* Pairs with the reader, which looks at DOWN first. */
	smp_mb__after_atomic();
	set_bit(MN_LINK_DOWN, &link->events);
}

/*
 * Has the carrier been away since it was looked at last?  The stack may make one change
 * of both edges, after which all seems as before.
 */
static bool linkwatch_was_away(struct mn_link *link)
{
	int downs = atomic_read(&link->dev->carrier_down_count);
	bool away = downs != link->carrier_downs;

	link->carrier_downs = downs;
	return away;
}

/* Return: whether there is a note for the work item. */
static bool linkwatch_note(struct mn_link *link, unsigned long event)
{
	bool changes = event == NETDEV_UP || event == NETDEV_CHANGE;
	bool away = changes && linkwatch_was_away(link);
	bool usable = mn_link_usable(link->dev);

	if (event == NETDEV_CHANGENAME)
		mn_link_rename(link);
	if (event == NETDEV_CHANGE && usable && away)
		linkwatch_down(link);
	if (event == NETDEV_UNREGISTER)
		set_bit(MN_LINK_GONE, &link->events);
	else if (event == NETDEV_GOING_DOWN ||
		 (event == NETDEV_CHANGE && !usable))
		linkwatch_down(link);
	else if (changes && usable)
		set_bit(MN_LINK_UP, &link->events);
	else
		return false;
	return true;
}

void mn_linkwatch_look(struct mn_net *mn, struct mn_link *link)
{
	bool usable;

	lockdep_assert_held(&mn->lock);
	if (mn_link_usable(link->dev) == link->move.up)
		return;
	rtnl_lock();
	usable = mn_link_usable(link->dev);
	if (!usable && link->move.up)
		linkwatch_down(link);
	else if (usable && !link->move.up)
		set_bit(MN_LINK_UP, &link->events);
	rtnl_unlock();
	mn_wake(mn);
}

/*
 * When a notifier is unregistered, the stack tells it that every device goes down and
 * away.  Nothing has gone: the node still has to say goodbye to its routers.  A device
 * that really goes at this moment waits for us to let it go.
 */
static bool linkwatch_ends;

/* RTNL is held. */
static bool linkwatch_is_true(const struct net_device *dev)
{
	return !READ_ONCE(linkwatch_ends) ||
	       dev->reg_state != NETREG_REGISTERED;
}

/* It may have one of the names of name.h. */
static void linkwatch_appeared(struct mn_net *mn)
{
	if (!READ_ONCE(mn->enabled))
		return;
	WRITE_ONCE(mn->appeared, true);
	mn_wake(mn);
}

/* RTNL is held, which mn_net.lock is never waited for under. */
static int linkwatch_device(struct notifier_block *nb, unsigned long event,
			    void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct mn_net *mn = mn_net(dev_net(dev));
	struct mn_link *link;

	if (!linkwatch_is_true(dev))
		return NOTIFY_DONE;
	if (event == NETDEV_UP && dev == READ_ONCE(mn->dev))
		mn_guard_check(mn);
	if (event == NETDEV_REGISTER || event == NETDEV_CHANGENAME ||
	    event == NETDEV_UP)
		linkwatch_appeared(mn);
	rcu_read_lock();
	list_for_each_entry_rcu(link, &mn->links, list)
		if (link->dev == dev && linkwatch_note(link, event))
			mn_wake(mn);
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block linkwatch_device_notifier = {
	.notifier_call = linkwatch_device,
};

/*
 * Did a neighbour not answer?  An entry that somebody deletes fails as well, and mostly has
 * not been asked for so often.
 */
static bool linkwatch_is_failure(const struct neighbour *n)
{
	struct neigh_parms *parms = n->parms;

	return READ_ONCE(n->nud_state) & NUD_FAILED &&
	       atomic_read(&n->probes) >=
	       NEIGH_VAR(parms, UCAST_PROBES) + NEIGH_VAR(parms, APP_PROBES) +
	       NEIGH_VAR(parms, MCAST_REPROBES);
}

/*
 * Neighbour Unreachability Detection (RFC 4861 section 7.3); any context.
 *
 * Whether it is the router is asked here and not in the work item: the next packet
 * starts another resolution, and then the failure cannot be seen any more.
 */
static int linkwatch_neighbour(struct notifier_block *nb, unsigned long event,
			       void *ptr)
{
	const struct neighbour *n = ptr;
	struct mn_link *link;
	struct mn_net *mn;

	if (event != NETEVENT_NEIGH_UPDATE || n->tbl != &nd_tbl ||
	    !linkwatch_is_failure(n))
		return NOTIFY_DONE;
	mn = mn_net(dev_net(n->dev));
	rcu_read_lock();
	link = mn_link_find(mn, n->dev->ifindex);
	if (link && mn_link_is_router(link, (void *)n->primary_key, NULL)) {
		set_bit(MN_LINK_UNREACHABLE, &link->events);
		mn_wake(mn);
	}
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block linkwatch_neighbour_notifier = {
	.notifier_call = linkwatch_neighbour,
};

/* ORDER: what was heard before the roam may be of another network. */
static void linkwatch_roamed(struct mn_net *mn, struct mn_link *link)
{
	atomic_inc(&link->roams);
	/* Pairs with the reader, which clears the bit before it counts the roams. */
	smp_mb__after_atomic();
	set_bit(MN_LINK_ROAMED, &link->events);
	mn_wake(mn);
}

/*
 * The interface has got an access point.  Was its carrier away since it got one last?  Then
 * the notifier knows that, or will know.
 */
static bool linkwatch_edges_tell(struct mn_net *mn, struct mn_link *link)
{
	struct net_device *dev = dev_get_by_index_rcu(mn->net, link->ifindex);
	int before = link->air_downs;

	if (dev)
		link->air_downs = atomic_read(&dev->carrier_down_count);
	return link->air_downs != before;
}

/* What was heard before may have been of a network that had no name then. */
static void linkwatch_news(struct mn_net *mn, struct mn_link *link)
{
	set_bit(MN_LINK_NAMED, &link->events);
	mn_wake(mn);
}

static void linkwatch_air(struct fama_airwatch *air, enum fama_air what,
			  int ifindex, const struct fama_ssid *ssid)
{
	struct mn_net *mn = container_of(air, struct mn_net, air);
	struct mn_link *link;
	bool edges;

	rcu_read_lock();
	list_for_each_entry_rcu(link, &mn->links, list) {
		if (what == FAMA_AIR_LOST ? !link->on_air :
					    link->ifindex != ifindex)
			continue;
		link->on_air = true;
		if (mn_ssid_set(&link->ssid, ssid))
			linkwatch_news(mn, link);
		edges = linkwatch_edges_tell(mn, link);
		if (what != FAMA_AIR_CONNECTED || !edges)
			linkwatch_roamed(mn, link);
	}
	rcu_read_unlock();
}

static int linkwatch_nameless(struct fama_airwatch *air, int ifindex)
{
	struct mn_net *mn = container_of(air, struct mn_net, air);
	struct mn_link *link;
	int first = 0;

	rcu_read_lock();
	list_for_each_entry_rcu(link, &mn->links, list)
		if (link->ifindex > ifindex &&
		    (!first || link->ifindex < first) &&
		    mn_ssid_ask(&link->ssid))
			first = link->ifindex;
	rcu_read_unlock();
	return first;
}

/* Reports that get lost may be of this one, from now on. */
static void linkwatch_named(struct fama_airwatch *air, int ifindex,
			    const struct fama_ssid *ssid)
{
	struct mn_net *mn = container_of(air, struct mn_net, air);
	struct mn_link *link;

	rcu_read_lock();
	link = mn_link_find(mn, ifindex);
	if (link) {
		link->on_air = true;
		if (mn_ssid_answer(&link->ssid, ssid))
			linkwatch_news(mn, link);
	}
	rcu_read_unlock();
}

static const struct fama_airwatch_calls linkwatch_air_calls = {
	.told = linkwatch_air,
	.nameless = linkwatch_nameless,
	.named = linkwatch_named,
};

void mn_linkwatch_init_net(struct mn_net *mn)
{
	fama_airwatch_init(&mn->air, mn->net, &linkwatch_air_calls);
}

int mn_linkwatch_init(void)
{
	int err;

	err = register_netdevice_notifier(&linkwatch_device_notifier);
	if (err)
		return err;
	err = register_netevent_notifier(&linkwatch_neighbour_notifier);
	if (err)
		unregister_netdevice_notifier(&linkwatch_device_notifier);
	return err;
}

void mn_linkwatch_exit(void)
{
	WRITE_ONCE(linkwatch_ends, true);
	unregister_netevent_notifier(&linkwatch_neighbour_notifier);
	unregister_netdevice_notifier(&linkwatch_device_notifier);
}
