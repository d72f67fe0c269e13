/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mn.ko: state of a mobile node in one network namespace.
 *
 * Everything that changes state runs in process context under mn_net.lock:
 * one work item that empties the inbox of what interrupts brought, and the
 * commands of the user.  The packet path reads under RCU only.
 */
#ifndef _MN_MN_H
#define _MN_MN_H

#include <linux/hrtimer.h>
#include <linux/in6.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/workqueue.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>

#include <fama/mhio.h>
#include <fama/spki.h>
#include <fama/cga.h>
#include <fama/tunnel.h>

#include "bul.h"
#include "policy.h"
#include "ra.h"
#include "solicit.h"
#include "stats.h"
#include "usage.h"

#define MN_MAX_ADDRESSES	64	/* the most that can be allowed */
#define MN_MAX_IDLE		(8 * 3600)	/* seconds */
#define MN_MAX_LINKS		8	/* interfaces */
#define MN_MAX_ANCHORS		1024	/* that the user names */
#define MN_MAX_HEARD		8	/* routers remembered on a link */
#define MN_SPKI_MAX_LEN		256	/* octets of a 1536-bit key and some */

#define MN_RULE_PREF		1000	/* before the main table */
#define MN_ROUTE_METRIC		512	/* before the stack's own routes */
#define MN_MAX_METRIC		1023	/* those have 1024 */
#define MN_PREFIX_METRIC	128	/* before those to prefixes on a link */
#define MN_LOCAL_METRIC		1024	/* after those of addresses: 0 */

/**
 * struct mn_key - a key of the node and what CGAs need of it; constant
 * @refs: one of the node while it is in use, one of each address made with it
 * @pki: private key
 * @modifier: CGA modifier that fits it
 * @sec: Sec
 * @bits: modulus
 * @spki_len: octets at @spki
 * @spki: public key
 */
struct mn_key {
	struct kref refs;
	struct fama_pki *pki;
	u8 modifier[FAMA_CGA_MODIFIER_LEN];
	u8 sec;
	unsigned int bits;
	size_t spki_len;
	u8 spki[MN_SPKI_MAX_LEN];
};

/**
 * enum mn_dad - Duplicate Address Detection of an address on its link
 * @MN_DAD_NONE: over
 * @MN_DAD_OPTIMISTIC: going on, the address can be used (RFC 4429); or there is
 *	none, but the stack has yet to make its route
 * @MN_DAD_BLOCKED: going on, the address cannot be used
 */
enum mn_dad {
	MN_DAD_NONE,
	MN_DAD_OPTIMISTIC,
	MN_DAD_BLOCKED,
};

/**
 * struct mn_path - where packets of an away address go; RCU, replaced whole
 * @peer: care-of address and access router
 * @rcu: frees it
 */
struct mn_path {
	struct fama_encap_peer peer;
	struct rcu_head rcu;
};

/**
 * struct mn_addr - an anchored address
 * @list: in mn_net.addrs; RCU
 * @addr: the address; constant
 * @key: what it was made with; constant
 * @dar: global address of its access router; unspecified: not anchorable; set
 *	once, with the lock
 * @link: where it is on the link, NULL when away; lock
 * @ifindex: interface it was last put on, 0 for none; lock
 * @count: collision count of the CGA; constant
 * @dad: how far Duplicate Address Detection is; lock
 * @on_tunnel: it sits on the tunnel device; lock
 * @has_local: there is a route of ours that delivers its packets; lock
 * @has_rule: its packets go to the tunnel device; lock
 * @has_route: there are routes of ours to its access router and prefix; lock
 * @set: when its lifetimes were last set, boottime ns; lock
 * @valid: valid lifetime advertised, seconds; lock
 * @preferred: preferred lifetime advertised, seconds; lock
 * @keep: what the user wants; lock
 * @counted: @use was counted since it left its link; lock
 * @use: sockets that use it, as last counted; lock
 * @used: when a packet used it last, or it left its link; jiffies, no lock
 * @going: why it is deregistered, see &mn_bul.pending; lock
 * @bul: signalling; lock
 * @path: NULL while there is nowhere to send; RCU
 * @held: packets that wait for a path; its own lock
 * @rcu: frees it
 */
