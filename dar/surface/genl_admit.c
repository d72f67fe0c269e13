// SPDX-License-Identifier: GPL-2.0-only
#include <linux/list.h>
#include <net/sock.h>

#include <fama/given.h>

#include "../pure/address.h"
#include "../state/allow.h"
#include "../state/dar.h"
#include "genl_admit.h"
#include "reply.h"

const struct nla_policy dar_genl_admit_policy[DAR_GENL_ADMIT_MAX + 1] = {
	[DAR_A_HOME] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_FINGERPRINT] = NLA_POLICY_EXACT_LEN(DAR_FINGERPRINT_LEN),
};

static struct dar_allow *genl_list(struct genl_info *info)
{
	return &dar_net(genl_info_net(info))->allow;
}

static int genl_parse_home(struct genl_info *info, struct dar_allow_name *name)
{
	struct in6_addr home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);

	if (!dar_address_usable(&home)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DAR_A_HOME],
				    "this cannot be a home address");
		return -EINVAL;
	}
	memcpy(name->octets, &home, sizeof(home));
	return 0;
}

/* Either a key or a home address. */
static int genl_parse_name(struct genl_info *info, struct dar_allow_name *name)
{
	const struct nlattr *key = info->attrs[DAR_A_FINGERPRINT];

	*name = (struct dar_allow_name){ .key = key };
	if (key && info->attrs[DAR_A_HOME]) {
		NL_SET_ERR_MSG_ATTR(info->extack, key,
				    "give either a key or a home address");
		return -EINVAL;
	}
	if (info->attrs[DAR_A_HOME])
		return genl_parse_home(info, name);
	if (!fama_given(info, DAR_A_FINGERPRINT))
		return -EINVAL;
	memcpy(name->octets, nla_data(key), sizeof(name->octets));
	return 0;
}

int dar_genl_admit_new(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_allow_name name;

	return genl_parse_name(info, &name) ?:
	       dar_allow_add(genl_list(info), &name, info->extack);
}

int dar_genl_admit_del(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_allow_name name;

	return genl_parse_name(info, &name) ?:
	       dar_allow_del(genl_list(info), &name, info->extack);
}

int dar_genl_admit_flush(struct sk_buff *skb, struct genl_info *info)
{
	dar_allow_flush(genl_list(info));
	return 0;
}

static int genl_fill_admitted(struct sk_buff *skb, const void *entry)
{
	const struct dar_allow_name *name = entry;

	if (name->key)
		return nla_put(skb, DAR_A_FINGERPRINT, sizeof(name->octets),
			       name->octets);
	return nla_put(skb, DAR_A_HOME, sizeof(struct in6_addr), name->octets);
}

/* A dump resumes at the number of the next entry, if the list did not change. */
int dar_genl_admit_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dar_allow *l = &dar_net(sock_net(cb->skb->sk))->allow;
	const struct dar_allow_entry *e;
	long n = 0, start = cb->args[0];

	mutex_lock(&l->lock);
	cb->seq = l->generation;
	list_for_each_entry(e, &l->entries, list) {
		if (n++ < start)
			continue;
		if (dar_reply_entry(skb, cb, DAR_CMD_ADMIT_GET,
				    genl_fill_admitted, &e->name))
			break;
		cb->args[0] = n;
	}
	mutex_unlock(&l->lock);
	return skb->len;
}
