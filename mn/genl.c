// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <net/genetlink.h>

#include "mn.h"

#define GENL_KEY_MAX	2048	/* octets of a PKCS#1 key in DER */
#define GENL_NAME_MAX	32	/* octets of the name of a counter */
#define GENL_SCALARS	24	/* more than genl_put_node() has */
#define GENL_KEPT_LEN	48	/* "tcp N, udp N, raw N" */
#define GENL_EVENT_LEN	512	/* more than the largest event */

static struct genl_family mn_genl_family;

enum {
	MN_GENL_GRP_EVENTS,
};

static const struct genl_multicast_group mn_genl_groups[] = {
	[MN_GENL_GRP_EVENTS] = { .name = MN_GENL_MCGRP_EVENTS },
};

static const struct nla_policy genl_enable_policy[] = {
	[MN_A_DEVICE]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[MN_A_IFINDEX]	= NLA_POLICY_MIN(NLA_S32, 1),
	[MN_A_KEY]	= { .type = NLA_BINARY, .len = GENL_KEY_MAX },
	[MN_A_MODIFIER]	= NLA_POLICY_EXACT_LEN(FAMA_CGA_MODIFIER_LEN),
	[MN_A_SEC]	= NLA_POLICY_MAX(NLA_U8, 7),
};

static const struct nla_policy genl_address_policy[] = {
	[MN_A_ADDRESS]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

static const struct nla_policy genl_keep_policy[] = {
	[MN_A_ADDRESS]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[MN_A_KEEP]	= NLA_POLICY_MAX(NLA_U8, MN_KEEP_AUTO),
};

static const struct nla_policy genl_link_policy[] = {
	[MN_A_IFINDEX]	= NLA_POLICY_MIN(NLA_S32, 1),
	[MN_A_METRIC]	= NLA_POLICY_RANGE(NLA_U32, 1, MN_MAX_METRIC),
};

static const struct nla_policy genl_set_policy[] = {
	[MN_A_KEY]	= { .type = NLA_BINARY, .len = GENL_KEY_MAX },
	[MN_A_MODIFIER]	= NLA_POLICY_EXACT_LEN(FAMA_CGA_MODIFIER_LEN),
	[MN_A_SEC]	= NLA_POLICY_MAX(NLA_U8, 7),
	[MN_A_POLICY]	= NLA_POLICY_MAX(NLA_U8, MN_POLICY_MANUAL),
	[MN_A_IDLE_TIME] = NLA_POLICY_MAX(NLA_U32, MN_MAX_IDLE),
	[MN_A_MAX_ADDRESSES] = NLA_POLICY_RANGE(NLA_U32, 1, MN_MAX_ADDRESSES),
	[MN_A_TRANSIENT_MARK] = { .type = NLA_U32 },
	[MN_A_TRANSIENT_MASK] = { .type = NLA_U32 },
	[MN_A_TRANSIENT_CGROUP] = { .type = NLA_U64 },
	[MN_A_SIGNED_ACK] = NLA_POLICY_MAX(NLA_U8, MN_SIGNED_ACK_REQUIRE),
	[MN_A_EARLY_TOKEN] = NLA_POLICY_MAX(NLA_U8, 1),
};

static struct mn_net *genl_mn(struct genl_info *info)
{
	return mn_net(genl_info_net(info));
}

static struct in6_addr genl_in6(const struct nlattr *nla)
{
	return nla_get_in6_addr(nla);
}

/* Is there an attribute that the command cannot do without. */
static bool genl_given(const struct genl_info *info, int attr)
{
	if (info->attrs[attr])
		return true;
	NL_SET_ERR_MSG(info->extack, "a required attribute is missing");
	NL_SET_ERR_ATTR_MISS(info->extack, NULL, attr);
	return false;
}

static int genl_ifindexes(struct genl_info *info, int *ifindex)
{
	struct nlattr *nla;
	int rem, count = 0;

	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(nla) != MN_A_IFINDEX)
			continue;
		if (count == MN_MAX_LINKS) {
			NL_SET_ERR_MSG_ATTR(info->extack, nla,
					    "too many devices");
			return -E2BIG;
		}
		ifindex[count++] = nla_get_s32(nla);
	}
	return count;
}

