/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of a mobile node in one network namespace, and what finds it.
 *
 * Everything that changes this state runs in process context and holds
 * mn_net.lock: the work items of work.c and the commands of the user.  The
 * packet path only reads, under RCU.
 */
#ifndef _MN_MN_H
#define _MN_MN_H

#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>
#include <linux/mn.h>

#include <fama/airwatch.h>
#include <fama/mhio.h>

#include "checkpoint.h"
#include "key.h"
#include "mark.h"
#include "pace.h"
#include "permit.h"
#include "stats.h"
#include "usage.h"

struct net;
struct net_device;
struct socket;

#define MN_MAX_ADDRESSES	64	/* upper bound of mn_settings.max */
#define MN_PREFERENCE		900	/* before VRFs, VPNs and the main table */
#define MN_MAX_IDLE		(8 * 3600)	/* upper bound of mn_settings.idle */
#define MN_FROZEN	"the node is frozen: its last checkpoint was made"
#define MN_MAX_GIVE_UP		(8 * 3600)	/* upper bound of mn_settings.give_up */

/**
 * struct mn_settings - what the user can set at any time
 * @policy: which addresses are kept when their link is left
 * @idle: an address is not in use after this many seconds without packets
 * @max: number of anchored addresses at a time
 * @transient: sockets that do not keep an address
 * @signed_ack: whether routers must sign an answer that delivers a token
 * @early_token: whether the node fetches a token while it is at home
 * @give_up: seconds after which an access router that is asked in vain is given up; 0:
 *	never
 * @deny: networks that no rule of mn_net.permits fits may not anchor addresses
 * @home_flag: whether anchored addresses have the flag IFA_F_HOMEADDRESS
 * @srcmarks: marks by which programs get the kind of address
 *
 * Each member is written with WRITE_ONCE(): the packet path and sysfs read
 * without the lock, but for @srcmarks.
 */
struct mn_settings {
	enum mn_policy policy;
	u32 idle;
	u32 max;
	struct mn_transient transient;
	enum mn_signed_ack signed_ack;
	bool early_token;
	u32 give_up;
	bool deny;
	enum mn_home_flag home_flag;
	struct mn_mark srcmarks[MN_SRCMARKS];
};

/**
 * struct mn_net - a mobile node
 * @net: its namespace
 * @lock: process context; protects every member without another rule
 * @enabled: written with the lock; the packet path needs no check, because its hooks
 *	exist only while this is set
 * @frozen: the last checkpoint was made: nothing is sent and nothing changes until the role
 *	ends; lock
 * @checkpoint: the one for which the node is frozen; lock
 * @spent: the last one that was resumed or thrown away: it must not be resumed again, nor
 *	must an older one; lock
 * @table: routing table of the tunnel device; constant while enabled
 * @preference: that of the rules; constant while enabled
 * @dev: tunnel device; it is valid until the role ends, even if somebody deletes it
 * @removed: ends the role after @dev was deleted by rtnetlink
 * @rtnl: socket that changes addresses, routes and rules
 * @flagged: anchored addresses have the flag IFA_F_HOMEADDRESS; lock
 * @srcmarks: what the system has for marks of settings; lock
 * @keys: keys of addresses that will be made; lock
 * @watch: socket that reports changes of addresses, routes and rules
 * @air: tells of interfaces that get another access point
 * @addrs: &struct mn_addr, the newest is last; RCU
 * @addr_count: number of entries of @addrs; written with WRITE_ONCE()
 * @addrs_version: changes when @addrs changes, is never 0; lock
 * @names: &struct mn_name, of interfaces that the node uses when they are there; lock
 * @appeared: an interface has appeared, or has another name; written by the notifiers
 * @links: &struct mn_link; RCU
 * @anchors: &struct mn_anchor, also while disabled; lock
 * @anchor_count: number of entries of @anchors; lock
 * @anchors_version: changes when @anchors changes, is never 0; lock
 * @permits: which networks may anchor, also while disabled; lock
 * @queue: runs what a handover waits for; constant
 * @inbox: &struct mn_msg, messages that interrupts received; @inbox_lock
 * @inbox_len: number of entries of @inbox; @inbox_lock
 * @inbox_lock: any context
 * @work: handles the notes of the notifiers and the messages of @inbox
 * @timer: expires when the next of the things that @due handles is due; runs on
 *	while the machine is suspended
 * @due: handles retransmissions, refreshes and lifetimes
 * @set: settings; writers hold the lock, also while disabled
 * @guard: puts right what others have removed, see guard.h
 * @guard_due: when @guard may run again; written with the lock
 * @pace: how often @guard has put something right; lock
 * @rival: netlink port of who has removed something last, 0: not known; lock
 * @keeper: removes addresses that nobody needs
 * @stale: drops packets that have waited too long
 * @role: receiver of Mobility Headers
 * @stats: counters
 * @drops: limits the rate of the notifications about dropped messages
 */
struct mn_net {
	struct net *net;
	struct mutex lock;	/* every member without another rule */
	bool enabled;
	bool frozen;
	struct mn_checkpoint checkpoint;
	struct mn_checkpoint spent;
	u32 table;
	u32 preference;
	struct net_device *dev;
	struct work_struct removed;
	struct socket *rtnl;
	struct socket *watch;
	bool flagged;
	struct mn_srcmark srcmarks[MN_SRCMARKS];
	struct fama_airwatch air;
	struct mn_keys keys;
	struct list_head addrs;
	unsigned int addr_count;
	u32 addrs_version;
	struct list_head names;
	bool appeared;
	struct list_head links;
	struct list_head anchors;
	unsigned int anchor_count;
	u32 anchors_version;
	struct mn_permits permits;
	struct workqueue_struct *queue;
	struct list_head inbox;
	unsigned int inbox_len;
	spinlock_t inbox_lock;	/* inbox, inbox_len */
	struct work_struct work;
	struct hrtimer timer;
	struct work_struct due;
	struct mn_settings set;
	struct delayed_work guard;
	u64 guard_due;
	struct mn_pace pace;
	u32 rival;
	struct delayed_work keeper;
	struct delayed_work stale;
	struct fama_mhio_role role;
	struct mn_stats stats;
	struct ratelimit_state drops;
};

extern unsigned int mn_net_id;

/* Of the nodes of users who own a user namespace, and of what nobody waits for. */
extern struct workqueue_struct *mn_wq;

/* Of the other nodes: it goes before what programs do, and before signatures of users. */
extern struct workqueue_struct *mn_urgent_wq;

/* The mobile node of a namespace. */
struct mn_net *mn_net(const struct net *net);

/* Run mn_net.work soon: there is something for it.  Any context. */
void mn_wake(struct mn_net *mn);

/* Run mn_net.keeper soon: it shall judge all addresses.  Any context. */
void mn_wake_keeper(struct mn_net *mn);

/* Does the node do anything by itself?  mn->lock */
static inline bool mn_acts(const struct mn_net *mn)
{
	return mn->enabled && !mn->frozen;
}

/* Now, on the clock of every timer of this module; it runs on in suspend. */
static inline u64 mn_now(void)
{
	return ktime_get_boottime_ns();
}

#endif /* _MN_MN_H */
