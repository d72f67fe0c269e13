// SPDX-License-Identifier: GPL-2.0-only
#include <linux/init.h>
#include <linux/netlink.h>
#include <net/genetlink.h>

#include <fama/given.h>
#include <fama/tunnel.h>

#include "addr.h"
#include "choice.h"
#include "config.h"
#include "dump.h"
#include "family.h"
#include "fill.h"
#include "genl.h"
#include "genl_checkpoint.h"
#include "key.h"
#include "link.h"
#include "mn.h"
#include "save.h"
#include "setting.h"

#define GENL_KEY_MAX	2048	/* octets of a PKCS#1 key in DER */

static const struct nla_policy genl_key_policy[] = {
	[MN_A_KEY]	= { .type = NLA_BINARY, .len = GENL_KEY_MAX },
	[MN_A_MODIFIER]	= NLA_POLICY_EXACT_LEN(FAMA_CGA_MODIFIER_LEN),
	[MN_A_SEC]	= NLA_POLICY_MAX(NLA_U8, 7),
	[MN_A_KEY_FILE] = { .type = NLA_NUL_STRING, .len = MN_KEY_FILE_MAX },
};

static const struct nla_policy genl_enable_policy[] = {
	[MN_A_MORE_KEYS] = NLA_POLICY_NESTED(genl_key_policy),
	[MN_A_DEVICE]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[MN_A_IFINDEX]	= NLA_POLICY_MIN(NLA_S32, 1),
	[MN_A_KEY]	= { .type = NLA_BINARY, .len = GENL_KEY_MAX },
	[MN_A_MODIFIER]	= NLA_POLICY_EXACT_LEN(FAMA_CGA_MODIFIER_LEN),
	[MN_A_SEC]	= NLA_POLICY_MAX(NLA_U8, 7),
	[MN_A_NAME]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[MN_A_TABLE]	= NLA_POLICY_MIN(NLA_U32, 256),
	[MN_A_PREFERENCE] = NLA_POLICY_RANGE(NLA_U32, 1, 32765),
	[MN_A_SECRET]	= NLA_POLICY_EXACT_LEN(MN_SECRET_LEN),
	[MN_A_CHECKPOINT] = { .type = NLA_BINARY, .len = MN_GENL_CHECKPOINT_MAX },
	[MN_A_KEY_FILE] = { .type = NLA_NUL_STRING, .len = MN_KEY_FILE_MAX },
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
	[MN_A_NAME]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
};

static const struct nla_policy genl_name_policy[] = {
	[MN_A_METRIC]	= NLA_POLICY_RANGE(NLA_U32, 1, MN_MAX_METRIC),
	[MN_A_NAME]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
};

static const struct nla_policy genl_anchor_policy[] = {
	[MN_A_DAR]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[MN_A_PREFIX]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[MN_A_PREFIX_LEN] = { .type = NLA_U8 },
};

static const struct nla_policy genl_prefix_policy[] = {
	[MN_A_PREFIX]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[MN_A_PREFIX_LEN] = { .type = NLA_U8 },
};

static const struct nla_policy genl_permit_policy[] = {
	[MN_A_PREFIX]	= NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[MN_A_PREFIX_LEN] = NLA_POLICY_RANGE(NLA_U8, 1, 64),
	[MN_A_NAME]	= { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[MN_A_PERMIT]	= NLA_POLICY_MAX(NLA_U8, MN_PERMISSION_DENY),
	[MN_A_SSID]	= NLA_POLICY_RANGE(NLA_BINARY, 1, FAMA_SSID_LEN),
};

static const struct nla_policy genl_set_policy[] = {
	[MN_A_MORE_KEYS] = NLA_POLICY_NESTED(genl_key_policy),
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
	[MN_A_GIVE_UP_TIME] = NLA_POLICY_MAX(NLA_U32, MN_MAX_GIVE_UP),
	[MN_A_PERMIT]	= NLA_POLICY_MAX(NLA_U8, MN_PERMISSION_DENY),
	[MN_A_HOME_FLAG] = NLA_POLICY_MAX(NLA_U8, MN_HOME_FLAG_ON),
	[MN_A_HOME_MARK] = { .type = NLA_U32 },
	[MN_A_HOME_MASK] = { .type = NLA_U32 },
	[MN_A_CAREOF_MARK] = { .type = NLA_U32 },
	[MN_A_CAREOF_MASK] = { .type = NLA_U32 },
	[MN_A_KEY_FILE] = { .type = NLA_NUL_STRING, .len = MN_KEY_FILE_MAX },
};

static struct mn_net *genl_mn(struct genl_info *info)
{
	return mn_net(genl_info_net(info));
}

static struct in6_addr genl_in6(const struct nlattr *nla)
{
	return nla_get_in6_addr(nla);
}

static int genl_links(struct genl_info *info, struct mn_config *config)
{
	struct nlattr *nla;
	int rem;

	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(nla) != MN_A_IFINDEX &&
		    nla_type(nla) != MN_A_NAME)
			continue;
		if (config->count == MN_MAX_LINKS) {
			NL_SET_ERR_MSG_ATTR(info->extack, nla,
					    "too many devices");
			return -E2BIG;
		}
		if (nla_type(nla) == MN_A_NAME)
			config->links[config->count++].name = nla_data(nla);
		else
			config->links[config->count++].ifindex =
				nla_get_s32(nla);
	}
	return 0;
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