struct mn_addr {
	struct list_head list;
	struct in6_addr addr;
	struct mn_key *key;
	struct in6_addr dar;
	struct mn_link *link;
	int ifindex;
	u8 count;
	enum mn_dad dad;
	bool on_tunnel;
	bool has_local;
	bool has_rule;
	bool has_route;
	u64 set;
	u32 valid;
	u32 preferred;
	enum mn_keep keep;
	bool counted;
	struct mn_usage use;
	unsigned long used;
	const char *going;
	struct mn_bul bul;
	struct mn_path __rcu *path;
	struct sk_buff_head held;
	struct rcu_head rcu;
};

/**
 * struct mn_link - an interface that attaches to access routers
 *
 * One of them is active, the one with @cur: the best of those that hear a router.
 * The others stand by, and remember what they heard.
 *
 * @list: in mn_net.links; RCU
 * @dev: interface; constant
 * @tracker: of the reference on @dev
 * @events: MN_LINK_*, set by the notifier, cleared by the work item
 * @stay: how often the link went down; written by the notifier under RTNL
 * @metric: of its default route; the least is the best; lock
 * @up: it can send and receive; lock
 * @seeking: not attached: the next router heard will do; lock
 * @ra: standing by: heard last, lifetime 0: nothing; lock
 * @solicit: when to ask for a router (again); lock
 * @router: link-local address of the current router; lock
 * @until: when that one, or that of @ra, stops being a default router, boottime
 *	ns; lock
 * @cur: the address that is current on this link; lock
 * @heard: prefixes of the routers heard since the link came up; lock
 * @heard_count: entries there; lock
 * @rcu: frees it
 */
struct mn_link {
	struct list_head list;
	struct net_device *dev;
	netdevice_tracker tracker;
	unsigned long events;
	u32 stay;
	u32 metric;
	bool up;
	bool seeking;
	struct mn_ra ra;
	struct mn_solicit solicit;
	struct in6_addr router;
	u64 until;
	struct mn_addr *cur;
	struct in6_addr heard[MN_MAX_HEARD];
	unsigned int heard_count;
	struct rcu_head rcu;
};

/* Bits of mn_link.events, in the order in which they are handled */
enum {
	MN_LINK_DOWN,
	MN_LINK_UNREACHABLE,
	MN_LINK_UP,
	MN_LINK_GONE,
};

/**
 * struct mn_anchor - the access router of a prefix, as the user says, for
 *	networks that do not say it themselves; constant
 * @list: in mn_net.anchors; lock
 * @prefix: the /64
 * @dar: address of its access router in @prefix
 */
struct mn_anchor {
	struct list_head list;
	struct in6_addr prefix;
	struct in6_addr dar;
};

/**
 * struct mn_settings - what the user can set at any time; each is written with
 *	WRITE_ONCE()
 * @policy: which addresses are kept
 * @idle: seconds without packets after which one is not in use
 * @max: anchored addresses at a time
 * @transient: sockets that keep none
 * @signed_ack: must routers sign what delivers a token
 * @early_token: fetch one while at home
 */
struct mn_settings {
	enum mn_policy policy;
	u32 idle;
	u32 max;
	struct mn_transient transient;
	enum mn_signed_ack signed_ack;
	bool early_token;
};