static const char *genl_device(struct genl_info *info)
{
	struct nlattr *nla = info->attrs[MN_A_DEVICE];
	const char *name = nla ? nla_data(nla) : "mn0";

	if (dev_valid_name(name) && !strchr(name, '%'))
		return name;
	NL_SET_ERR_MSG_ATTR(info->extack, nla, "not a name for a device");
	return NULL;
}

static struct mn_key *genl_key(struct genl_info *info)
{
	struct nlattr **tb = info->attrs;
	struct mn_key *key;

	if (!genl_given(info, MN_A_KEY) || !genl_given(info, MN_A_MODIFIER) ||
	    !genl_given(info, MN_A_SEC))
		return ERR_PTR(-EINVAL);
	key = mn_key_new(nla_data(tb[MN_A_KEY]), nla_len(tb[MN_A_KEY]),
			 nla_data(tb[MN_A_MODIFIER]), nla_get_u8(tb[MN_A_SEC]),
			 info->extack);
	if (IS_ERR(key))
		NL_SET_BAD_ATTR(info->extack, tb[MN_A_KEY]);
	return key;
}

/* The socket's copy of the request lives on for a while. */
static void genl_wipe_key(struct genl_info *info)
{
	struct nlattr *key = info->attrs[MN_A_KEY];

	if (key)
		memzero_explicit(nla_data(key), nla_len(key));
}

static int genl_try_enable(struct genl_info *info)
{
	struct mn_net *mn = genl_mn(info);
	const char *name = genl_device(info);
	int ifindex[MN_MAX_LINKS], count, err;
	struct mn_key *key;

	if (!name || !genl_given(info, MN_A_IFINDEX))
		return -EINVAL;
	count = genl_ifindexes(info, ifindex);
	if (count < 0)
		return count;
	key = genl_key(info);
	if (IS_ERR(key))
		return PTR_ERR(key);
	err = mn_config_enable(mn, name, key, ifindex, count, info->extack);
	if (err)
		mn_key_put(key);
	return err;
}

static int genl_enable(struct sk_buff *skb, struct genl_info *info)
{
	int err = genl_try_enable(info);

	genl_wipe_key(info);
	return err;
}

static int genl_disable(struct sk_buff *skb, struct genl_info *info)
{
	int err = mn_config_disable(genl_mn(info));

	if (err)
		NL_SET_ERR_MSG(info->extack, "mobile node is not enabled");
	return err;
}

static int genl_put_counters(struct sk_buff *skb, const struct mn_stats *stats)
{
	struct nlattr *all, *one;
	unsigned int i;

	all = nla_nest_start(skb, MN_A_COUNTERS);
	if (!all)
		return -EMSGSIZE;
	for (i = 0; i < MN_STAT_COUNT; i++) {
		one = nla_nest_start(skb, MN_A_COUNTER);
		if (!one ||
		    nla_put_string(skb, MN_A_COUNTER_NAME, mn_stats_name(i)) ||
		    nla_put_u64_64bit(skb, MN_A_COUNTER_VALUE,
				      mn_stats_read(stats, i), MN_A_PAD))
			return -EMSGSIZE;
		nla_nest_end(skb, one);
	}
	nla_nest_end(skb, all);
	return 0;
}

static int genl_put_enabled(struct sk_buff *skb, struct mn_net *mn)
{
	struct mn_link *link;

	if (nla_put_string(skb, MN_A_DEVICE, mn->dev->name) ||
	    nla_put_u32(skb, MN_A_KEY_BITS, mn->key->bits) ||
	    nla_put_u8(skb, MN_A_SEC, mn->key->sec))
		return -EMSGSIZE;
	list_for_each_entry(link, &mn->links, list)
		if (nla_put_u32(skb, MN_A_IFINDEX, link->dev->ifindex))
			return -EMSGSIZE;
	return 0;
}