/* @tb: attributes of a key, all of which are there */
static int genl_add_key(struct mn_keys *keys, struct nlattr **tb,
			struct netlink_ext_ack *extack)
{
	struct mn_key *key;

	key = mn_key_new(nla_data(tb[MN_A_KEY]), nla_len(tb[MN_A_KEY]),
			 nla_data(tb[MN_A_MODIFIER]), nla_get_u8(tb[MN_A_SEC]),
			 extack);
	if (IS_ERR(key)) {
		NL_SET_BAD_ATTR(extack, tb[MN_A_KEY]);
		return PTR_ERR(key);
	}
	if (tb[MN_A_KEY_FILE])
		strscpy(key->file, nla_data(tb[MN_A_KEY_FILE]), sizeof(key->file));
	return mn_keys_add(keys, key, extack);
}

static int genl_add_nested_key(struct mn_keys *keys, struct nlattr *nest,
			       struct netlink_ext_ack *extack)
{
	struct nlattr *tb[ARRAY_SIZE(genl_key_policy)];
	int err;

	err = nla_parse_nested(tb, ARRAY_SIZE(tb) - 1, nest, genl_key_policy,
			       extack);
	if (err)
		return err;
	if (!tb[MN_A_KEY] || !tb[MN_A_MODIFIER] || !tb[MN_A_SEC]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a part of a key is missing");
		return -EINVAL;
	}
	return genl_add_key(keys, tb, extack);
}

/* The caller drops what is in @keys afterwards, whether this fails or not. */
static int genl_keys(struct genl_info *info, struct mn_keys *keys)
{
	struct nlattr *nla;
	int rem, err;

	if (!fama_given(info, MN_A_KEY) || !fama_given(info, MN_A_MODIFIER) ||
	    !fama_given(info, MN_A_SEC))
		return -EINVAL;
	err = genl_add_key(keys, info->attrs, info->extack);
	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem)
		if (!err && nla_type(nla) == MN_A_MORE_KEYS)
			err = genl_add_nested_key(keys, nla, info->extack);
	return err;
}

/* The socket keeps its copy of the request for a while, with all that was repeated. */
static void genl_wipe_keys(struct genl_info *info)
{
	struct nlattr *nla;
	int rem;

	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem)
		if (nla_type(nla) == MN_A_KEY ||
		    nla_type(nla) == MN_A_MORE_KEYS)
			memzero_explicit(nla_data(nla), nla_len(nla));
}

static u32 genl_number(const struct genl_info *info, int attr, u32 otherwise)
{
	return info->attrs[attr] ? nla_get_u32(info->attrs[attr]) : otherwise;
}

static int genl_try_enable(struct genl_info *info)
{
	struct mn_net *mn = genl_mn(info);
	struct mn_config config = { .name = genl_device(info) };
	struct mn_keys keys = {};
	int err;

	if (!config.name || (!info->attrs[MN_A_NAME] &&
			     !fama_given(info, MN_A_IFINDEX)))
		return -EINVAL;
	config.table = genl_number(info, MN_A_TABLE, FAMA_TABLE_MN);
	config.preference = genl_number(info, MN_A_PREFERENCE, MN_PREFERENCE);
	err = genl_links(info, &config);
	if (!err)
		err = mn_genl_restore(info, &config.from);
	if (err)
		return err;
	err = genl_keys(info, &keys);
	if (!err)
		err = mn_config_enable(mn, &config, &keys, info->extack);
	mn_keys_put(&keys);
	return err;
}

static int genl_enable(struct sk_buff *skb, struct genl_info *info)
{
	int err = genl_try_enable(info);

	genl_wipe_keys(info);
	mn_genl_wipe_secret(info);
	return err;
}

static int genl_disable(struct sk_buff *skb, struct genl_info *info)
{
	int err = mn_config_disable(genl_mn(info));

	if (err)
		NL_SET_ERR_MSG(info->extack, "mobile node is not enabled");
	return err;
}

