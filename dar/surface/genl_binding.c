// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dumps are open to all users, as those of neighbours and routes are.  A dump whose
 * entries changed while it was read has NLM_F_DUMP_INTR.
 */
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/sock.h>

#include "../control/flush.h"
#include "../message/fill.h"
#include "genl_binding.h"
#include "reply.h"

#define DUMP_BATCH	1024	/* entries between two calls of cond_resched() */

const struct nla_policy dar_genl_home_policy[DAR_GENL_HOME_MAX + 1] = {
	[DAR_A_HOME] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

int dar_genl_binding_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct dar_binding_view view;
	struct in6_addr home;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!dar_reply_given(info, DAR_A_HOME))
		return -EINVAL;
	home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);
	if (!dar_bcache_get(&dn->bcache, &home, &view) || !view.d.active) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DAR_A_HOME],
				    "this home address is not bound");
		return -ENOENT;
	}
	msg = dar_reply_new(info, DAR_CMD_BINDING_GET, GENLMSG_DEFAULT_SIZE,
			    &hdr);
	if (!msg)
		return -ENOMEM;
	err = dar_fill_binding(msg, &view);
	return dar_reply_send(info, msg, hdr, err);
}

/* Return: the home address of the request; NULL: the request is about all. */
static const struct in6_addr *genl_home(const struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[DAR_A_HOME];

	return attr ? nla_data(attr) : NULL;
}

int dar_genl_binding_flush(struct sk_buff *skb, struct genl_info *info)
{
	return dar_flush_bindings(dar_net(genl_info_net(info)),
				  genl_home(info), info->extack);
}

int dar_genl_memory_flush(struct sk_buff *skb, struct genl_info *info)
{
	return dar_flush_memory(dar_net(genl_info_net(info)), genl_home(info),
				info->extack);
}

/**
 * struct dump - state of a dump of the binding cache
 * @it: position
 * @restarts: number of times that the table was resized and the walk began again
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
int dar_genl_dump_start(struct netlink_callback *cb)
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

int dar_genl_dump_done(struct netlink_callback *cb)
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
		return dar_reply_entry(skb, cb, DAR_CMD_BINDING_GET,
				dump_fill_binding, &view);
	return dar_reply_entry(skb, cb, DAR_CMD_MEMORY_GET, dump_fill_memory, &view);
}

/* Both the generation of the cache and the number of restarts only grow. */
static void dump_generation(struct netlink_callback *cb)
{
	const struct dump *dump = (const struct dump *)cb->args[0];
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));

	/* 0 would mean that there are no generations. */
	cb->seq = dar_bcache_generation(&dn->bcache) + dump->restarts + 1;
}

/* The next entry.  If the table is resized, the walk begins again. */
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

/* Continue the walk.  The table may have been resized in the meantime. */
static void dump_walk(struct netlink_callback *cb) __acquires(RCU)
{
	struct dump *dump = (struct dump *)cb->args[0];

	if (rhashtable_walk_start_check(&dump->it))
		dump->restarts++;
	dump_generation(cb);
}

/*
 * The policy also belongs to commands that take an address.  This check is not made
 * in start, because kernels before 6.6 lose the error message of start.
 */
static int dump_check(struct netlink_callback *cb)
{
	struct nlattr *home = fama_genl_dump_attrs(cb)[DAR_A_HOME];

	if (!home)
		return 0;
	NL_SET_ERR_MSG_ATTR(cb->extack, home, "a dump cannot be limited to a home address");
	return -EINVAL;
}

/* rhashtable_walk_peek() finds the entry again for which there was no room. */
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

int dar_genl_dump_bindings(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_entries(skb, cb, true);
}

int dar_genl_dump_memory(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_entries(skb, cb, false);
}