static int genl_put_settings(struct sk_buff *skb,
			     const struct mn_settings *set)
{
	const struct mn_transient *t = &set->transient;

	return nla_put_u8(skb, MN_A_POLICY, set->policy) ||
	       nla_put_u32(skb, MN_A_IDLE_TIME, set->idle) ||
	       nla_put_u32(skb, MN_A_MAX_ADDRESSES, set->max) ||
	       nla_put_u32(skb, MN_A_TRANSIENT_MARK, t->mark) ||
	       nla_put_u32(skb, MN_A_TRANSIENT_MASK, t->mask) ||
	       nla_put_u64_64bit(skb, MN_A_TRANSIENT_CGROUP, t->cgroup,
				 MN_A_PAD) ||
	       nla_put_u8(skb, MN_A_SIGNED_ACK, set->signed_ack) ||
	       nla_put_u8(skb, MN_A_EARLY_TOKEN, set->early_token) ?
	       -EMSGSIZE : 0;
}

static int genl_put_node(struct sk_buff *skb, struct mn_net *mn)
{
	int err = 0;

	mutex_lock(&mn->lock);
	if (nla_put_u8(skb, MN_A_ENABLED, mn->enabled) ||
	    nla_put_u32(skb, MN_A_ADDRESSES, mn->addr_count))
		err = -EMSGSIZE;
	if (!err && mn->enabled)
		err = genl_put_enabled(skb, mn);
	if (!err)
		err = genl_put_settings(skb, &mn->set);
	mutex_unlock(&mn->lock);
	return err ?: genl_put_counters(skb, &mn->stats);
}

/* Octets that genl_put_node() takes at most. */
static size_t genl_node_size(void)
{
	size_t counter = nla_total_size(0) + nla_total_size(GENL_NAME_MAX) +
			 nla_total_size_64bit(sizeof(u64));

	return nla_total_size(IFNAMSIZ) +
	       GENL_SCALARS * nla_total_size_64bit(sizeof(u64)) +
	       MN_MAX_LINKS * nla_total_size(sizeof(u32)) +
	       nla_total_size(0) + MN_STAT_COUNT * counter;
}

static int genl_get(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = genlmsg_new(genl_node_size(), GFP_KERNEL);
	int err = -EMSGSIZE;
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &mn_genl_family, 0, MN_CMD_GET);
	if (hdr)
		err = genl_put_node(msg, genl_mn(info));
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/* What an address has only while its router knows of a care-of address. */
static int genl_put_binding(struct sk_buff *skb, const struct mn_bul *b)
{
	u64 now = mn_now();

	if (b->state != MN_ADDRESS_AWAY && b->state != MN_ADDRESS_REGISTERING &&
	    b->state != MN_ADDRESS_FAILED)
		return 0;
	if (nla_put_in6_addr(skb, MN_A_CAREOF, &b->coa))
		return -EMSGSIZE;
	if (!b->bound)
		return 0;
	return nla_put_u32(skb, MN_A_LIFETIME, b->lifetime) ||
	       nla_put_u32(skb, MN_A_EXPIRES, b->expires > now ?
			   div_u64(b->expires - now, NSEC_PER_SEC) : 0) ?
	       -EMSGSIZE : 0;
}

static int genl_put_kept(struct sk_buff *skb, const struct mn_net *mn,
			 const struct mn_addr *a)
{
	char text[GENL_KEPT_LEN];

	if (nla_put_u8(skb, MN_A_KEEP, a->keep))
		return -EMSGSIZE;
	if (!mn_keep_why(mn, a, text, sizeof(text)))
		return 0;
	return nla_put_string(skb, MN_A_KEPT, text);
}

