// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink family "dar": thin, for every setter is in config.c.
 */
#include <uapi/linux/dar.h>

#include "genl.h"

#define GENL_DEFAULT_DEVICE	"dar0"
#define GENL_KEY_MAX		2048	/* octets of a PKCS#1 key in DER */

static const struct nla_policy genl_enable_policy[] = {
	[DAR_A_DEVICE] = { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
};

/* Not const: before 6.7 struct nla_policy has no const pointer to them. */
static struct netlink_range_validation genl_lifetime_range = {
	.min = FAMA_MH_LIFETIME_UNIT,
	.max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,
};

static struct netlink_range_validation genl_refresh_range = {
	.max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,
};

static const struct nla_policy genl_prefix_policy[] = {
	[DAR_A_PREFIX] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_PREFIX_LEN] = { .type = NLA_U8 },
};

static const struct nla_policy genl_anchor_policy[] = {
	[DAR_A_PREFIX] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_PREFIX_LEN] = { .type = NLA_U8 },
	[DAR_A_IFINDEX] = NLA_POLICY_MIN(NLA_S32, 1),
	[DAR_A_CARE_OF_TEST] = NLA_POLICY_MAX(NLA_U8,
					      DAR_CARE_OF_TEST_REQUIRED),
	[DAR_A_LIFETIME_MAX] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_lifetime_range),
	[DAR_A_REFRESH] = NLA_POLICY_FULL_RANGE(NLA_U32, &genl_refresh_range),
	[DAR_A_MIN_SEC] = NLA_POLICY_MAX(NLA_U8, 7),
	/* A set that is not empty. */
	[DAR_A_KEY_SIZES] = NLA_POLICY_RANGE(NLA_U32, 1,
					     DAR_KEY_SIZE_1024 |
					     DAR_KEY_SIZE_1536 |
					     DAR_KEY_SIZE_2048),
	[DAR_A_DAD] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_PROXY_ND] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_EARLY_TOKEN] = NLA_POLICY_MAX(NLA_U8, 1),
};

static struct netlink_range_validation genl_bindings_range = {
	.min = 1,
	.max = DAR_BINDINGS_LIMIT,
};

static struct netlink_range_validation genl_remembered_range = {
	.max = DAR_REMEMBERED_LIMIT,
};

static struct netlink_range_validation genl_queue_range = {
	.min = 1,
	.max = DAR_QUEUE_LIMIT,
};

static struct netlink_range_validation genl_rate_range = {
	.max = DAR_RATE_LIMIT,
};

static const struct nla_policy genl_set_policy[] = {
	[DAR_A_MAX_BINDINGS] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_bindings_range),
	[DAR_A_MAX_REMEMBERED] = NLA_POLICY_FULL_RANGE(NLA_U32,
						       &genl_remembered_range),
	[DAR_A_QUEUE_MAX] = NLA_POLICY_FULL_RANGE(NLA_U32, &genl_queue_range),
	[DAR_A_VERIFY_RATE] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &genl_rate_range),
	[DAR_A_REFUSAL_RATE] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_rate_range),
	[DAR_A_KEY] = { .type = NLA_BINARY, .len = GENL_KEY_MAX },
	[DAR_A_MODIFIER] = NLA_POLICY_EXACT_LEN(FAMA_CGA_MODIFIER_LEN),
};

