// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include <uapi/linux/dar.h>

#include <fama/given.h>

#include "../control/config.h"
#include "../control/drain.h"
#include "../control/enable.h"
#include "../message/fill.h"
#include "genl_role.h"
#include "reply.h"

#define GENL_DEFAULT_DEVICE	"dar0"
#define GENL_KEY_MAX		2048	/* octets of a PKCS#1 key in DER */
#define GENL_COUNTER_NAME_MAX	32

const struct nla_policy dar_genl_enable_policy[DAR_GENL_ENABLE_MAX + 1] = {
	[DAR_A_DEVICE] = { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
	[DAR_A_SECRET] = NLA_POLICY_EXACT_LEN(DAR_SECRET_LEN),
	[DAR_A_SECRET_FILE] = { .type = NLA_NUL_STRING, .len = DAR_FILE_MAX },
};

const struct nla_policy dar_genl_drain_policy[DAR_GENL_DRAIN_MAX + 1] = {
	[DAR_A_DRAINING] = NLA_POLICY_MAX(NLA_U8, 1),
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

static struct netlink_range_validation genl_lifetime_range = {
	.min = FAMA_MH_LIFETIME_UNIT,
	.max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,
};

static struct netlink_range_validation genl_protocol_range = {
	.min = DAR_PROTOCOL_MIN,
	.max = DAR_PROTOCOL_LIMIT,
};

static struct netlink_range_validation genl_hold_packets_range = {
	.max = DAR_HOLD_PACKETS_LIMIT,
};

static struct netlink_range_validation genl_hold_octets_range = {
	.max = DAR_HOLD_OCTETS_LIMIT,
};

static struct netlink_range_validation genl_hold_age_range = {
	.min = 1,
	.max = DAR_HOLD_AGE_LIMIT,
};

const struct nla_policy dar_genl_set_policy[DAR_GENL_SET_MAX + 1] = {
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
	[DAR_A_UNVERIFIED_LIFETIME] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &genl_lifetime_range),
	[DAR_A_FIB_PROTOCOL] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_protocol_range),
	[DAR_A_HOLD_PACKETS] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &genl_hold_packets_range),
	[DAR_A_HOLD_OCTETS] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &genl_hold_octets_range),
	[DAR_A_HOLD_AGE] = NLA_POLICY_FULL_RANGE(NLA_U32, &genl_hold_age_range),
	[DAR_A_HOLD_MEMORY] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &genl_hold_octets_range),
	[DAR_A_SECRET] = NLA_POLICY_EXACT_LEN(DAR_SECRET_LEN),
	[DAR_A_SECRET_FILE] = { .type = NLA_NUL_STRING, .len = DAR_FILE_MAX },
	[DAR_A_KEY_FILE] = { .type = NLA_NUL_STRING, .len = DAR_FILE_MAX },
};

static const u8 genl_setting_attrs[DAR_SETTING_COUNT] = {
	[DAR_SETTING_MAX_BINDINGS] = DAR_A_MAX_BINDINGS,
	[DAR_SETTING_MAX_REMEMBERED] = DAR_A_MAX_REMEMBERED,
	[DAR_SETTING_QUEUE_MAX] = DAR_A_QUEUE_MAX,
	[DAR_SETTING_VERIFY_RATE] = DAR_A_VERIFY_RATE,
	[DAR_SETTING_REFUSAL_RATE] = DAR_A_REFUSAL_RATE,
	[DAR_SETTING_UNVERIFIED_LIFETIME] = DAR_A_UNVERIFIED_LIFETIME,
	[DAR_SETTING_FIB_PROTOCOL] = DAR_A_FIB_PROTOCOL,
	[DAR_SETTING_HOLD_PACKETS] = DAR_A_HOLD_PACKETS,
	[DAR_SETTING_HOLD_OCTETS] = DAR_A_HOLD_OCTETS,
	[DAR_SETTING_HOLD_AGE] = DAR_A_HOLD_AGE,
	[DAR_SETTING_HOLD_MEMORY] = DAR_A_HOLD_MEMORY,
};

static int genl_fill_counter(struct sk_buff *skb, const char *name, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTER);

	if (!nest ||
	    nla_put_string(skb, DAR_A_COUNTER_NAME, name) ||
	    dar_fill_u64(skb, DAR_A_COUNTER_VALUE, value))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int genl_fill_counters(struct sk_buff *skb, const struct dar_net *dn)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTERS);
	enum dar_stat i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < DAR_STAT_COUNT; i++)
		if (genl_fill_counter(skb, dar_stat_name(i),
				      dar_stat_sum(dn->mib, i)))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int genl_fill_settings(struct sk_buff *skb, const struct dar_settings *s)
{
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++)
		if (nla_put_u32(skb, genl_setting_attrs[i],
				dar_setting_get(s, i)))
			return -EMSGSIZE;
	return 0;
}