static int genl_put_key(struct sk_buff *skb, const struct mn_net *mn,
			const struct mn_addr *a)
{
	return nla_put_u32(skb, MN_A_KEY_BITS, a->key->bits) ||
	       nla_put_u8(skb, MN_A_SEC, a->key->sec) ||
	       nla_put_u8(skb, MN_A_KEY_OLD, a->key != mn->key) ?
	       -EMSGSIZE : 0;
}

static const char *genl_reason(const struct mn_addr *a)
{
	if (a->bul.reason)
		return a->bul.reason;
	if (a->bul.pending == MN_BUL_RELEASE)
		return a->going;
	return mn_addr_anchored(a) ? NULL : "not anchored";
}

static int genl_put_address(struct sk_buff *skb, const struct mn_net *mn,
			    const struct mn_addr *a)
{
	const struct mn_bul *b = &a->bul;
	const char *reason = genl_reason(a);

	if (nla_put_in6_addr(skb, MN_A_ADDRESS, &a->addr) ||
	    nla_put_u8(skb, MN_A_STATE, b->state) ||
	    nla_put_u16(skb, MN_A_SEQ, b->seq) ||
	    nla_put_u8(skb, MN_A_AUTH, mn_bul_auth(b)))
		return -EMSGSIZE;
	if (mn_addr_anchored(a) && nla_put_in6_addr(skb, MN_A_DAR, &a->dar))
		return -EMSGSIZE;
	if (b->rtt_us && nla_put_u32(skb, MN_A_LAST_RTT_US, b->rtt_us))
		return -EMSGSIZE;
	if (reason && nla_put_string(skb, MN_A_REASON, reason))
		return -EMSGSIZE;
	if (genl_put_kept(skb, mn, a) || genl_put_key(skb, mn, a))
		return -EMSGSIZE;
	return genl_put_binding(skb, b);
}

static int genl_address_get(struct sk_buff *skb, struct genl_info *info)
{
	struct mn_net *mn = genl_mn(info);
	struct in6_addr addr;
	struct sk_buff *msg;
	struct mn_addr *a;
	int err = -EMSGSIZE;
	void *hdr;

	if (!genl_given(info, MN_A_ADDRESS))
		return -EINVAL;
	addr = genl_in6(info->attrs[MN_A_ADDRESS]);
	msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &mn_genl_family, 0,
				MN_CMD_ADDRESS_GET);
	mutex_lock(&mn->lock);
	a = mn_addr_find(mn, &addr);
	if (!a) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[MN_A_ADDRESS],
				    "no such anchored address");
		err = -ENOENT;
	} else if (hdr) {
		err = genl_put_address(msg, mn, a);
	}
	mutex_unlock(&mn->lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static int genl_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
			 const struct mn_net *mn, const struct mn_addr *a)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_ADDRESS_GET);

	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (genl_put_address(skb, mn, a)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/*
 * The policy is that of the command for one address.  Not in start: before 6.6
 * what it says is lost.
 */
static int genl_check_dump(struct netlink_callback *cb)
{
	struct nlattr *addr = fama_genl_dump_attrs(cb)[MN_A_ADDRESS];

	if (!addr)
		return 0;
	NL_SET_ERR_MSG_ATTR(cb->extack, addr, "a list takes no address");
	return -EINVAL;
}

/*
 * Few and small: cb->args[0] counts those already sent.  A list that changed
 * while it was read says so by NLM_F_DUMP_INTR.
 */
static int genl_address_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	struct mn_addr *a;
	long i = 0;
	int err;

	err = genl_check_dump(cb);
	if (err)
		return err;
	mutex_lock(&mn->lock);
	cb->seq = mn->addrs_version;
	list_for_each_entry(a, &mn->addrs, list) {
		if (i++ < cb->args[0])
			continue;
		if (genl_dump_one(skb, cb, mn, a))
			break;
		cb->args[0] = i;
	}
	mutex_unlock(&mn->lock);
	return skb->len;
}

static int genl_address_set(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr addr;

	if (!genl_given(info, MN_A_ADDRESS) || !genl_given(info, MN_A_KEEP))
		return -EINVAL;
	addr = genl_in6(info->attrs[MN_A_ADDRESS]);
	return mn_config_keep(genl_mn(info), &addr,
			      nla_get_u8(info->attrs[MN_A_KEEP]), info->extack);
}

