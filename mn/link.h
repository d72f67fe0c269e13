/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Links of a mobile node: the interfaces by which it attaches to access routers.
 */
#ifndef _MN_LINK_H
#define _MN_LINK_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/spinlock.h>
#include <net/ipv6.h>

#include "movement.h"
#include "ra.h"
#include "reach.h"
#include "ssid.h"

struct mn_addr;
struct mn_net;
struct netlink_ext_ack;

#define MN_MAX_LINKS	8
/* Of the first link; the next ones have more.  Daemons take 100 and more. */
#define MN_LINK_METRIC	64
#define MN_MAX_METRIC	1023	/* the stack's own default routes have 1024 */

/**
 * struct mn_link - an interface that attaches to access routers
 * @list: in mn_net.links; RCU
 * @rcu: frees it
 * @dev: interface; constant; a reader that has only RCU does not look into it
 * @ifindex: its number; constant
 * @tracker: of the reference on @dev
 * @events: MN_LINK_*, set by the notifiers, cleared by the work item
 * @stay: how often the link went down; written by the notifier under RTNL
 * @roams: how often it went to another access point without going down
 * @air_downs: how often the carrier had gone when it got an access point last; written by
 *	the reports of Wi-Fi
 * @on_air: such a report has come; the same
 * @left: when it went down last; jiffies, written by the notifier under RTNL
 * @carrier_downs: how often the carrier has gone, as the notifier knows; RTNL
 * @move: which router, which network; lock
 * @reach: does it lead anywhere, see linktrial.h; lock
 * @routed: metric that the default route by this link shall have, 0: there shall be
 *	none; lock
 * @source: preferred source that this route shall have, or unspecified; lock
 * @router: link-local address of the current router; written with the lock and
 *	@router_lock
 * @router_hw: its link-layer address; the same
 * @name: of the interface; written under RTNL with @router_lock
 * @router_lock: any context
 * @ssid: name of its Wi-Fi network
 * @asked: the router was asked whether it is there, and has not answered
 * @returns: @cur was bound, and its router has not proven yet that this is its link; lock
 * @cur: the address of ours that is current on this link; NULL unless the node is
 *	attached by it, or tries it; lock
 * @coa: the care-of address of the node on this link: @cur, or an address that somebody
 *	else has made; unspecified if there is none; lock
 */
struct mn_link {
	struct list_head list;
	struct rcu_head rcu;
	struct net_device *dev;
	int ifindex;
	netdevice_tracker tracker;
	unsigned long events;
	u32 stay;
	atomic_t roams;
	int air_downs;
	bool on_air;
	unsigned long left;
	int carrier_downs;
	struct mn_movement move;
	struct mn_reach reach;
	u32 routed;
	struct in6_addr source;
	struct in6_addr router;
	u8 router_hw[MN_RA_HW_LEN];
	char name[IFNAMSIZ];
	spinlock_t router_lock;	/* router, router_hw, name */
	struct mn_ssid ssid;
	bool asked;
	bool returns;
	struct mn_addr *cur;
	struct in6_addr coa;
};

/* Is there an address of the link that updates and tunnelled packets can have?  lock */
static inline bool mn_link_has_coa(const struct mn_link *link)
{
	return !ipv6_addr_any(&link->coa);
}

/*
 * What was heard in another stay may be of another network: who is on the link has changed
 * since.  Any context.
 */
static inline u32 mn_link_stay(const struct mn_link *link)
{
	return READ_ONCE(link->stay) + atomic_read(&link->roams);
}

/* Bits of mn_link.events, in the order in which they are handled */
enum {
	MN_LINK_DOWN,
	MN_LINK_ROAMED,
	MN_LINK_UNREACHABLE,
	MN_LINK_ANSWERED,
	MN_LINK_NAMED,
	MN_LINK_UP,
	MN_LINK_GONE,
};

/* Can the interface send and receive?  Any context. */
bool mn_link_usable(const struct net_device *dev);

/* The node attaches to the router of an advertisement; mn->lock */
void mn_link_set_router(struct mn_link *link, const struct mn_ra *ra);

/*
 * Is the current router the one of this address and this link-layer address?  What is
 * NULL does not matter.  Any context.
 */
bool mn_link_is_router(struct mn_link *link, const struct in6_addr *addr,
		       const u8 *hw);

/*
 * Add each interface that has one of the names of name.h and is no link yet, in the order
 * in which they were made.  Those that cannot be links are left out.  mn->lock
 */
void mn_link_look(struct mn_net *mn);

/* Can the interface of this name, if there is one, be a link?  0, -EINVAL, -EOPNOTSUPP */
int mn_link_fits(struct mn_net *mn, const char *text,
		 struct netlink_ext_ack *extack);

/* The interface of the link has got its name, or another one; RTNL */
void mn_link_rename(struct mn_link *link);

/* The name that it has.  Any context. */
void mn_link_read_name(struct mn_link *link, char text[IFNAMSIZ]);

/* The name of an interface.  0 or -ENODEV */
int mn_link_name(const struct mn_net *mn, int ifindex, char text[IFNAMSIZ]);

/* Does the name, see mn_name_matches(), stand for the interface? */
bool mn_link_is_named(const struct mn_link *link, const char *text);

/* mn->lock */
void mn_link_del(struct mn_net *mn, struct mn_link *link);

/* RCU or mn->lock */
struct mn_link *mn_link_find(const struct mn_net *mn, int ifindex);

/* The link that the node is attached by, or NULL; mn->lock */
struct mn_link *mn_link_attached(const struct mn_net *mn);

#endif /* _MN_LINK_H */
