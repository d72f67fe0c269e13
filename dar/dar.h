/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dar.ko: what its files share.  Calls go downwards only: main, genl, sysfs;
 * config, bu, verify, detect, expire, coti; prefix, dev, proxy, ack, tell;
 * bcache; decide, credit, rr, fq, pace, nd, setting, stats.  The exceptions are
 * notifications, which any of them may send, and what neighbours say, which
 * proxy tells detect.
 */
#ifndef _DAR_H
#define _DAR_H

#include <linux/hashtable.h>
#include <linux/if.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/ratelimit.h>
#include <linux/siphash.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include <fama/mhio.h>
#include <fama/pki.h>

#include "bcache.h"
#include "pure/address.h"
#include "pure/decide.h"
#include "pure/fq.h"
#include "pure/nd.h"
#include "pure/pace.h"
#include "pure/rr.h"
#include "pure/setting.h"
#include "signer.h"
#include "pure/stats.h"

#define DAR_DEV_HOOKS		2	/* of dev.c */
#define DAR_ANCHOR_BITS		6	/* buckets of the anchor table: 64 */

/* Defaults of the settings; Documentation/dar.rst says how they are chosen. */
#define DAR_QUEUE_MAX		64	/* signatures waiting: 10 ms of RSA */
#define DAR_VERIFY_RATE		5000	/* half of a processor */
#define DAR_REFUSAL_RATE	1000

/**
 * struct dar_anchor - a prefix that is anchored here
 * @node: in dar_net.anchors
 * @rcu: frees
 * @prefix: 64 bits, the rest zero
 * @ifindex: access link
 * @dev: the same; RTNL, as the anchor goes before its device does
 * @policy: what it asks of its nodes
 *
 * Constant while it can be found: a change replaces it.
 */
struct dar_anchor {
	struct hlist_node node;
	struct rcu_head rcu;
	struct in6_addr prefix;
	int ifindex;
	struct net_device *dev;
	struct dar_policy policy;
};

/**
 * struct dar_queue - Binding Updates whose signature waits for verification
 * @lock: @fq, @key, @rekey; BH
 * @fq: they, fair by source prefix; has buckets while enabled
 * @key: of the hash that finds the bucket, so that nobody can aim at another's
 * @rekey: jiffies, when @key is replaced: who shares a bucket with a flood by
 *	chance does not for long
 * @pace: of @work
 * @pki: of the message that @work looks at, nobody else uses it; there while
 *	enabled
 * @work: verifies them, one after the other
 */
struct dar_queue {
	spinlock_t lock;	/* see above */
	struct dar_fq fq;
	siphash_key_t key;
	unsigned long rekey;
	struct dar_pace pace;
	struct fama_pki *pki;
	struct delayed_work work;
};

/**
 * struct dar_detection - Binding Updates whose home address is being probed
 * @lock: @list, @len; BH
 * @list: they
 * @len: number of them; read without @lock
 * @work: ends detections
 */
struct dar_detection {
	spinlock_t lock;	/* see above */
	struct list_head list;
	unsigned int len;
	struct delayed_work work;
};

/**
 * struct dar_net - the role in one namespace
 * @net: the namespace
 * @lock: configuration: @enabled, @stopping, which anchors are made; taken
 *	before RTNL.  Not held while all bindings are walked through
 * @enabled: the role serves; written under @lock
 * @stopping: a disable is under way, and nobody else changes anything; @lock
 * @dev: the tunnel device, NULL unless enabled; written under @lock or while
 *	@stopping, RCU
 * @hooks: what steers packets, registered while enabled
 * @role: receiver of Mobility Headers, attached while enabled
 * @notifier: tells when an access link goes away, registered while enabled
 * @anchors: by prefix; writers under RTNL, readers RCU
 * @n_anchors: number of them; written under RTNL
 * @anchors_version: grows with each change of @anchors; written under RTNL,
 *	never 0
 * @bcache: binding cache, which has its own lock.  It outlives a disable,
 *	empty, because the iterator of a dump may be parked in it
 * @rr: what makes care-of tokens, started while enabled
 * @queue: work that must sleep
 * @detection: what waits for the end of Duplicate Address Detection
 * @sweep: ends the bindings whose anchor is gone
 * @drop_events: bounds the notifications that any stranger can cause
 * @refusals: bounds the answers that any stranger can cause
 * @errors: bounds the Binding Errors that any stranger can cause
 * @proxy: bounds the answers to Neighbor Solicitations
 * @settings: bounds; they outlive a disable
 * @signer: our own key, which outlives a disable; has its own lock
 * @mib: counters; they outlive a disable
 *
 * Nothing runs and nothing is hooked until enabled.
 */