static size_t genl_role_size(void)
{
	size_t counter = nla_total_size(0) +
			 nla_total_size(GENL_COUNTER_NAME_MAX) +
			 nla_total_size_64bit(sizeof(u64));

	return 5 * nla_total_size(sizeof(u8)) + nla_total_size(IFNAMSIZ) +
	       2 * nla_total_size(DAR_CHECKPOINT_NAME_LEN) +
	       2 * nla_total_size(DAR_FILE_MAX + 1) +
	       nla_total_size(sizeof(u32)) * (11 + DAR_SETTING_COUNT) +
	       nla_total_size(0) + DAR_STAT_COUNT * counter;
}

static int genl_fill_life(struct sk_buff *skb, const struct dar_net *dn)
{
	const struct dar_life *life = &dn->life;

	if (!dn->enabled)
		return 0;
	if (nla_put(skb, DAR_A_INSTANCE, sizeof(life->instance),
		    life->instance) ||
	    (memchr_inv(life->parent, 0, sizeof(life->parent)) &&
	     nla_put(skb, DAR_A_PARENT, sizeof(life->parent), life->parent)))
		return -EMSGSIZE;
	return 0;
}

static int genl_fill_fib(struct sk_buff *skb, struct dar_fib *fib)
{
	unsigned int waiting, routes = dar_fib_count(fib, &waiting);

	if (nla_put_u32(skb, DAR_A_FIB_ROUTES, routes) ||
	    nla_put_u32(skb, DAR_A_FIB_WAITING, waiting))
		return -EMSGSIZE;
	return 0;
}

/* Names of files, in the order of what they hold; none is unknown. */
static int genl_fill_files(struct sk_buff *skb, struct dar_net *dn)
{
	char key[DAR_FILE_MAX + 1];

	lockdep_assert_held(&dn->lock);

	dar_signer_file(&dn->signer, key);
	if ((*dn->secret.file &&
	     nla_put_string(skb, DAR_A_SECRET_FILE, dn->secret.file)) ||
	    (*key && nla_put_string(skb, DAR_A_KEY_FILE, key)))
		return -EMSGSIZE;
	return 0;
}

static int genl_fill_role(struct sk_buff *skb, struct dar_net *dn)
{
	unsigned int bits = dar_signer_bits(&dn->signer);
	const struct net_device *dev;
	int err;

	lockdep_assert_held(&dn->lock);

	/* The lock does not keep a disable from removing the device. */
	rcu_read_lock();
	dev = rcu_dereference(dn->dev);
	err = dev ? nla_put_string(skb, DAR_A_DEVICE, dev->name) : 0;
	rcu_read_unlock();
	if (err || nla_put_u8(skb, DAR_A_ENABLED, dn->enabled) ||
	    nla_put_u8(skb, DAR_A_LASTING, dn->secret.given) ||
	    nla_put_u8(skb, DAR_A_DRAINING, dn->draining) ||
	    nla_put_u8(skb, DAR_A_FROZEN, dar_bcache_frozen(&dn->bcache)) ||
	    (bits && nla_put_u32(skb, DAR_A_KEY_BITS, bits)) ||
	    (dn->enabled && nla_put_u32(skb, DAR_A_RSA_SIZES, dn->rsa)) ||
	    nla_put_u32(skb, DAR_A_ANCHORS, READ_ONCE(dn->n_anchors)) ||
	    nla_put_u32(skb, DAR_A_BINDINGS, dar_bcache_active(&dn->bcache)) ||
	    nla_put_u32(skb, DAR_A_REMEMBERED,
			dar_bcache_remembered(&dn->bcache)) ||
	    nla_put_u32(skb, DAR_A_QUEUED, dar_queue_len(&dn->queue)) ||
	    nla_put_u32(skb, DAR_A_ADMITTED, dar_allow_count(&dn->allow)) ||
	    nla_put_u32(skb, DAR_A_SEEN, dar_seen_count(&dn->seen)) ||
	    nla_put_u8(skb, DAR_A_FORWARDING,
		       !!READ_ONCE(dn->net->ipv6.devconf_all->forwarding)))
		return -EMSGSIZE;
	err = genl_fill_life(skb, dn) ?:
	      genl_fill_settings(skb, &dn->settings) ?:
	      genl_fill_fib(skb, &dn->fib);
	return err ?: genl_fill_counters(skb, dn);
}