/**
 * struct mn_net - a mobile node
 * @net: its namespace
 * @lock: process context; protects all that is not said otherwise
 * @enabled: lock for writers; readers of the packet path see it through the
 *	hooks, which exist only while it is set
 * @dev: tunnel device
 * @rtnl: socket on rtnetlink
 * @watch: socket that tells of addresses
 * @key: of addresses to be made; NULL while disabled
 * @addrs: &struct mn_addr, newest last; RCU
 * @addr_count: entries of @addrs; written with WRITE_ONCE()
 * @addrs_version: changes with @addrs, is never 0
 * @links: &struct mn_link; RCU
 * @anchors: &struct mn_anchor, also while disabled; lock
 * @anchor_count: entries of @anchors; lock
 * @anchors_version: changes with @anchors, is never 0; lock
 * @inbox: &struct mn_msg from interrupts; @inbox_lock
 * @inbox_len: entries of @inbox; @inbox_lock
 * @inbox_lock: any context
 * @work: empties @inbox and handles link events
 * @timer: when the next of these is due; goes on in suspend
 * @due: retransmissions, refreshes, lifetimes
 * @set: settings; writers: lock, also while disabled
 * @keeper: removes addresses that nobody needs
 * @role: receiver of Mobility Headers
 * @stats: counters
 * @drops: bounds the notifications of drops
 */
struct mn_net {
	struct net *net;
	struct mutex lock;	/* all that is not said otherwise */
	bool enabled;
	struct net_device *dev;
	struct socket *rtnl;
	struct socket *watch;
	struct mn_key *key;
	struct list_head addrs;
	unsigned int addr_count;
	u32 addrs_version;
	struct list_head links;
	struct list_head anchors;
	unsigned int anchor_count;
	u32 anchors_version;
	struct list_head inbox;
	unsigned int inbox_len;
	spinlock_t inbox_lock;	/* inbox, inbox_len */
	struct work_struct work;
	struct hrtimer timer;
	struct work_struct due;
	struct mn_settings set;
	struct delayed_work keeper;
	struct fama_mhio_role role;
	struct mn_stats stats;
	struct ratelimit_state drops;
};

extern struct workqueue_struct *mn_wq;

struct mn_net *mn_net(const struct net *net);

/* Can the address follow the node. */
static inline bool mn_addr_anchored(const struct mn_addr *a)
{
	return !ipv6_addr_any(&a->dar);
}

/* Now, on the clock of all timers of this module: goes on in suspend. */
static inline u64 mn_now(void)
{
	return ktime_get_boottime_ns();
}

/* key.c: ERR_PTR with the reason in @extack */
struct mn_key *mn_key_new(const u8 *der, size_t len, const u8 *modifier,
			  u8 sec, struct netlink_ext_ack *extack);
struct mn_key *mn_key_get(struct mn_key *key);
/* Wiped when nobody holds it any more; NULL is allowed. */
void mn_key_put(struct mn_key *key);
/* Do they make the same addresses. */
bool mn_key_same(const struct mn_key *key, const struct mn_key *other);
/* CGA parameters of a prefix; return: octets or -EMSGSIZE */
int mn_key_params(const struct mn_key *key, const struct in6_addr *prefix,
		  u8 count, u8 *out, size_t size);

/* config.c: all take mn->lock */
int mn_config_enable(struct mn_net *mn, const char *name, struct mn_key *key,
		     const int *ifindex, unsigned int count,
		     struct netlink_ext_ack *extack);
int mn_config_disable(struct mn_net *mn);
/* -ENOTCONN, -ENODEV when it is none of the node's. */
int mn_config_set_metric(struct mn_net *mn, int ifindex, u32 metric,
			 struct netlink_ext_ack *extack);
/* For addresses to be made; takes over @key, whether it fails or not. */
int mn_config_set_key(struct mn_net *mn, struct mn_key *key,
		      struct netlink_ext_ack *extack);
int mn_config_keep(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_keep keep, struct netlink_ext_ack *extack);
/*
 * Change settings, before or after enabling: all that @edit does, or nothing
 * when it fails.  mn_config_try_set() does not wait for the lock: -EAGAIN.
 */
