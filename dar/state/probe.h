/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Home addresses for which Duplicate Address Detection is under way, each with the
 * Binding Update that waits for its result.
 */
#ifndef _DAR_PROBE_H
#define _DAR_PROBE_H

#include <linux/compiler.h>
#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <fama/mhio_types.h>

#include "../pure/bu.h"
#include "../pure/nd.h"
#include "phkt.h"

#define DAR_PROBES_BITS	10	/* the table has 1024 buckets */

/**
 * struct dar_probes - the addresses of a namespace
 * @lock: protects @list, @len and the contents of each &struct dar_probe; BH
 * @list: the addresses, the one probed first comes first
 * @table: the same by a hash of the address
 * @seed: of the hash, random
 * @len: number of them; read without @lock
 * @work: runs when the detection of an address ends
 */
struct dar_probes {
	spinlock_t lock;	/* see above */
	struct list_head list;
	DECLARE_HASHTABLE(table, DAR_PROBES_BITS);
	u32 seed;
	unsigned int len;
	struct delayed_work work;
};

/**
 * struct dar_probe - an address, and the Binding Update that waits
 * @list: in dar_probes.list
 * @node: in dar_probes.table
 * @ifindex: access link
 * @due: time in jiffies when the address is found to be free
 * @nonce: nonce of the probe that we sent: the link may loop the probe back to us
 *	(RFC 7527)
 * @taken: another node has the address, or probes it
 * @signed_bu: @fresh is valid
 * @fresh: new PHKT, as the signature of the message has been verified
 * @home: the address
 * @rx: the message, points into @data
 * @data: the Mobility Header
 */
struct dar_probe {
	struct list_head list;
	struct hlist_node node;
	int ifindex;
	unsigned long due;
	u8 nonce[DAR_ND_NONCE_LEN];
	bool taken;
	bool signed_bu;
	struct dar_phkt fresh;
	struct in6_addr home;
	struct fama_mhio_rx rx;
	u8 data[];
};

/**
 * dar_probe_new() - copy a Binding Update, and choose a nonce
 * @bu: the message
 * @fresh: new PHKT, or NULL
 *
 * The caller sets @ifindex and @due, and frees it with kfree_sensitive().
 * Context: any up to softirq.
 * Return: NULL: no memory.
 */
struct dar_probe *dar_probe_new(const struct dar_bu *bu,
				const struct dar_phkt *fresh);

void dar_probes_init(struct dar_probes *p, work_func_t work);

/**
 * dar_probes_add() - add an address, or replace the message that waits for it
 * @p: the addresses
 * @probe: address and message
 * @first: result: the address was not there before
 *
 * Return: what is not in the list any more and has to be freed: NULL, @probe
 * (there are too many addresses, or a newer message waits), or the former
 * message.
 */
struct dar_probe *dar_probes_add(struct dar_probes *p, struct dar_probe *probe,
				 bool *first);

/* Remove an address whose detection ended, or any if @any.  NULL: none. */
struct dar_probe *dar_probes_pop(struct dar_probes *p, bool any);

/* Have the work run when the first detection ends. */
void dar_probes_arm(struct dar_probes *p);

/**
 * dar_probes_hear() - note that a neighbour claims an address
 * @p: the addresses
 * @ifindex: link on which the message came
 * @nd: what the neighbour sent
 *
 * Context: softirq.
 */
void dar_probes_hear(struct dar_probes *p, int ifindex,
		     const struct dar_nd *nd);

#endif /* _DAR_PROBE_H */