static int genl_put_link(struct sk_buff *skb, const struct mn_link *link)
{
	return nla_put_u32(skb, MN_A_IFINDEX, link->dev->ifindex) ||
	       nla_put_u32(skb, MN_A_METRIC, link->metric) ||
	       nla_put_u8(skb, MN_A_STATUS, link->up) ||
	       nla_put_u8(skb, MN_A_ACTIVE, !!link->cur) ? -EMSGSIZE : 0;
}

static int genl_dump_link(struct sk_buff *skb, struct netlink_callback *cb,
			  const struct mn_link *link)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mn_genl_family,
				NLM_F_MULTI, MN_CMD_LINK_GET);

	if (!hdr || genl_put_link(skb, link))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

/* They all fit into one buffer: MN_MAX_LINKS. */
static int genl_link_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct mn_net *mn = mn_net(sock_net(skb->sk));
	struct mn_link *link;
	int err = 0;

	if (cb->args[0]++)
		return 0;
	mutex_lock(&mn->lock);
	list_for_each_entry(link, &mn->links, list)
		err = err ?: genl_dump_link(skb, cb, link);
	mutex_unlock(&mn->lock);
	return err ?: skb->len;
}

static int genl_link_set(struct sk_buff *skb, struct genl_info *info)
{
	if (!genl_given(info, MN_A_IFINDEX) || !genl_given(info, MN_A_METRIC))
		return -EINVAL;
	return mn_config_set_metric(genl_mn(info),
				    nla_get_s32(info->attrs[MN_A_IFINDEX]),
				    nla_get_u32(info->attrs[MN_A_METRIC]),
				    info->extack);
}

static int genl_transient_mark(const struct genl_info *info,
			       struct mn_transient *t)
{
	struct nlattr *mark = info->attrs[MN_A_TRANSIENT_MARK];
	struct nlattr *mask = info->attrs[MN_A_TRANSIENT_MASK];

	if (!mark && !mask)
		return 0;
	if (!mark) {
		NL_SET_ERR_MSG_ATTR(info->extack, mask, "mask without a mark");
		return -EINVAL;
	}
	t->mark = nla_get_u32(mark);
	t->mask = mask ? nla_get_u32(mask) : U32_MAX;
	if (!(t->mark & ~t->mask))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, mark, "mark has bits outside its mask");
	return -EINVAL;
}

static int genl_transient_cgroup(const struct genl_info *info,
				 struct mn_transient *t)
{
	struct nlattr *cgroup = info->attrs[MN_A_TRANSIENT_CGROUP];

	if (!cgroup)
		return 0;
	if (!IS_ENABLED(CONFIG_SOCK_CGROUP_DATA)) {
		NL_SET_ERR_MSG_ATTR(info->extack, cgroup,
				    "kernel without cgroups of sockets");
		return -EOPNOTSUPP;
	}
	t->cgroup = nla_get_u64(cgroup);
	return 0;
}

/* What is given takes the place of what it was. */
static int genl_edit(struct mn_settings *set, const void *arg)
{
	const struct genl_info *info = arg;
	struct nlattr **tb = info->attrs;

	if (tb[MN_A_POLICY])
		set->policy = nla_get_u8(tb[MN_A_POLICY]);
	if (tb[MN_A_IDLE_TIME])
		set->idle = nla_get_u32(tb[MN_A_IDLE_TIME]);
	if (tb[MN_A_MAX_ADDRESSES])
		set->max = nla_get_u32(tb[MN_A_MAX_ADDRESSES]);
	if (tb[MN_A_SIGNED_ACK])
		set->signed_ack = nla_get_u8(tb[MN_A_SIGNED_ACK]);
	if (tb[MN_A_EARLY_TOKEN])
		set->early_token = nla_get_u8(tb[MN_A_EARLY_TOKEN]);
	return genl_transient_mark(info, &set->transient) ?:
	       genl_transient_cgroup(info, &set->transient);
}