/* Bits behind the prefix would be a mistake. */
static int genl_permit_prefix(struct genl_info *info, struct mn_permit *rule)
{
	struct in6_addr *prefix = &rule->place.prefix, whole;

	if (!fama_given(info, MN_A_PREFIX_LEN))
		return -EINVAL;
	rule->by = MN_PERMIT_BY_PREFIX;
	rule->plen = nla_get_u8(info->attrs[MN_A_PREFIX_LEN]);
	whole = genl_in6(info->attrs[MN_A_PREFIX]);
	ipv6_addr_prefix(prefix, &whole, rule->plen);
	if (ipv6_addr_equal(prefix, &whole))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[MN_A_PREFIX],
			    "bits after the prefix are not zero");
	return -EINVAL;
}

static int genl_permit_device(struct genl_info *info, struct mn_permit *rule)
{
	const char *name = nla_data(info->attrs[MN_A_NAME]);

	rule->by = MN_PERMIT_BY_DEVICE;
	strscpy(rule->place.device, name, sizeof(rule->place.device));
	if (dev_valid_name(name))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[MN_A_NAME],
			    "not a name for a device");
	return -EINVAL;
}

static int genl_permit_ssid(struct genl_info *info, struct mn_permit *rule)
{
	const struct nlattr *nla = info->attrs[MN_A_SSID];

	rule->by = MN_PERMIT_BY_SSID;
	rule->place.ssid.len = nla_len(nla);
	memcpy(rule->place.ssid.octets, nla_data(nla), nla_len(nla));
	return 0;
}

/* What a rule is about: one of three. */
static int genl_permit(struct genl_info *info, struct mn_permit *rule)
{
	struct nlattr **tb = info->attrs;

	*rule = (struct mn_permit) {};
	if (!!tb[MN_A_PREFIX] + !!tb[MN_A_NAME] + !!tb[MN_A_SSID] != 1) {
		NL_SET_ERR_MSG(info->extack,
			       "a rule is about a prefix, a device or an SSID");
		return -EINVAL;
	}
	if (tb[MN_A_PREFIX])
		return genl_permit_prefix(info, rule);
	return tb[MN_A_NAME] ? genl_permit_device(info, rule) :
			       genl_permit_ssid(info, rule);
}

static int genl_permit_new(struct sk_buff *skb, struct genl_info *info)
{
	struct mn_permit rule;
	int err = genl_permit(info, &rule);

	if (err)
		return err;
	if (!fama_given(info, MN_A_PERMIT))
		return -EINVAL;
	rule.deny = nla_get_u8(info->attrs[MN_A_PERMIT]) == MN_PERMISSION_DENY;
	return mn_config_add_permit(genl_mn(info), &rule, info->extack);
}

static int genl_permit_del(struct sk_buff *skb, struct genl_info *info)
{
	struct mn_permit rule;
	int err = genl_permit(info, &rule);

	return err ?: mn_config_del_permit(genl_mn(info), &rule, info->extack);
}

