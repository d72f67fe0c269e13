/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of the access router role in one network namespace.
 */
#ifndef _DAR_DAR_H
#define _DAR_DAR_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/rhashtable-types.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include <fama/mhio.h>
#include <fama/pki.h>

#include "../pure/pace.h"
#include "../pure/rr.h"
#include "../pure/setting.h"
#include "../pure/stats.h"
#include "access.h"
#include "allow.h"
#include "announce.h"
#include "bcache.h"
#include "fib.h"
#include "hold.h"
#include "life.h"
#include "probe.h"
#include "queue.h"
#include "secret.h"
#include "seen.h"
#include "signer.h"

#define DAR_HOOKS		2	/* netfilter hooks of steer.c */

struct dar_limits;

/**
 * struct dar_net - the state of the role in a namespace
 * @net: the namespace
 * @lock: protects the configuration: @enabled, @stopping, and the addition of
 *	anchors.  Taken before RTNL.  Not held during a walk through all bindings
 * @enabled: the role is enabled; written under @lock
 * @forwards: 1: the namespace forwards packets, as far as was noticed
 * @stopping: the role is being disabled, and all other changes are refused; @lock
 * @draining: no further binding begins; written under @lock
 * @dev: tunnel device, NULL unless enabled; written under @lock or while
 *	@stopping, read under RCU
 * @removed: ends the role after @dev was deleted by rtnetlink
 * @hooks: netfilter hooks, registered while enabled
 * @role: receiver of Mobility Headers, attached while enabled
 * @notifier: notices access links that come and go, registered while enabled
 * @anchors: anchors by prefix; writers hold RTNL, readers use RCU
 * @accesses: access links, which the anchors name; RTNL
 * @listen: lets access links that have come receive all multicasts
 * @n_anchors: number of anchors; written under RTNL
 * @anchors_version: changes whenever @anchors changes, never 0; written under RTNL
 * @bcache: binding cache.  It exists, empty, while the role is disabled, because
 *	the iterator of a netlink dump may still point into it
 * @hold: packets that wait for the proof of a care-of address, or for an absent node
 * @fib: routes of the bindings, while an anchor wants them
 * @rr: key and nonces of care-of tokens, started while enabled
 * @queue: Binding Updates whose signature waits to be verified
 * @verify_work: verifies the signatures of @queue one after the other
 * @verify_pace: limits the rate of @verify_work
 * @pki: used by @verify_work only; exists while enabled
 * @rsa: sizes of RSA keys that the kernel takes, set of &enum fama_key_size; written
 *	when the role is enabled
 * @probes: home addresses for which Duplicate Address Detection is under way
 * @secret: what tokens are made of
 * @life: the life of the role from enable to disable, and the one before; @lock
 * @resume: a checkpoint that is being resumed; @lock
 * @adopt: gives anchors to entries that came before them, see control/adopt.h
 * @seen: addresses that were seen on the access links, while enabled
 * @allow: who is admitted by name; kept when the role is disabled
 * @limits: of what any sender can cause, see limit.c; exist while enabled
 * @announcements: bound addresses that are announced again to their neighbours
 * @mrd: tells switches of the access links where the router is, see packet/mrd.h
 * @mrd.work: sends advertisements
 * @mrd.initial: number of advertisements that follow each other soon
 * @renumber: our own addresses in anchored prefixes, see control/renumber.h
 * @renumber.notifier: notices them, registered while enabled
 * @renumber.work: asks nodes for a Binding Update to another address of ours
 * @renumber.pause: jiffies until it asks them again
 * @settings: limits set by the administrator; kept when the role is disabled
 * @signer: our own key; kept when the role is disabled
 * @mib: counters; kept when the role is disabled
 *
 * As long as the role is disabled, nothing runs and no hook is registered.
 */
struct dar_net {
	struct net *net;
	struct mutex lock;	/* see above */
	bool enabled;
	bool stopping;
	bool draining;
	atomic_t forwards;
	struct net_device __rcu *dev;
	struct work_struct removed;
	struct nf_hook_ops hooks[DAR_HOOKS];
	struct fama_mhio_role role;
	struct notifier_block notifier;
	struct rhashtable anchors;
	struct dar_accesses accesses;
	struct work_struct listen;
	unsigned int n_anchors;
	u32 anchors_version;
	struct dar_bcache bcache;
	struct dar_hold hold;
	struct dar_fib fib;
	struct dar_rr rr;
	struct dar_queue queue;
	struct delayed_work verify_work;
	struct dar_pace verify_pace;
	struct fama_pki *pki;
	unsigned int rsa;
	struct dar_probes probes;
	struct dar_secret secret;
	struct dar_life life;
	struct dar_resume resume;
	struct work_struct adopt;
	struct dar_seen seen;
	struct dar_allow allow;
	struct dar_limits *limits;
	struct dar_announcements announcements;
	struct {
		struct delayed_work work;
		atomic_t initial;
	} mrd;
	struct {
		struct notifier_block notifier;
		struct delayed_work work;
		unsigned long pause;
	} renumber;
	struct dar_settings settings;
	struct dar_signer signer;
	struct dar_mib __percpu *mib;
};

extern unsigned int dar_net_id;

/* Find the state of a namespace. */
static inline struct dar_net *dar_net(const struct net *net)
{
	return net_generic(net, dar_net_id);
}

/**
 * dar_net_init() - initialize the state of a new namespace
 * @dn: the state, zeroed
 * @net: the namespace
 * @due: work of the binding cache, see dar_bcache_init()
 * @bound: see &struct dar_bcache_ops
 *
 * The files that own @adopt, @anchors, @fib.work, @listen, @removed, @verify_work, @probes,
 * @announcements, @mrd and @renumber initialize these.
 *
 * Return: 0, -ENOMEM.
 */
int dar_net_init(struct dar_net *dn, struct net *net, work_func_t due,
		 void (*bound)(struct dar_bcache *bc, struct dar_binding *b));

void dar_net_exit(struct dar_net *dn);

/**
 * dar_net_busy() - report that the role is being disabled
 * @extack: gets an error message; may be NULL
 *
 * Return: -EBUSY.
 */
int dar_net_busy(struct netlink_ext_ack *extack);

/**
 * dar_net_lock() - take dar_net.lock if the role is enabled
 * @dn: the namespace
 * @extack: gets an error message; may be NULL
 *
 * Return: 0, and the lock is held; -ENOTCONN: the role is not enabled; -EBUSY: it
 * is being disabled.
 */
int dar_net_lock(struct dar_net *dn, struct netlink_ext_ack *extack);

/* Is the role enabled?  Return: as dar_net_lock(), but the lock is not held. */
int dar_net_check(struct dar_net *dn, struct netlink_ext_ack *extack);

#endif /* _DAR_DAR_H */