/* Attributes of a key, and others. */
static void genl_count_set(const struct genl_info *info, unsigned int *key,
			   unsigned int *others)
{
	unsigned int i;

	for (i = 1; i < ARRAY_SIZE(genl_set_policy); i++) {
		if (!info->attrs[i])
			continue;
		if (i == MN_A_KEY || i == MN_A_MODIFIER || i == MN_A_SEC)
			(*key)++;
		else
			(*others)++;
	}
}

static int genl_set_key(struct genl_info *info)
{
	struct mn_key *key = genl_key(info);

	genl_wipe_key(info);
	if (IS_ERR(key))
		return PTR_ERR(key);
	return mn_config_set_key(genl_mn(info), key, info->extack);
}

/* Either can fail for reasons of its own, so it is one or the other. */
static int genl_set(struct sk_buff *skb, struct genl_info *info)
{
	unsigned int key = 0, others = 0;

	genl_count_set(info, &key, &others);
	if (key && !others)
		return genl_set_key(info);
	genl_wipe_key(info);
	if (!key && others)
		return mn_config_set(genl_mn(info), genl_edit, info);
	if (key)
		NL_SET_ERR_MSG(info->extack, "a key is set by itself");
	else
		NL_SET_ERR_MSG(info->extack, "nothing to set");
	return -EINVAL;
}

static const struct genl_ops mn_genl_ops[] = {
	{
		.cmd = MN_CMD_ENABLE,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_enable,
		.policy = genl_enable_policy,
		.maxattr = ARRAY_SIZE(genl_enable_policy) - 1,
	}, {
		.cmd = MN_CMD_DISABLE,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_disable,
	}, {
		.cmd = MN_CMD_GET,
		.doit = genl_get,
	}, {
		.cmd = MN_CMD_ADDRESS_GET,
		.doit = genl_address_get,
		.dumpit = genl_address_dump,
		.policy = genl_address_policy,
		.maxattr = ARRAY_SIZE(genl_address_policy) - 1,
	}, {
		.cmd = MN_CMD_ADDRESS_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_address_set,
		.policy = genl_keep_policy,
		.maxattr = ARRAY_SIZE(genl_keep_policy) - 1,
	}, {
		.cmd = MN_CMD_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_set,
		.policy = genl_set_policy,
		.maxattr = ARRAY_SIZE(genl_set_policy) - 1,
	}, {
		.cmd = MN_CMD_LINK_GET,
		.dumpit = genl_link_dump,
	}, {
		.cmd = MN_CMD_LINK_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_link_set,
		.policy = genl_link_policy,
		.maxattr = ARRAY_SIZE(genl_link_policy) - 1,
	},
};

static struct genl_family mn_genl_family = {
	.name = MN_GENL_NAME,
	.version = MN_GENL_VERSION,
	.maxattr = MN_A_MAX,
	.netnsok = true,
	.module = THIS_MODULE,
	.ops = mn_genl_ops,
	.n_ops = ARRAY_SIZE(mn_genl_ops),
	.mcgrps = mn_genl_groups,
	.n_mcgrps = ARRAY_SIZE(mn_genl_groups),
};

int mn_genl_init(void)
{
	return genl_register_family(&mn_genl_family);
}

void mn_genl_exit(void)
{
	genl_unregister_family(&mn_genl_family);
}