static int genl_get(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = genlmsg_new(mn_fill_node_size(), GFP_KERNEL);
	int err = -EMSGSIZE;
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &mn_genl_family, 0, MN_CMD_GET);
	if (hdr)
		err = mn_fill_node(msg, genl_mn(info),
				   netlink_net_capable(skb, CAP_NET_ADMIN));
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static int genl_address_get(struct sk_buff *skb, struct genl_info *info)
{
	struct mn_net *mn = genl_mn(info);
	struct in6_addr addr;
	struct sk_buff *msg;
	struct mn_addr *a;
	int err = -EMSGSIZE;
	void *hdr;

	if (!fama_given(info, MN_A_ADDRESS))
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
		err = mn_fill_address(msg, mn, a);
	}
	mutex_unlock(&mn->lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static int genl_address_set(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr addr;

	if (!fama_given(info, MN_A_ADDRESS) || !fama_given(info, MN_A_KEEP))
		return -EINVAL;
	addr = genl_in6(info->attrs[MN_A_ADDRESS]);
	return mn_config_keep(genl_mn(info), &addr,
			      nla_get_u8(info->attrs[MN_A_KEEP]), info->extack);
}

static int genl_link_set(struct sk_buff *skb, struct genl_info *info)
{
	if (info->attrs[MN_A_NAME] && fama_given(info, MN_A_METRIC))
		return mn_config_set_name_metric(genl_mn(info),
						 nla_data(info->attrs[MN_A_NAME]),
						 nla_get_u32(info->attrs[MN_A_METRIC]),
						 info->extack);
	if (!fama_given(info, MN_A_IFINDEX) || !fama_given(info, MN_A_METRIC))
		return -EINVAL;
	return mn_config_set_metric(genl_mn(info),
				    nla_get_s32(info->attrs[MN_A_IFINDEX]),
				    nla_get_u32(info->attrs[MN_A_METRIC]),
				    info->extack);
}

static int genl_link_new(struct sk_buff *skb, struct genl_info *info)
{
	if (!fama_given(info, MN_A_NAME))
		return -EINVAL;
	return mn_config_new_link(genl_mn(info),
				  nla_data(info->attrs[MN_A_NAME]),
				  genl_number(info, MN_A_METRIC, 0),
				  info->extack);
}

static int genl_link_del(struct sk_buff *skb, struct genl_info *info)
{
	if (!fama_given(info, MN_A_NAME))
		return -EINVAL;
	return mn_config_del_link(genl_mn(info),
				  nla_data(info->attrs[MN_A_NAME]),
				  info->extack);
}

static int genl_prefix(struct genl_info *info, struct in6_addr *prefix)
{
	struct nlattr *len = info->attrs[MN_A_PREFIX_LEN];

	if (!fama_given(info, MN_A_PREFIX) || !fama_given(info, MN_A_PREFIX_LEN))
		return -EINVAL;
	if (nla_get_u8(len) != 64) {
		NL_SET_ERR_MSG_ATTR(info->extack, len,
				    "prefix length is not 64");
		return -EINVAL;
	}
	*prefix = genl_in6(info->attrs[MN_A_PREFIX]);
	return 0;
}

static int genl_anchor_new(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix, dar;
	int err = genl_prefix(info, &prefix);

	if (err)
		return err;
	if (!fama_given(info, MN_A_DAR))
		return -EINVAL;
	dar = genl_in6(info->attrs[MN_A_DAR]);
	return mn_config_add_anchor(genl_mn(info), &prefix, &dar, info->extack);
}

static int genl_anchor_del(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err = genl_prefix(info, &prefix);

	return err ?: mn_config_del_anchor(genl_mn(info), &prefix, info->extack);
}

/* A mark and its mask; they stay as they are when neither is given. */
static int genl_mark(const struct genl_info *info, int mark_attr, u32 *to_mark,
		     int mask_attr, u32 *to_mask)
{
	struct nlattr *mark = info->attrs[mark_attr];
	struct nlattr *mask = info->attrs[mask_attr];

	if (!mark && !mask)
		return 0;
	if (!mark) {
		NL_SET_ERR_MSG_ATTR(info->extack, mask, "a mask needs a mark");
		return -EINVAL;
	}
	*to_mark = nla_get_u32(mark);
	*to_mask = mask ? nla_get_u32(mask) : U32_MAX;
	if (!(*to_mark & ~*to_mask))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, mark, "mark has bits outside its mask");
	return -EINVAL;
}

/* A packet that has both marks would have to have two source addresses. */
static int genl_srcmarks(const struct genl_info *info,
			 struct mn_mark marks[MN_SRCMARKS])
{
	struct mn_mark *home = &marks[MN_SRCMARK_HOME];
	struct mn_mark *careof = &marks[MN_SRCMARK_CAREOF];
	int err;

	err = genl_mark(info, MN_A_HOME_MARK, &home->mark,
			MN_A_HOME_MASK, &home->mask) ?:
	      genl_mark(info, MN_A_CAREOF_MARK, &careof->mark,
			MN_A_CAREOF_MASK, &careof->mask);
	if (err || !mn_mark_overlap(home, careof))
		return err;
	NL_SET_ERR_MSG(info->extack,
		       "a packet could have both the home mark and the care-of mark");
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
				    "this kernel has no cgroups of sockets");
		return -EOPNOTSUPP;
	}
	t->cgroup = nla_get_u64(cgroup);
	return 0;
}

static int genl_home_flag(const struct genl_info *info, struct mn_settings *set)
{
	struct nlattr *nla = info->attrs[MN_A_HOME_FLAG];

	if (!nla)
		return 0;
	if (nla_get_u8(nla) != MN_HOME_FLAG_OFF && !mn_choice_possible()) {
		NL_SET_ERR_MSG_ATTR(info->extack, nla,
				    "this kernel does not tell home addresses apart");
		return -EOPNOTSUPP;
	}
	set->home_flag = nla_get_u8(nla);
	return 0;
}

