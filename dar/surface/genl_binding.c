// SPDX-License-Identifier: GPL-2.0-only
#include <net/sock.h>

#include <fama/given.h>

#include "../control/flush.h"
#include "../message/fill.h"
#include "dump.h"
#include "genl_binding.h"
#include "reply.h"

const struct nla_policy dar_genl_home_policy[DAR_GENL_HOME_MAX + 1] = {
	[DAR_A_HOME] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

int dar_genl_binding_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct dar_hold_view held = {};
	struct dar_binding_view view;
	struct dar_binding *b;
	struct in6_addr home;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!fama_given(info, DAR_A_HOME))
		return -EINVAL;
	home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);
	dar_bcache_get(&dn->bcache, &home, &view);
	dar_binding_data_wipe(&view.d);
	if (!view.d.active) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DAR_A_HOME],
				    "this home address is not bound");
		return -ENOENT;
	}
	msg = dar_reply_new(info, DAR_CMD_BINDING_GET, GENLMSG_DEFAULT_SIZE,
			    &hdr);
	if (!msg)
		return -ENOMEM;
	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, &home);
	if (b)
		dar_hold_look(&dn->hold, b, &held);
	rcu_read_unlock();
	err = dar_fill_binding(msg, &view) ?: dar_fill_held(msg, &held);
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

static u32 genl_generation(struct netlink_callback *cb)
{
	return dar_bcache_generation(&dar_net(sock_net(cb->skb->sk))->bcache);
}

int dar_genl_dump_start(struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));

	return dar_dump_start(cb, &dn->bcache.table, genl_generation);
}

/* An entry of a list. */
struct genl_entry {
	struct dar_binding_view view;
	struct dar_hold_view held;
};

static void genl_look(struct netlink_callback *cb, struct dar_binding *b,
		      struct genl_entry *entry)
{
	dar_binding_view(b, &entry->view);
	dar_binding_data_wipe(&entry->view.d);
	dar_hold_look(&dar_net(sock_net(cb->skb->sk))->hold, b, &entry->held);
}

static int genl_fill_binding(struct sk_buff *skb, const void *data)
{
	const struct genl_entry *entry = data;

	return dar_fill_binding(skb, &entry->view) ?:
	       dar_fill_held(skb, &entry->held);
}

static int genl_fill_memory(struct sk_buff *skb, const void *data)
{
	const struct genl_entry *entry = data;

	return dar_fill_memory(skb, &entry->view) ?:
	       dar_fill_held(skb, &entry->held);
}

static int genl_put_binding(struct sk_buff *skb, struct netlink_callback *cb,
			    void *b)
{
	struct genl_entry entry;

	genl_look(cb, b, &entry);
	return entry.view.d.active ?
	       dar_reply_entry(skb, cb, DAR_CMD_BINDING_GET, genl_fill_binding,
			       &entry) : 0;
}

static int genl_put_memory(struct sk_buff *skb, struct netlink_callback *cb,
			   void *b)
{
	struct genl_entry entry;

	genl_look(cb, b, &entry);
	return entry.view.d.active ? 0 :
	       dar_reply_entry(skb, cb, DAR_CMD_MEMORY_GET, genl_fill_memory,
			       &entry);
}

/*
 * The policy also belongs to commands that take an address.  This check is not made
 * in start, because kernels before 6.6 lose the error message of start.
 */
static int genl_check_dump(struct netlink_callback *cb)
{
	struct nlattr *home = fama_genl_dump_attrs(cb)[DAR_A_HOME];

	if (!home)
		return 0;
	NL_SET_ERR_MSG_ATTR(cb->extack, home, "a dump cannot be limited to a home address");
	return -EINVAL;
}

int dar_genl_dump_bindings(struct sk_buff *skb, struct netlink_callback *cb)
{
	return genl_check_dump(cb) ?: dar_dump_entries(skb, cb,
						       genl_put_binding);
}

int dar_genl_dump_memory(struct sk_buff *skb, struct netlink_callback *cb)
{
	return genl_check_dump(cb) ?: dar_dump_entries(skb, cb,
						       genl_put_memory);
}
