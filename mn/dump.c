// SPDX-License-Identifier: GPL-2.0-only
#include <net/genetlink.h>

#include "addr.h"
#include "anchor.h"
#include "dump.h"
#include "family.h"
#include "fill.h"
#include "link.h"
#include "mn.h"
#include "name.h"

static int dump_address(struct sk_buff *skb, struct netlink_callback *cb,
			const struct mn_net *mn, const struct mn_addr *a)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_ADDRESS_GET);

	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (mn_fill_address(skb, mn, a)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/*
 * The attributes were checked with the policy of the command for one address.
 * This is not done in the start callback: before 6.6 its extack is lost.
 */
static int dump_check(struct netlink_callback *cb)
{
	struct nlattr *addr = fama_genl_dump_attrs(cb)[MN_A_ADDRESS];

	if (!addr)
		return 0;
	NL_SET_ERR_MSG_ATTR(cb->extack, addr, "a list takes no address");
	return -EINVAL;
}

/*
 * cb->args[0] counts the addresses that were sent already; there are few.  A
 * reader of a list that changed meanwhile finds NLM_F_DUMP_INTR.
 */
int mn_dump_addresses(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	struct mn_addr *a;
	long i = 0;
	int err;

	err = dump_check(cb);
	if (err)
		return err;
	mutex_lock(&mn->lock);
	cb->seq = mn->addrs_version;
	list_for_each_entry(a, &mn->addrs, list) {
		if (i++ < cb->args[0])
			continue;
		if (dump_address(skb, cb, mn, a))
			break;
		cb->args[0] = i;
	}
	mutex_unlock(&mn->lock);
	return skb->len;
}

static int dump_link(struct sk_buff *skb, struct netlink_callback *cb,
		     struct mn_link *link)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_LINK_GET);

	if (!hdr || mn_fill_link(skb, link))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

static int dump_name(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct mn_name *name, enum mn_cmd cmd)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, cmd);

	if (!hdr || nla_put_string(skb, MN_A_NAME, name->text) ||
	    nla_put_u32(skb, MN_A_METRIC, name->metric))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

/* Is there no interface of this name? */
static bool dump_is_waited_for(const struct mn_net *mn,
			       const struct mn_name *name)
{
	const struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (mn_link_is_named(link, name->text))
			return false;
	return true;
}

/* All of them fit into one buffer: there are %MN_MAX_LINKS and %MN_MAX_NAMES at most. */
int mn_dump_links(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	struct mn_name *name;
	struct mn_link *link;
	int err = 0;

	if (cb->args[0]++)
		return 0;
	mutex_lock(&mn->lock);
	list_for_each_entry(link, &mn->links, list)
		err = err ?: dump_link(skb, cb, link);
	list_for_each_entry(name, &mn->names, list)
		if (!err && dump_is_waited_for(mn, name))
			err = dump_name(skb, cb, name, MN_CMD_LINK_GET);
	mutex_unlock(&mn->lock);
	return err ?: skb->len;
}

/* They fit into one buffer, too. */
int mn_dump_names(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	struct mn_name *name;
	int err = 0;

	if (cb->args[0]++)
		return 0;
	mutex_lock(&mn->lock);
	list_for_each_entry(name, &mn->names, list)
		err = err ?: dump_name(skb, cb, name, MN_CMD_NAME_GET);
	mutex_unlock(&mn->lock);
	return err ?: skb->len;
}

static int dump_anchor(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct mn_anchor *anchor)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_ANCHOR_GET);

	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (mn_fill_anchor(skb, anchor)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* In the way of mn_dump_addresses(). */
int mn_dump_anchors(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	const struct mn_anchor *anchor;
	long i = 0;

	mutex_lock(&mn->lock);
	cb->seq = mn->anchors_version;
	list_for_each_entry(anchor, &mn->anchors, list) {
		if (i++ < cb->args[0])
			continue;
		if (dump_anchor(skb, cb, anchor))
			break;
		cb->args[0] = i;
	}
	mutex_unlock(&mn->lock);
	return skb->len;
}

static int dump_permit(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct mn_permit *rule)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_PERMIT_GET);

	if (!hdr || mn_fill_permit(skb, rule))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

/* All of them fit into one buffer: there are %MN_MAX_PERMITS at most. */
int mn_dump_permits(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	unsigned int i;
	int err = 0;

	if (cb->args[0]++)
		return 0;
	mutex_lock(&mn->lock);
	for (i = 0; i < mn->permits.count && !err; i++)
		err = dump_permit(skb, cb, &mn->permits.rule[i]);
	mutex_unlock(&mn->lock);
	return err ?: skb->len;
}
