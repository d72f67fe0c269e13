// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of the family "dar".  They are open to all users, as the neighbour
 * table and the routes are.  A list that changed while it was read says so by
 * NLM_F_DUMP_INTR.
 */
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/sock.h>

#include <uapi/linux/dar.h>

#include "genl.h"

#define DUMP_BATCH	1024	/* entries between two reschedules */

/* One entry of a list; -EMSGSIZE: the next message has room for it. */
static int dump_put(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		    int (*fill)(struct sk_buff *skb, const void *entry),
		    const void *entry)
{
	void *hdr;

	hdr = dar_genl_put(skb, NETLINK_CB(cb->skb).portid,
			   cb->nlh->nlmsg_seq, NLM_F_MULTI, cmd);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (fill(skb, entry)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

static int dump_fill_anchor(struct sk_buff *skb, const void *entry)
{
	return dar_fill_anchor(skb, entry);
}

/* There are few anchors: resume by number. */
int dar_dump_anchors(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));
	long n = 0, start = cb->args[0];
	const struct dar_anchor *a;
	int bucket;

	rcu_read_lock();
	/* ORDER: before the entries; pairs with prefix_changed() */
	cb->seq = smp_load_acquire(&dn->anchors_version);
	hash_for_each_rcu(dn->anchors, bucket, a, node) {
		if (n++ < start)
			continue;
		if (dump_put(skb, cb, DAR_CMD_ANCHOR_GET, dump_fill_anchor, a))
			break;
		cb->args[0] = n;
	}
	rcu_read_unlock();
	return skb->len;
}

/**
 * struct dump - a list that is being read from the binding cache
 * @it: how far
 * @restarts: how often the table was resized, upon which all comes again
 */
struct dump {
	struct rhashtable_iter it;
	u32 restarts;
};

/*
 * The iterator stays in the table between two calls.  The table lives as long
 * as the namespace, which the socket holds, and the module, which the dump
 * holds; a disable in between empties it.
 */
int dar_dump_start(struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));
	struct dump *dump;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	rhashtable_walk_enter(&dn->bcache.table, &dump->it);
	cb->args[0] = (long)dump;
	return 0;
}

int dar_dump_done(struct netlink_callback *cb)
{
	struct dump *dump = (struct dump *)cb->args[0];

	rhashtable_walk_exit(&dump->it);
	kfree(dump);
	return 0;
}

static int dump_fill_binding(struct sk_buff *skb, const void *entry)
{
	return dar_fill_binding(skb, entry);
}

static int dump_fill_memory(struct sk_buff *skb, const void *entry)
{
	return dar_fill_memory(skb, entry);
}

static int dump_entry(struct sk_buff *skb, struct netlink_callback *cb,
		      struct dar_binding *b, bool active)
{
	struct dar_binding_view view;

	dar_binding_view(b, &view);
	if (view.d.active != active)
		return 0;
	if (active)
		return dump_put(skb, cb, DAR_CMD_BINDING_GET,
				dump_fill_binding, &view);
	return dump_put(skb, cb, DAR_CMD_MEMORY_GET, dump_fill_memory, &view);
}

/* Of the cache and of this walk through it: both only grow. */
static void dump_generation(struct netlink_callback *cb)
{
	const struct dump *dump = (const struct dump *)cb->args[0];
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));

	/* 0 would say that there are no generations. */
	cb->seq = dar_bcache_generation(&dn->bcache) + dump->restarts + 1;
}

/* -EAGAIN: the table was resized, the walk began anew. */
static struct dar_binding *dump_next(struct netlink_callback *cb, bool peek)
{
	struct dump *dump = (struct dump *)cb->args[0];
	struct dar_binding *b;

	b = peek ? rhashtable_walk_peek(&dump->it) :
		   rhashtable_walk_next(&dump->it);
	while (IS_ERR(b)) {
		dump->restarts++;
		dump_generation(cb);
		b = rhashtable_walk_next(&dump->it);
	}
	return b;
}

/* Go on where the table may have been resized in the meantime. */
static void dump_walk(struct netlink_callback *cb) __acquires(RCU)
{
	struct dump *dump = (struct dump *)cb->args[0];

	if (rhashtable_walk_start_check(&dump->it))
		dump->restarts++;
	dump_generation(cb);
}

/*
 * The policy is that of commands which take an address.  Not in start: before
 * 6.6 what it says is lost.
 */
static int dump_check(struct netlink_callback *cb)
{
	struct nlattr *home = fama_genl_dump_attrs(cb)[DAR_A_HOME];

	if (!home)
		return 0;
	NL_SET_ERR_MSG_ATTR(cb->extack, home, "a list takes no home address");
	return -EINVAL;
}

/* The entry that did not fit is found again by rhashtable_walk_peek(). */
static int dump_entries(struct sk_buff *skb, struct netlink_callback *cb,
			bool active)
{
	struct dump *dump = (struct dump *)cb->args[0];
	struct dar_binding *b;
	unsigned int n = 0;
	int err;

	err = dump_check(cb);
	if (err)
		return err;
	dump_walk(cb);
	for (b = dump_next(cb, true); b; b = dump_next(cb, false)) {
		if (dump_entry(skb, cb, b, active))
			break;
		if (++n % DUMP_BATCH)
			continue;
		rhashtable_walk_stop(&dump->it);
		cond_resched();
		dump_walk(cb);
	}
	rhashtable_walk_stop(&dump->it);
	return skb->len;
}

int dar_dump_bindings(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_entries(skb, cb, true);
}

int dar_dump_memory(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_entries(skb, cb, false);
}