/* An event with its head, or NULL when nobody listens. */
static struct sk_buff *genl_event(struct mn_net *mn, enum mn_event event,
				  u64 time, void **hdr)
{
	struct sk_buff *msg;

	if (!genl_has_listeners(&mn_genl_family, mn->net, MN_GENL_GRP_EVENTS))
		return NULL;
	msg = genlmsg_new(GENL_EVENT_LEN, GFP_ATOMIC);
	if (!msg)
		return NULL;
	*hdr = genlmsg_put(msg, 0, 0, &mn_genl_family, 0, MN_CMD_EVENT);
	if (*hdr && !nla_put_u8(msg, MN_A_EVENT, event) &&
	    !nla_put_u64_64bit(msg, MN_A_TIME, time, MN_A_PAD))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static void genl_send(struct mn_net *mn, struct sk_buff *msg, void *hdr,
		      int err)
{
	if (err) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, hdr);
	genlmsg_multicast_netns(&mn_genl_family, mn->net, msg, 0,
				MN_GENL_GRP_EVENTS, GFP_ATOMIC);
}

/* Which address and which router: the head of most events. */
static int genl_put_names(struct sk_buff *msg, const struct mn_addr *a)
{
	return nla_put_in6_addr(msg, MN_A_ADDRESS, &a->addr) ||
	       nla_put_in6_addr(msg, MN_A_DAR, &a->dar);
}

void mn_genl_link(struct mn_net *mn, const struct mn_link *link, bool up)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_LINK, ktime_get_real_ns(), &hdr);
	if (msg)
		genl_send(mn, msg, hdr,
			  nla_put_u32(msg, MN_A_IFINDEX, link->dev->ifindex) ||
			  nla_put_u8(msg, MN_A_STATUS, up));
}

void mn_genl_attach(struct mn_net *mn, const struct mn_link *link,
		    const struct in6_addr *dar, u64 time)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_ATTACH, time, &hdr);
	if (msg)
		genl_send(mn, msg, hdr,
			  nla_put_u32(msg, MN_A_IFINDEX, link->dev->ifindex) ||
			  nla_put_in6_addr(msg, MN_A_DAR, dar));
}

void mn_genl_address(struct mn_net *mn, const struct mn_addr *a)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_ADDRESS, ktime_get_real_ns(), &hdr);
	if (msg)
		genl_send(mn, msg, hdr, genl_put_address(msg, mn, a));
}

void mn_genl_bu(struct mn_net *mn, const struct mn_addr *a, u64 time,
		enum mn_auth auth, u32 lifetime)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_BU, time, &hdr);
	if (msg)
		genl_send(mn, msg, hdr,
			  genl_put_names(msg, a) ||
			  nla_put_in6_addr(msg, MN_A_CAREOF, lifetime ?
					   &a->bul.coa : &a->addr) ||
			  nla_put_u16(msg, MN_A_SEQ, a->bul.seq) ||
			  nla_put_u32(msg, MN_A_LIFETIME, lifetime) ||
			  nla_put_u8(msg, MN_A_AUTH, auth));
}

void mn_genl_ba(struct mn_net *mn, const struct mn_addr *a, u64 time, u16 seq,
		u32 lifetime, u8 status)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_BA, time, &hdr);
	if (msg)
		genl_send(mn, msg, hdr,
			  genl_put_names(msg, a) ||
			  nla_put_u16(msg, MN_A_SEQ, seq) ||
			  nla_put_u32(msg, MN_A_LIFETIME, lifetime) ||
			  nla_put_u8(msg, MN_A_STATUS, status));
}

void mn_genl_expire(struct mn_net *mn, const struct mn_addr *a)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genl_event(mn, MN_EVENT_EXPIRE, ktime_get_real_ns(), &hdr);
	if (msg)
		genl_send(mn, msg, hdr, genl_put_names(msg, a));
}

void mn_genl_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
		  enum mn_stat why)
{
	struct sk_buff *msg;
	void *hdr;

	if (!__ratelimit(&mn->drops))
		return;
	msg = genl_event(mn, MN_EVENT_DROP, rx->time, &hdr);
	if (msg)
		genl_send(mn, msg, hdr,
			  nla_put_string(msg, MN_A_REASON,
					 mn_stats_name(why)) ||
			  nla_put_in6_addr(msg, MN_A_ADDRESS, rx->rh2 ?
					   &rx->home : &rx->dst) ||
			  nla_put_in6_addr(msg, MN_A_DAR, &rx->src));
}