struct dar_net {
	struct net *net;
	struct mutex lock;	/* see above */
	bool enabled;
	bool stopping;
	struct net_device __rcu *dev;
	struct nf_hook_ops hooks[DAR_DEV_HOOKS];
	struct fama_mhio_role role;
	struct notifier_block notifier;
	DECLARE_HASHTABLE(anchors, DAR_ANCHOR_BITS);
	unsigned int n_anchors;
	u32 anchors_version;
	struct dar_bcache bcache;
	struct dar_rr rr;
	struct dar_queue queue;
	struct dar_detection detection;
	struct work_struct sweep;
	struct ratelimit_state drop_events;
	struct dar_pace refusals;
	struct dar_pace errors;
	struct dar_pace proxy;
	struct dar_settings settings;
	struct dar_signer signer;
	struct dar_mib __percpu *mib;
};

extern unsigned int dar_net_id;

static inline struct dar_net *dar_net(const struct net *net)
{
	return net_generic(net, dar_net_id);
}

/* config.c */

/**
 * dar_enable() - start serving in a namespace
 * @dn: the namespace
 * @name: of the tunnel device
 * @extack: says what is wrong; may be NULL
 *
 * Return: 0, -EALREADY, -EINVAL for the name, -EEXIST when it is taken, -ENOENT:
 * no RSA, -ENOMEM.
 */
int dar_enable(struct dar_net *dn, const char *name,
	       struct netlink_ext_ack *extack);

/*
 * Forget all, remove the device.  -ENOTCONN unless enabled.  Until it is done
 * every other change gets -EBUSY.
 */
int dar_disable(struct dar_net *dn, struct netlink_ext_ack *extack);

/* The same at the end of the namespace: wait for whoever disables it, too. */
void dar_shut_down(struct dar_net *dn);

/* Anchor a prefix: @want->prefix, ifindex, policy. */
int dar_anchor_new(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack);

/**
 * dar_anchor_set() - change the policy of an anchor; its bindings stay
 * @dn: the namespace
 * @prefix: of the anchor
 * @edit: changes the policy as it is, under locks
 * @arg: second argument of @edit
 * @extack: says what is wrong; may be NULL
 *
 * Return: 0, -ENOTCONN, -ENOENT, -ENOMEM.
 */
int dar_anchor_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg, struct netlink_ext_ack *extack);

/* End an anchor and its bindings, and tell the nodes. */
int dar_anchor_del(struct dar_net *dn, const struct in6_addr *prefix,
		   struct netlink_ext_ack *extack);

/**
 * dar_set() - change settings, all or none
 * @dn: the namespace
 * @change: what is to change
 * @extack: says what is wrong; may be NULL
 *
 * Return: 0, -ENOTCONN, -EINVAL for nothing to change, -ERANGE.
 */
int dar_set(struct dar_net *dn, const struct dar_change *change,
	    struct netlink_ext_ack *extack);

/**
 * dar_try_set() - the same, for those whom a removal of the device waits for
 * @dn: the namespace
 * @change: what is to change
 *
 * Return: as dar_set(), or -EAGAIN: the configuration is being changed by
 * someone else, perhaps by who removes the device: let go of it.
 */
int dar_try_set(struct dar_net *dn, const struct dar_change *change);

/* End all bindings, or that of @home, and tell the nodes. */
int dar_flush(struct dar_net *dn, const struct in6_addr *home,
	      struct netlink_ext_ack *extack);

/*
 * Forget all that is remembered without being bound, or @home: -ENOENT when
 * there is nothing of it.
 */
int dar_memory_flush(struct dar_net *dn, const struct in6_addr *home,
		     struct netlink_ext_ack *extack);

/* prefix.c */

/* The anchor of an address, NULL without one.  RCU read side. */
struct dar_anchor *dar_prefix_find(const struct dar_net *dn,
				   const struct in6_addr *addr);

/* Is it the home address of a binding, which is anchored.  RCU read side. */
bool dar_is_bound(struct dar_net *dn, const struct in6_addr *addr);

/* The same of a packet's address, with BH off; see dar_bcache_find_bh(). */
bool dar_is_bound_bh(struct dar_net *dn, const struct in6_addr *addr);

/* Seconds of valid lifetime left, U32_MAX: no end.  RCU read side. */
u32 dar_prefix_valid(const struct dar_net *dn, const struct dar_anchor *a);

int dar_prefix_add(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack);
int dar_prefix_del(struct dar_net *dn, const struct in6_addr *prefix);
int dar_prefix_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg);

/* Without a device, or all: 0.  RTNL.  Return: how many there were. */
unsigned int dar_prefix_del_device(struct dar_net *dn, int ifindex);

/* bu.c */

/**
 * struct dar_fresh - what a verified signature brings
 * @phkt: the new token
 * @cipher: the same, encrypted to the mobile node
 * @cipher_len: octets of it
 */
struct dar_fresh {
	u8 phkt[FAMA_TOKEN_LEN];
	u8 cipher[FAMA_PKI_MAX_LEN];
	size_t cipher_len;
};

/* A Binding Update came; softirq, RCU read side. */
void dar_bu_rx(struct net *net, const struct fama_mhio_rx *rx);

/* A Mobility Header that is none came; same context. */
void dar_bu_malformed(struct net *net, const struct fama_mhio_rx *rx,
		      enum fama_mhio_drop why);

/**
 * dar_bu_settle() - decide, write the cache, answer
 * @dn: the namespace
 * @bu: the message
 * @fresh: its CGA and signature have been verified; NULL: not yet
 *
 * Return: false: nothing was done, the signature has to be verified.
 */