int mn_config_set(struct mn_net *mn,
		  int (*edit)(struct mn_settings *set, const void *arg),
		  const void *arg);
int mn_config_try_set(struct mn_net *mn,
		      int (*edit)(struct mn_settings *set, const void *arg),
		      const void *arg);

/* inbox.c: from interrupts to the work item */
void mn_inbox_init(struct mn_net *mn);
void mn_inbox_put_ra(struct mn_net *mn, const struct mn_ra *ra);
void mn_inbox_put_mh(struct mn_net *mn, const struct fama_mhio_rx *rx);
void mn_inbox_kick(struct mn_net *mn);
void mn_inbox_purge(struct mn_net *mn);
/* Call after anything that may have changed when to act next; mn->lock. */
void mn_inbox_arm(struct mn_net *mn);
/* While disabled and without the lock. */
void mn_inbox_stop(struct mn_net *mn);

/* link.c */
int mn_link_add(struct mn_net *mn, int ifindex, struct netlink_ext_ack *extack);
void mn_link_del(struct mn_net *mn, struct mn_link *link);
struct mn_link *mn_link_find(struct mn_net *mn, int ifindex);
void mn_link_events(struct mn_net *mn);
void mn_link_timer(struct mn_net *mn);
void mn_link_solicit(struct mn_link *link);
/* Unsolicited Neighbor Advertisement; @override: the address is ours alone */
void mn_link_announce(struct mn_link *link, const struct in6_addr *addr,
		      bool override);
int mn_link_init(void);
void mn_link_exit(void);
int mn_link_attach_hook(struct net *net);
void mn_link_detach_hook(struct net *net);

/* attach.c: which router, which address, what moves; mn->lock */
void mn_attach_ra(struct mn_net *mn, const struct mn_ra *ra);
void mn_attach_lost(struct mn_net *mn, struct mn_link *link);
/* Which link is the best may change by it. */
void mn_attach_set_metric(struct mn_net *mn, struct mn_link *link, u32 metric);
/* Take back what attaching told the system, apart from the address. */
void mn_attach_forget(struct mn_net *mn, struct mn_link *link);

/* The current address was not usable before, or turned out to be a duplicate */
void mn_attach_usable(struct mn_net *mn, struct mn_link *link);
void mn_attach_collision(struct mn_net *mn, struct mn_addr *a);

/* The router of an address that had none is known now. */
void mn_attach_anchor(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *dar);

/*
 * anchor.c: access routers that the user names.  Setters take mn->lock; addresses
 * that exist keep the router they have.
 */
/* -EEXIST, -ENOSPC */
int mn_anchor_add(struct mn_net *mn, const struct in6_addr *prefix,
		  const struct in6_addr *dar, struct netlink_ext_ack *extack);
/* -ENOENT */
int mn_anchor_del(struct mn_net *mn, const struct in6_addr *prefix,
		  struct netlink_ext_ack *extack);
struct mn_anchor *mn_anchor_find(const struct mn_net *mn,
				 const struct in6_addr *prefix);
/* When the namespace ends. */
void mn_anchor_del_all(struct mn_net *mn);

/* dad.c */
int mn_dad_start(struct mn_net *mn);
void mn_dad_stop(struct mn_net *mn);
void mn_dad_events(struct mn_net *mn);

/* addr.c: anchored addresses and where the system knows them; mn->lock */
struct mn_addr *mn_addr_new(struct mn_net *mn, const struct in6_addr *prefix,
			    const struct in6_addr *dar, u8 count);
struct mn_addr *mn_addr_find(struct mn_net *mn, const struct in6_addr *addr);
struct mn_addr *mn_addr_of_prefix(struct mn_net *mn,
				  const struct in6_addr *prefix);
void mn_addr_del(struct mn_net *mn, struct mn_addr *a);
/* Deregister it, then remove it; @why: shown to the user. */
void mn_addr_release(struct mn_net *mn, struct mn_addr *a, const char *why);
int mn_addr_put_on_link(struct mn_net *mn, struct mn_addr *a,
			struct mn_link *link, u32 preferred, u32 valid);