static const struct nla_policy genl_home_policy[] = {
	[DAR_A_HOME] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

/* Is there an attribute that the command cannot do without. */
static bool genl_given(const struct genl_info *info, int attr)
{
	if (info->attrs[attr])
		return true;
	NL_SET_ERR_MSG(info->extack, "a required attribute is missing");
	NL_SET_ERR_ATTR_MISS(info->extack, NULL, attr);
	return false;
}

/* Finish a reply of which @err says how filling went. */
static int genl_reply(struct genl_info *info, struct sk_buff *skb, void *hdr,
		      int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

static struct sk_buff *genl_reply_new(struct genl_info *info, u8 cmd,
				      size_t size, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = dar_genl_put(skb, info->snd_portid, info->snd_seq, 0, cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static int genl_enable(struct sk_buff *skb, struct genl_info *info)
{
	const char *name = GENL_DEFAULT_DEVICE;

	if (info->attrs[DAR_A_DEVICE])
		name = nla_data(info->attrs[DAR_A_DEVICE]);
	return dar_enable(dar_net(genl_info_net(info)), name, info->extack);
}

static int genl_disable(struct sk_buff *skb, struct genl_info *info)
{
	return dar_disable(dar_net(genl_info_net(info)), info->extack);
}

static int genl_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = genl_reply_new(info, DAR_CMD_GET, dar_fill_role_size(), &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&dn->lock);
	err = dar_fill_role(msg, dn);
	mutex_unlock(&dn->lock);
	return genl_reply(info, msg, hdr, err);
}

static int genl_set_key(struct genl_info *info)
{
	const struct nlattr *key = info->attrs[DAR_A_KEY];
	const struct nlattr *modifier = info->attrs[DAR_A_MODIFIER];

	if (nla_len(key) && !genl_given(info, DAR_A_MODIFIER))
		return -EINVAL;
	return dar_signer_set(dar_net(genl_info_net(info)), nla_data(key),
			      nla_len(key),
			      modifier ? nla_data(modifier) : NULL,
			      info->extack);
}

static int genl_set_numbers(struct genl_info *info)
{
	struct dar_change change = { 0 };
	const struct nlattr *attr;
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++) {
		attr = info->attrs[dar_setting_attrs[i]];
		if (!attr)
			continue;
		change.which |= BIT(i);
		change.value[i] = nla_get_u32(attr);
	}
	return dar_set(dar_net(genl_info_net(info)), &change, info->extack);
}

/* The two can fail for reasons of their own, so it is one or the other. */
static bool genl_set_mixed(const struct genl_info *info)
{
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++)
		if (info->attrs[dar_setting_attrs[i]])
			return true;
	return false;
}

static int genl_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *key = info->attrs[DAR_A_KEY];
	int err = -EINVAL;

	if (!key && !info->attrs[DAR_A_MODIFIER])
		return genl_set_numbers(info);
	if (!genl_given(info, DAR_A_KEY))
		return -EINVAL;
	if (genl_set_mixed(info))
		NL_SET_ERR_MSG_ATTR(info->extack, key,
				    "a key is set by itself");
	else
		err = genl_set_key(info);
	/* The socket's copy of the request lives on for a while. */
	memzero_explicit(nla_data(key), nla_len(key));
	return err;
}

static int genl_parse_prefix(struct genl_info *info, struct in6_addr *prefix)
{
	if (!genl_given(info, DAR_A_PREFIX) ||
	    !genl_given(info, DAR_A_PREFIX_LEN))
		return -EINVAL;
	if (nla_get_u8(info->attrs[DAR_A_PREFIX_LEN]) != 64) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[DAR_A_PREFIX_LEN],
				    "prefix length is not 64");
		return -EINVAL;
	}
	*prefix = nla_get_in6_addr(info->attrs[DAR_A_PREFIX]);
	return 0;
}

static void genl_edit_u8(u8 *value, const struct nlattr *attr)
{
	if (attr)
		*value = nla_get_u8(attr);
}

static void genl_edit_bool(bool *value, const struct nlattr *attr)
{
	if (attr)
		*value = nla_get_u8(attr);
}

static void genl_edit_u32(u32 *value, const struct nlattr *attr)
{
	if (attr)
		*value = nla_get_u32(attr);
}

/* What is given of a policy takes the place of what it was. */
static void genl_edit_policy(struct dar_policy *p, const void *arg)
{
	const struct genl_info *info = arg;
	struct nlattr **attrs = info->attrs;

	genl_edit_u8(&p->mode, attrs[DAR_A_CARE_OF_TEST]);
	genl_edit_u32(&p->lifetime_max, attrs[DAR_A_LIFETIME_MAX]);
	genl_edit_u32(&p->refresh, attrs[DAR_A_REFRESH]);
	genl_edit_u8(&p->min_sec, attrs[DAR_A_MIN_SEC]);
	if (attrs[DAR_A_KEY_SIZES])
		p->key_sizes = nla_get_u32(attrs[DAR_A_KEY_SIZES]);
	genl_edit_bool(&p->dad, attrs[DAR_A_DAD]);
	genl_edit_bool(&p->proxy, attrs[DAR_A_PROXY_ND]);
	genl_edit_bool(&p->early, attrs[DAR_A_EARLY_TOKEN]);
}

static int genl_anchor_new(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_anchor want = { .policy = DAR_POLICY_DEFAULT };
	int err;

	err = genl_parse_prefix(info, &want.prefix);
	if (err)
		return err;
	if (!genl_given(info, DAR_A_IFINDEX))
		return -EINVAL;
	want.ifindex = nla_get_s32(info->attrs[DAR_A_IFINDEX]);
	genl_edit_policy(&want.policy, info);
	return dar_anchor_new(dar_net(genl_info_net(info)), &want,
			      info->extack);
}

