// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/sizes.h>
#include <linux/user_namespace.h>

#include <fama/rtnl.h>

#include "dar.h"

/* Default settings; Documentation/router.rst tells how they were chosen. */
#define DAR_QUEUE_MAX		64	/* signatures, 10 ms of RSA operations */
#define DAR_VERIFY_RATE		5000	/* takes half of a processor */
#define DAR_REFUSAL_RATE	1000
#define DAR_UNVERIFIED_LIFETIME	30	/* s: the proof takes a round trip */
#define DAR_HOLD_PACKETS	1024	/* 1,000 packets a second for 1 s */
#define DAR_HOLD_OCTETS		SZ_1M
#define DAR_HOLD_AGE		5000	/* ms: two retransmissions of a Binding Update */
#define DAR_HOLD_MEMORY		SZ_64M

unsigned int dar_net_id __ro_after_init;
EXPORT_SYMBOL_NS_GPL(dar_net_id, DAR_TEST_NS);

static const struct dar_settings dar_default_settings = {
	.max_bindings = DAR_BINDINGS_MAX,
	.max_remembered = DAR_REMEMBERED_MAX,
	.queue_max = DAR_QUEUE_MAX,
	.verify_rate = DAR_VERIFY_RATE,
	.refusal_rate = DAR_REFUSAL_RATE,
	.unverified_lifetime = DAR_UNVERIFIED_LIFETIME,
	.fib_protocol = FAMA_RTPROT,
	.hold_packets = DAR_HOLD_PACKETS,
	.hold_octets = DAR_HOLD_OCTETS,
	.hold_age = DAR_HOLD_AGE,
	.hold_memory = DAR_HOLD_MEMORY,
};

/* A binding has ended: nobody waits for the proof, and its route has to go. */
static void net_unbound(struct dar_bcache *bc, struct dar_binding *b)
{
	struct dar_net *dn = container_of(bc, struct dar_net, bcache);

	dar_hold_drop(&dn->hold, b);
	dar_fib_want(&dn->fib, &b->home, false);
}

/* Nothing waits for an entry that nobody finds. */
static void net_removed(struct dar_bcache *bc, struct dar_binding *b)
{
	dar_hold_close(&container_of(bc, struct dar_net, bcache)->hold, b);
}

/*
 * A copy of a message, which proves the care-of address with one of the nonces until now,
 * must not be news because the address was forgotten.
 */
static u16 net_forgotten(struct dar_bcache *bc)
{
	return dar_rr_close(&container_of(bc, struct dar_net, bcache)->rr);
}

int dar_net_init(struct dar_net *dn, struct net *net, work_func_t due,
		 void (*bound)(struct dar_bcache *bc, struct dar_binding *b))
{
	const struct dar_bcache_ops ops = {
		.bound = bound,
		.unbound = net_unbound,
		.removed = net_removed,
		.forgotten = net_forgotten,
	};
	int err;

	dn->net = net;
	mutex_init(&dn->lock);
	dn->anchors_version = 1;
	atomic_set(&dn->forwards, 1);
	dn->settings = dar_default_settings;
	dar_rr_init(&dn->rr);
	dar_queue_init(&dn->queue);
	dar_signer_init(&dn->signer);
	dn->mib = alloc_percpu(struct dar_mib);
	if (!dn->mib)
		return -ENOMEM;
	dar_hold_init(&dn->hold, net, &dn->settings, dn->mib);
	dar_fib_init(&dn->fib, dn->mib);
	err = dar_bcache_init(&dn->bcache, due, &ops);
	if (err)
		goto err_mib;
	dn->bcache.limited = net->user_ns != &init_user_ns;
	err = dar_allow_init(&dn->allow);
	if (err)
		goto err_bcache;
	err = dar_seen_init(&dn->seen);
	if (err)
		goto err_allow;
	return 0;

err_allow:
	dar_allow_exit(&dn->allow);
err_bcache:
	dar_bcache_exit(&dn->bcache);
err_mib:
	free_percpu(dn->mib);
	return err;
}

void dar_net_exit(struct dar_net *dn)
{
	dar_secret_exit(&dn->secret);
	dar_seen_exit(&dn->seen);
	dar_allow_exit(&dn->allow);
	dar_bcache_exit(&dn->bcache);
	dar_signer_exit(&dn->signer);
	free_percpu(dn->mib);
}

int dar_net_busy(struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "the router is being disabled in this namespace");
	return -EBUSY;
}

int dar_net_lock(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&dn->lock);
	if (dn->enabled)
		return 0;
	if (dn->stopping) {
		err = dar_net_busy(extack);
	} else {
		NL_SET_ERR_MSG(extack, "the router is not enabled in this namespace");
		err = -ENOTCONN;
	}
	mutex_unlock(&dn->lock);
	return err;
}

int dar_net_check(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (!err)
		mutex_unlock(&dn->lock);
	return err;
}