/* Settings that are given replace those before; the others stay. */
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
	if (tb[MN_A_GIVE_UP_TIME])
		set->give_up = nla_get_u32(tb[MN_A_GIVE_UP_TIME]);
	if (tb[MN_A_PERMIT])
		set->deny = nla_get_u8(tb[MN_A_PERMIT]) == MN_PERMISSION_DENY;
	return genl_mark(info, MN_A_TRANSIENT_MARK, &set->transient.mark,
			 MN_A_TRANSIENT_MASK, &set->transient.mask) ?:
	       genl_srcmarks(info, set->srcmarks) ?:
	       genl_transient_cgroup(info, &set->transient) ?:
	       genl_home_flag(info, set);
}

/* Count the attributes of a key, and the other ones. */
static void genl_count_set(const struct genl_info *info, unsigned int *key,
			   unsigned int *others)
{
	unsigned int i;

	for (i = 1; i < ARRAY_SIZE(genl_set_policy); i++) {
		if (!info->attrs[i])
			continue;
		if (i == MN_A_KEY || i == MN_A_MODIFIER || i == MN_A_SEC ||
		    i == MN_A_MORE_KEYS || i == MN_A_KEY_FILE)
			(*key)++;
		else
			(*others)++;
	}
}

static int genl_set_key(struct genl_info *info)
{
	struct mn_keys keys = {};
	int err = genl_keys(info, &keys);

	genl_wipe_keys(info);
	if (!err)
		err = mn_config_set_keys(genl_mn(info), &keys, info->extack);
	mn_keys_put(&keys);
	return err;
}

static int genl_set_others(struct genl_info *info)
{
	int err = mn_setting_set(genl_mn(info), genl_edit, info);

	if (err == -EBUSY)
		NL_SET_ERR_MSG(info->extack, MN_FROZEN);
	return err;
}

/* A key and settings fail for different reasons, so a request has one of them. */
static int genl_set(struct sk_buff *skb, struct genl_info *info)
{
	unsigned int key = 0, others = 0;

	genl_count_set(info, &key, &others);
	if (key && !others)
		return genl_set_key(info);
	genl_wipe_keys(info);
	if (!key && others)
		return genl_set_others(info);
	if (key)
		NL_SET_ERR_MSG(info->extack, "a key is set by itself");
	else
		NL_SET_ERR_MSG(info->extack, "there is nothing to set");
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
		.dumpit = mn_dump_addresses,
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
		.dumpit = mn_dump_links,
	}, {
		.cmd = MN_CMD_LINK_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_link_set,
		.policy = genl_link_policy,
		.maxattr = ARRAY_SIZE(genl_link_policy) - 1,
	}, {
		.cmd = MN_CMD_ANCHOR_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_anchor_new,
		.policy = genl_anchor_policy,
		.maxattr = ARRAY_SIZE(genl_anchor_policy) - 1,
	}, {
		.cmd = MN_CMD_ANCHOR_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_anchor_del,
		.policy = genl_prefix_policy,
		.maxattr = ARRAY_SIZE(genl_prefix_policy) - 1,
	}, {
		.cmd = MN_CMD_ANCHOR_GET,
		.dumpit = mn_dump_anchors,
	}, {
		.cmd = MN_CMD_LINK_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_link_new,
		.policy = genl_name_policy,
		.maxattr = ARRAY_SIZE(genl_name_policy) - 1,
	}, {
		.cmd = MN_CMD_LINK_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_link_del,
		.policy = genl_name_policy,
		.maxattr = ARRAY_SIZE(genl_name_policy) - 1,
	}, {
		.cmd = MN_CMD_PERMIT_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_permit_new,
		.policy = genl_permit_policy,
		.maxattr = ARRAY_SIZE(genl_permit_policy) - 1,
	}, {
		.cmd = MN_CMD_PERMIT_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = genl_permit_del,
		.policy = genl_permit_policy,
		.maxattr = ARRAY_SIZE(genl_permit_policy) - 1,
	}, {
		.cmd = MN_CMD_PERMIT_GET,
		.dumpit = mn_dump_permits,
	}, {
		.cmd = MN_CMD_NAME_GET,
		.dumpit = mn_dump_names,
	}, {
		.cmd = MN_CMD_CHECKPOINT,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = mn_genl_freeze,
		.policy = mn_genl_freeze_policy,
		.maxattr = ARRAY_SIZE(mn_genl_freeze_policy) - 1,
	}, {
		.cmd = MN_CMD_THAW,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = mn_genl_thaw,
		.policy = mn_genl_thaw_policy,
		.maxattr = ARRAY_SIZE(mn_genl_thaw_policy) - 1,
	},
};

int __init mn_genl_init(void)
{
	return mn_family_init(mn_genl_ops, ARRAY_SIZE(mn_genl_ops));
}

void mn_genl_exit(void)
{
	mn_family_exit();
}