void mn_addr_take_off_link(struct mn_net *mn, struct mn_addr *a);
/* Does the stack accept packets for it on the link where it is. */
bool mn_addr_delivered_by_link(struct mn_net *mn, const struct mn_addr *a);
/* The stack delivers to it where it is now, or must not. */
void mn_addr_deliver_end(struct mn_net *mn, struct mn_addr *a);
void mn_addr_put_on_tunnel(struct mn_net *mn, struct mn_addr *a);
/* Off the link, unless the stack does not accept packets on the tunnel yet. */
void mn_addr_leave_link(struct mn_net *mn, struct mn_addr *a);
void mn_addr_take_off_tunnel(struct mn_net *mn, struct mn_addr *a);
/*
 * To the access router and its prefix via @link, where the node has its current
 * address, or no more.
 */
void mn_addr_set_host_route(struct mn_net *mn, struct mn_addr *a,
			    const struct mn_link *link);
void mn_addr_set_rule(struct mn_net *mn, struct mn_addr *a, bool on);
void mn_addr_set_path(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *coa);

/* keep.c: which addresses follow the node; mn->lock */
void mn_keep_init(struct mn_net *mn);
/* It is on a link no more. */
void mn_keep_left(struct mn_addr *a);
/* An address that is not on a link is to be bound to where the node is. */
bool mn_keep_follows(const struct mn_net *mn, const struct mn_addr *a);
/* There will be one more. */
void mn_keep_make_room(struct mn_net *mn);
/* What keeps it, as text; return: false when nothing does. */
bool mn_keep_why(const struct mn_net *mn, const struct mn_addr *a, char *text,
		 size_t size);
/* Call after anything that may have made an address an old one. */
void mn_keep_arm(struct mn_net *mn);
/* Judge all addresses soon. */
void mn_keep_now(struct mn_net *mn);

/* signal.c: Binding Updates out, answers in; mn->lock */
/* Do what is due, for one address (which may be gone then) or all of them. */
void mn_signal_run(struct mn_net *mn, struct mn_addr *a);
void mn_signal_run_all(struct mn_net *mn);
/* Only what takes no signature; packets stay held until mn_dev_flush_all(). */
void mn_signal_quick(struct mn_net *mn, struct mn_addr *a);
void mn_signal_rx(struct mn_net *mn, const struct fama_mhio_rx *rx);
void mn_signal_farewell(struct mn_net *mn, struct mn_addr *a);

/* sysfs.c */
extern const struct attribute_group mn_sysfs_group;

/* dev.c */
extern const struct fama_tunnel_ops mn_dev_ops;
/* Send what was held, through the tunnel or, without a path, as routed. */
void mn_dev_flush(struct mn_net *mn, struct mn_addr *a);
/* The same for all addresses that are at home or have a path. */
void mn_dev_flush_all(struct mn_net *mn);

/* genl.c */
int mn_genl_init(void);
void mn_genl_exit(void);

/* event.c: what the user is told; mn->lock, but for mn_event_drop() */
void mn_event_link(struct mn_net *mn, const struct mn_link *link, bool up);
void mn_event_attach(struct mn_net *mn, const struct mn_link *link,
		     const struct in6_addr *dar, u64 time);
void mn_event_address(struct mn_net *mn, const struct mn_addr *a);
void mn_event_bu(struct mn_net *mn, const struct mn_addr *a, u64 time,
		 enum mn_auth auth, u32 lifetime);
void mn_event_ba(struct mn_net *mn, const struct mn_addr *a, u64 time, u16 seq,
		 u32 lifetime, u8 status);
void mn_event_expire(struct mn_net *mn, const struct mn_addr *a);
void mn_event_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
		   enum mn_stat why);

#endif /* _MN_MN_H */
