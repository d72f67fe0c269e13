// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include <fama/given.h>

#include "checkpoint.h"
#include "family.h"
#include "genl_checkpoint.h"
#include "mn.h"
#include "save.h"
#include "upgrade.h"

const struct nla_policy mn_genl_freeze_policy[MN_A_SECRET + 1] = {
	[MN_A_SECRET] = NLA_POLICY_EXACT_LEN(MN_SECRET_LEN),
};

const struct nla_policy mn_genl_thaw_policy[MN_A_CHECKPOINT + 1] = {
	[MN_A_CHECKPOINT] = { .type = NLA_BINARY, .len = MN_GENL_CHECKPOINT_MAX },
};

void mn_genl_wipe_secret(struct genl_info *info)
{
	struct nlattr *nla;
	int rem;

	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem)
		if (nla_type(nla) == MN_A_SECRET)
			memzero_explicit(nla_data(nla), nla_len(nla));
}

static int genl_send(struct genl_info *info, const u8 *octets, size_t len)
{
	struct sk_buff *msg = genlmsg_new(nla_total_size(len), GFP_KERNEL);
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &mn_genl_family, 0,
				MN_CMD_CHECKPOINT);
	if (!hdr || nla_put(msg, MN_A_CHECKPOINT, len, octets)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/* A checkpoint that nobody has got is thrown away. */
int mn_genl_freeze(struct sk_buff *skb, struct genl_info *info)
{
	struct mn_net *mn = mn_net(genl_info_net(info));
	size_t len;
	u8 *octets;
	int err;

	if (!fama_given(info, MN_A_SECRET))
		return -EINVAL;
	err = mn_upgrade_freeze(mn, nla_data(info->attrs[MN_A_SECRET]), &octets,
				&len, info->extack);
	mn_genl_wipe_secret(info);
	if (err)
		return err;
	err = genl_send(info, octets, len);
	if (err)
		mn_upgrade_thaw(mn, octets, len, NULL);
	mn_save_free(octets, len);
	return err;
}

int mn_genl_thaw(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *checkpoint = info->attrs[MN_A_CHECKPOINT];

	return mn_upgrade_thaw(mn_net(genl_info_net(info)),
			       checkpoint ? nla_data(checkpoint) : NULL,
			       checkpoint ? nla_len(checkpoint) : 0, info->extack);
}

int mn_genl_restore(struct genl_info *info, struct mn_restore_from *from)
{
	const struct nlattr *checkpoint = info->attrs[MN_A_CHECKPOINT];

	if (!checkpoint)
		return 0;
	if (!fama_given(info, MN_A_SECRET))
		return -EINVAL;
	from->octets = nla_data(checkpoint);
	from->len = nla_len(checkpoint);
	from->secret = nla_data(info->attrs[MN_A_SECRET]);
	return 0;
}