bool dar_bu_settle(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_fresh *fresh);

/* The same once the home address was found to be free, see dar_detect(). */
void dar_bu_settle_detected(struct dar_net *dn, const struct dar_bu *bu,
			    const struct dar_fresh *fresh);

/* Decide, no more; @fresh as above. */
struct dar_verdict dar_bu_judge(struct dar_net *dn, const struct dar_bu *bu,
				const struct dar_fresh *fresh);

/* Count, report, and answer if the verdict says so; not of acceptance. */
void dar_bu_reject(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_verdict *v);

/* coti.c */

/* A Care-of Test Init came; softirq, RCU read side. */
void dar_coti_rx(struct net *net, const struct fama_mhio_rx *rx);

/* detect.c */

/**
 * dar_detect() - look whether a home address is in use on its access link
 * @dn: the namespace
 * @bu: a Binding Update that passed all checks
 * @fresh: what its signature brought, or NULL
 *
 * Ends in dar_bu_settle_detected() or in a refusal.
 * Context: any up to softirq; copies what it needs.
 */
void dar_detect(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_fresh *fresh);
void dar_detect_init(struct dar_net *dn);
/* Drop what waits.  The caller has stopped all who add. */
void dar_detect_stop(struct dar_net *dn);
/* What neighbours say may be the answer to a probe; softirq. */
void dar_detect_hear(struct dar_net *dn, const struct net_device *dev,
		     const struct dar_nd *nd);

/* verify.c */
int dar_verify_module_init(void);
void dar_verify_module_exit(void);
void dar_verify_init(struct dar_net *dn);
/* Make room for what will wait.  Return: 0, -ENOMEM, or there is no RSA. */
int dar_verify_start(struct dar_net *dn);
/* Drop what waits.  The caller has stopped all who add. */
void dar_verify_stop(struct dar_net *dn);
/* Queue a Binding Update that dar_bu_settle() wants verified, or refuse it. */
void dar_verify(struct dar_net *dn, const struct dar_bu *bu);
/* How many wait, at this moment. */
unsigned int dar_verify_queued(const struct dar_net *dn);

/* ack.c */

/**
 * dar_ack_send() - send a BA (RFC 6275 section 9.5.4)
 * @dn: the namespace
 * @bu: what is answered
 * @v: status, sequence number, lifetime, key of the authenticator
 * @fresh: carries a new PHKT, or NULL
 *
 * With a PHKT it is signed if that is asked for and a key fits our address.
 *
 * Context: any; with @fresh it may sleep.
 */
void dar_ack_send(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v, const struct dar_fresh *fresh);

/* expire.c */
void dar_expire_work(struct work_struct *work);
void dar_sweep_work(struct work_struct *work);
/* End all bindings whose home address is not anchored (any more). */
void dar_sweep(struct dar_net *dn);
/* Boot time when replay memory of an address may go, or %DAR_NEVER. */
u64 dar_forget_time(struct dar_net *dn, const struct in6_addr *home);
/* End a binding and remember it.  Return: as dar_bcache_set(). */
int dar_binding_end(struct dar_net *dn, const struct dar_binding_view *view);
/* The same, and tell its node.  Return: same. */
int dar_binding_revoke(struct dar_net *dn, const struct dar_binding_view *view);

/* proxy.c */

/**
 * dar_proxy_watch() - have a device receive what neighbours ask each other
 * @dev: access link
 * @before: policy of an anchor there, NULL: there was none
 * @after: what it becomes, NULL: none
 *
 * Context: RTNL.
 * Return: 0, -EOVERFLOW.
 */
int dar_proxy_watch(struct net_device *dev, const struct dar_policy *before,
		    const struct dar_policy *after);

/* A binding began: neighbours shall send to us.  Any context, BH too. */
void dar_proxy_begin(struct dar_net *dn, const struct in6_addr *home);

/*
 * Something came that neighbours may have said or asked; PRE_ROUTING.
 * Return: true: it asked for a bound address, and that was seen to.
 */
bool dar_proxy_rx(struct dar_net *dn, struct sk_buff *skb);

/* dev.c */
int dar_dev_create(struct dar_net *dn, const char *name);
void dar_dev_destroy(struct dar_net *dn);

/* sysfs.c */
extern const struct attribute_group dar_sysfs_group;

/* genl.c */
int dar_genl_init(void);
void dar_genl_exit(void);

/* event.c */
void dar_notify_bu(struct dar_net *dn, const struct dar_bu *bu);
void dar_notify_ba(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_verdict *v);
void dar_notify_binding(struct dar_net *dn,
			const struct dar_binding_view *view, u64 time);
void dar_notify_expire(struct dar_net *dn,
		       const struct dar_binding_view *view);
/* @bu: NULL when the message could not be parsed; @status: 0: no answer. */
void dar_notify_drop(struct dar_net *dn, const struct fama_mhio_rx *rx,
		     const struct dar_bu *bu, enum dar_stat reason, u8 status);

#endif /* _DAR_H */
