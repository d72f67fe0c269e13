// SPDX-License-Identifier: GPL-2.0-only
#include <net/sock.h>

#include <fama/given.h>

#include "../control/config.h"
#include "../message/fill.h"
#include "dump.h"
#include "genl_anchor.h"
#include "reply.h"

/* Not const, because struct nla_policy of kernels before 6.7 does not allow it. */
static struct netlink_range_validation genl_lifetime_range = {
	.min = FAMA_MH_LIFETIME_UNIT,
	.max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,
};

static struct netlink_range_validation genl_refresh_range = {
	.max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,
};

const struct nla_policy dar_genl_prefix_policy[DAR_GENL_PREFIX_MAX + 1] = {
	[DAR_A_PREFIX] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_PREFIX_LEN] = { .type = NLA_U8 },
};

const struct nla_policy dar_genl_anchor_policy[DAR_GENL_ANCHOR_MAX + 1] = {
	[DAR_A_PREFIX] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_PREFIX_LEN] = { .type = NLA_U8 },
	[DAR_A_IFINDEX] = NLA_POLICY_MIN(NLA_S32, 1),
	[DAR_A_CARE_OF_TEST] = NLA_POLICY_MAX(NLA_U8,
					      DAR_CARE_OF_TEST_REQUIRED),
	[DAR_A_LIFETIME_MAX] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_lifetime_range),
	[DAR_A_REFRESH] = NLA_POLICY_FULL_RANGE(NLA_U32, &genl_refresh_range),
	[DAR_A_MIN_SEC] = NLA_POLICY_MAX(NLA_U8, 7),
	/* At least one size. */
	[DAR_A_KEY_SIZES] = NLA_POLICY_RANGE(NLA_U32, 1,
					     DAR_KEY_SIZE_1024 |
					     DAR_KEY_SIZE_1536 |
					     DAR_KEY_SIZE_2048),
	[DAR_A_DAD] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_PROXY_ND] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_EARLY_TOKEN] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_ADMIT] = NLA_POLICY_MAX(NLA_U8, DAR_ADMIT_OPEN),
	[DAR_A_FIB] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_LINK] = { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
};

static int genl_parse_prefix(struct genl_info *info, struct in6_addr *prefix)
{
	if (!fama_given(info, DAR_A_PREFIX) ||
	    !fama_given(info, DAR_A_PREFIX_LEN))
		return -EINVAL;
	if (nla_get_u8(info->attrs[DAR_A_PREFIX_LEN]) != 64) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[DAR_A_PREFIX_LEN],
				    "the prefix length must be 64");
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

/* Attributes that are given replace the corresponding fields of a policy. */
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
	genl_edit_u8(&p->admit, attrs[DAR_A_ADMIT]);
	genl_edit_bool(&p->fib, attrs[DAR_A_FIB]);
}

/* The name of the access link, or the index of one that exists. */
static int genl_parse_link(struct genl_info *info, struct dar_anchor_wish *want)
{
	struct nlattr *link = info->attrs[DAR_A_LINK];
	struct nlattr *ifindex = info->attrs[DAR_A_IFINDEX];

	if (ifindex && !link) {
		want->ifindex = nla_get_s32(ifindex);
		return 0;
	}
	if (!fama_given(info, DAR_A_LINK))
		return -EINVAL;
	if (ifindex) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "an access link has either a name or an index");
		return -EINVAL;
	}
	nla_strscpy(want->link, link, sizeof(want->link));
	if (dev_valid_name(want->link))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, link,
			    "this is not a valid name of a device");
	return -EINVAL;
}

int dar_genl_anchor_new(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_anchor_wish want = { .policy = DAR_POLICY_DEFAULT };
	int err;

	err = genl_parse_prefix(info, &want.prefix) ?:
	      genl_parse_link(info, &want);
	if (err)
		return err;
	genl_edit_policy(&want.policy, info);
	return dar_config_add_anchor(dar_net(genl_info_net(info)), &want,
				     info->extack);
}

/* Return: the attribute that names an access link, or NULL. */
static const struct nlattr *genl_link_attr(const struct genl_info *info)
{
	return info->attrs[DAR_A_LINK] ?: info->attrs[DAR_A_IFINDEX];
}

int dar_genl_anchor_set(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err;

	err = genl_parse_prefix(info, &prefix);
	if (err)
		return err;
	if (genl_link_attr(info)) {
		NL_SET_ERR_MSG_ATTR(info->extack, genl_link_attr(info),
				    "the access link of an anchor cannot be changed");
		return -EINVAL;
	}
	return dar_config_set_anchor(dar_net(genl_info_net(info)), &prefix,
				     genl_edit_policy, info, info->extack);
}

int dar_genl_anchor_del(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err;

	err = genl_parse_prefix(info, &prefix);
	if (err)
		return err;
	return dar_config_del_anchor(dar_net(genl_info_net(info)), &prefix,
				     info->extack);
}

static int genl_fill_anchor(struct sk_buff *skb, const void *entry)
{
	return dar_fill_anchor(skb, entry);
}

static int genl_put_anchor(struct sk_buff *skb, struct netlink_callback *cb,
			   void *entry)
{
	return dar_reply_entry(skb, cb, DAR_CMD_ANCHOR_GET, genl_fill_anchor,
			       entry);
}

static u32 genl_generation(struct netlink_callback *cb)
{
	/* ORDER: before the entries; pairs with anchor_changed() */
	return smp_load_acquire(&dar_net(sock_net(cb->skb->sk))->anchors_version);
}

int dar_genl_anchor_dump_start(struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));

	return dar_dump_start(cb, &dn->anchors, genl_generation);
}

int dar_genl_anchor_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dar_dump_entries(skb, cb, genl_put_anchor);
}