static const char *genl_string(const struct genl_info *info, int attr)
{
	return info->attrs[attr] ? nla_data(info->attrs[attr]) : NULL;
}

int dar_genl_enable(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *secret = info->attrs[DAR_A_SECRET];
	const char *name = GENL_DEFAULT_DEVICE;
	int err;

	if (info->attrs[DAR_A_DEVICE])
		name = nla_data(info->attrs[DAR_A_DEVICE]);
	err = dar_enable(dar_net(genl_info_net(info)), name,
			 secret ? nla_data(secret) : NULL,
			 genl_string(info, DAR_A_SECRET_FILE), info->extack);
	/* Wipe it: the request stays in the socket's memory for a while. */
	if (secret)
		memzero_explicit(nla_data(secret), nla_len(secret));
	return err;
}

int dar_genl_disable(struct sk_buff *skb, struct genl_info *info)
{
	return dar_disable(dar_net(genl_info_net(info)), info->extack);
}

int dar_genl_drain(struct sk_buff *skb, struct genl_info *info)
{
	if (!fama_given(info, DAR_A_DRAINING))
		return -EINVAL;
	return dar_drain(dar_net(genl_info_net(info)),
			 nla_get_u8(info->attrs[DAR_A_DRAINING]), info->extack);
}

int dar_genl_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = dar_reply_new(info, DAR_CMD_GET, genl_role_size(), &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&dn->lock);
	err = genl_fill_role(msg, dn);
	if (!err && netlink_net_capable(skb, CAP_NET_ADMIN))
		err = genl_fill_files(msg, dn);
	mutex_unlock(&dn->lock);
	return dar_reply_send(info, msg, hdr, err);
}

static int genl_set_key(struct genl_info *info)
{
	const struct nlattr *key = info->attrs[DAR_A_KEY];
	const struct nlattr *modifier = info->attrs[DAR_A_MODIFIER];

	if (nla_len(key) && !fama_given(info, DAR_A_MODIFIER))
		return -EINVAL;
	return dar_signer_set(&dar_net(genl_info_net(info))->signer,
			      nla_data(key), nla_len(key),
			      modifier ? nla_data(modifier) : NULL,
			      genl_string(info, DAR_A_KEY_FILE), info->extack);
}

static int genl_set_numbers(struct genl_info *info)
{
	struct dar_change change = { 0 };
	const struct nlattr *attr;
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++) {
		attr = info->attrs[genl_setting_attrs[i]];
		if (!attr)
			continue;
		change.which |= BIT(i);
		change.value[i] = nla_get_u32(attr);
	}
	return dar_config_set(dar_net(genl_info_net(info)), &change, info->extack);
}

static int genl_same_secret(struct genl_info *info)
{
	struct nlattr *secret = info->attrs[DAR_A_SECRET];
	int err;

	err = dar_config_same_secret(dar_net(genl_info_net(info)), nla_data(secret),
				     genl_string(info, DAR_A_SECRET_FILE), info->extack);
	memzero_explicit(nla_data(secret), nla_len(secret));
	return err;
}

/* Key and numbers are not set together, because each may fail by itself. */
static bool genl_set_mixed(const struct genl_info *info)
{
	enum dar_setting i;

	for (i = 0; i < DAR_SETTING_COUNT; i++)
		if (info->attrs[genl_setting_attrs[i]])
			return true;
	return false;
}

int dar_genl_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *key = info->attrs[DAR_A_KEY];
	int err = -EINVAL;

	if (!key && !info->attrs[DAR_A_MODIFIER] && !info->attrs[DAR_A_SECRET])
		return genl_set_numbers(info);
	if (info->attrs[DAR_A_SECRET] && !key && !genl_set_mixed(info))
		return genl_same_secret(info);
	if (!fama_given(info, DAR_A_KEY))
		return -EINVAL;
	if (genl_set_mixed(info))
		NL_SET_ERR_MSG_ATTR(info->extack, key,
				    "a key cannot be set together with other settings");
	else
		err = genl_set_key(info);
	/* Wipe the key: the request stays in the socket's memory for a while. */
	memzero_explicit(nla_data(key), nla_len(key));
	return err;
}