static int genl_anchor_set(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err;

	err = genl_parse_prefix(info, &prefix);
	if (err)
		return err;
	if (info->attrs[DAR_A_IFINDEX]) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DAR_A_IFINDEX],
				    "the access link of an anchor is fixed");
		return -EINVAL;
	}
	return dar_anchor_set(dar_net(genl_info_net(info)), &prefix,
			      genl_edit_policy, info, info->extack);
}

static int genl_anchor_del(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err;

	err = genl_parse_prefix(info, &prefix);
	if (err)
		return err;
	return dar_anchor_del(dar_net(genl_info_net(info)), &prefix,
			      info->extack);
}

static int genl_binding_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct dar_binding_view view;
	struct in6_addr home;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!genl_given(info, DAR_A_HOME))
		return -EINVAL;
	home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);
	if (!dar_bcache_get(&dn->bcache, &home, &view) || !view.d.active) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DAR_A_HOME],
				    "no binding of this home address");
		return -ENOENT;
	}
	msg = genl_reply_new(info, DAR_CMD_BINDING_GET, GENLMSG_DEFAULT_SIZE,
			     &hdr);
	if (!msg)
		return -ENOMEM;
	err = dar_fill_binding(msg, &view);
	return genl_reply(info, msg, hdr, err);
}

/* The home address that is given, NULL without one: all. */
static const struct in6_addr *genl_home(const struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[DAR_A_HOME];

	return attr ? nla_data(attr) : NULL;
}

static int genl_binding_flush(struct sk_buff *skb, struct genl_info *info)
{
	return dar_flush(dar_net(genl_info_net(info)), genl_home(info),
			 info->extack);
}

static int genl_memory_flush(struct sk_buff *skb, struct genl_info *info)
{
	return dar_memory_flush(dar_net(genl_info_net(info)), genl_home(info),
				info->extack);
}

static const struct genl_ops genl_dar_ops[] = {
	{
		.cmd = DAR_CMD_ENABLE,
		.doit = genl_enable,
		.policy = genl_enable_policy,
		.maxattr = ARRAY_SIZE(genl_enable_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_DISABLE,
		.doit = genl_disable,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_GET,
		.doit = genl_get,
	}, {
		.cmd = DAR_CMD_ANCHOR_NEW,
		.doit = genl_anchor_new,
		.policy = genl_anchor_policy,
		.maxattr = ARRAY_SIZE(genl_anchor_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_DEL,
		.doit = genl_anchor_del,
		.policy = genl_prefix_policy,
		.maxattr = ARRAY_SIZE(genl_prefix_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_GET,
		.dumpit = dar_dump_anchors,
	}, {
		.cmd = DAR_CMD_BINDING_GET,
		.doit = genl_binding_get,
		.start = dar_dump_start,
		.dumpit = dar_dump_bindings,
		.done = dar_dump_done,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
	}, {
		.cmd = DAR_CMD_BINDING_FLUSH,
		.doit = genl_binding_flush,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_SET,
		.doit = genl_set,
		.policy = genl_set_policy,
		.maxattr = ARRAY_SIZE(genl_set_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_SET,
		.doit = genl_anchor_set,
		.policy = genl_anchor_policy,
		.maxattr = ARRAY_SIZE(genl_anchor_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_MEMORY_GET,
		.start = dar_dump_start,
		.dumpit = dar_dump_memory,
		.done = dar_dump_done,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
	}, {
		.cmd = DAR_CMD_MEMORY_FLUSH,
		.doit = genl_memory_flush,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group genl_dar_groups[] = {
	[DAR_GENL_GROUP_EVENTS] = { .name = DAR_GENL_MCGRP_EVENTS },
};

struct genl_family dar_genl_family __ro_after_init = {
	.name = DAR_GENL_NAME,
	.version = DAR_GENL_VERSION,
	.maxattr = DAR_A_MAX,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = genl_dar_ops,
	.n_ops = ARRAY_SIZE(genl_dar_ops),
	.mcgrps = genl_dar_groups,
	.n_mcgrps = ARRAY_SIZE(genl_dar_groups),
};

int __init dar_genl_init(void)
{
	return genl_register_family(&dar_genl_family);
}

void dar_genl_exit(void)
{
	genl_unregister_family(&dar_genl_family);
}

