// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <net/sock.h>

#include <fama/given.h>

#include "../control/checkpoint.h"
#include "../control/resume.h"
#include "../kernel/family.h"
#include "dump.h"
#include "genl_checkpoint.h"

const struct nla_policy
dar_genl_checkpoint_policy[DAR_GENL_CHECKPOINT_MAX + 1] = {
	[DAR_A_FROZEN] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_HEADER] = NLA_POLICY_EXACT_LEN(DAR_CHECKPOINT_HEADER_LEN),
	[DAR_A_CHUNK] = { .type = NLA_BINARY, .len = DAR_CHECKPOINT_CHUNK_MAX },
	[DAR_A_LAST] = NLA_POLICY_MAX(NLA_U8, 1),
	[DAR_A_APPLY] = NLA_POLICY_MAX(NLA_U8, 1),
};

/**
 * struct genl_sealer - state of a dump that makes a checkpoint
 * @s: the checkpoint
 * @begun: its header was sent
 * @stalled: there is no room for the next chunk in this message
 * @ended: its last chunk was sent
 */
struct genl_sealer {
	struct dar_sealer s;
	bool begun;
	bool stalled;
	bool ended;
};

int dar_genl_freeze(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *discarded = info->attrs[DAR_A_HEADER];

	if (!fama_given(info, DAR_A_FROZEN))
		return -EINVAL;
	return dar_freeze(dar_net(genl_info_net(info)),
			  nla_get_u8(info->attrs[DAR_A_FROZEN]),
			  discarded ? nla_data(discarded) : NULL, info->extack);
}

static struct dar_net *genl_net(const struct netlink_callback *cb)
{
	return dar_net(sock_net(cb->skb->sk));
}

static struct genl_sealer *genl_sealer(const struct netlink_callback *cb)
{
	return (struct genl_sealer *)cb->args[1];
}

/* A checkpoint may be of entries that come and go: it is not asked for again. */
static u32 genl_generation(struct netlink_callback *cb)
{
	return 1;
}

int dar_genl_checkpoint_start(struct netlink_callback *cb)
{
	struct genl_sealer *sealer;
	int err;

	sealer = kzalloc(sizeof(*sealer), GFP_KERNEL);
	if (!sealer)
		return -ENOMEM;
	err = dar_dump_start(cb, &genl_net(cb)->bcache.table, genl_generation);
	if (err)
		kfree(sealer);
	else
		cb->args[1] = (long)sealer;
	return err;
}

int dar_genl_checkpoint_done(struct netlink_callback *cb)
{
	kfree_sensitive(genl_sealer(cb));
	return dar_dump_done(cb);
}

static void *genl_put_header(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dar_family_put(skb, NETLINK_CB(cb->skb).portid,
			      cb->nlh->nlmsg_seq, NLM_F_MULTI,
			      DAR_CMD_CHECKPOINT);
}

static int genl_begin(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct genl_sealer *sealer = genl_sealer(cb);
	void *hdr;
	int err;

	err = dar_sealer_begin(&sealer->s, genl_net(cb), cb->extack);
	if (err)
		return err;
	hdr = genl_put_header(skb, cb);
	if (!hdr || nla_put(skb, DAR_A_HEADER, sizeof(sealer->s.header),
			    sealer->s.header))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	sealer->begun = true;
	return 0;
}

/* Nothing is sealed before there is room: a nonce must not be used twice. */
static bool genl_put_chunk(struct sk_buff *skb, struct netlink_callback *cb,
			   bool last)
{
	struct dar_sealer *s = &genl_sealer(cb)->s;
	struct nlattr *chunk;
	void *hdr;

	hdr = genl_put_header(skb, cb);
	if (!hdr)
		return false;
	if (last && nla_put_u8(skb, DAR_A_LAST, true))
		goto full;
	chunk = nla_reserve(skb, DAR_A_CHUNK, dar_sealer_len(s));
	if (!chunk)
		goto full;
	dar_sealer_seal(s, nla_data(chunk), last);
	genlmsg_end(skb, hdr);
	return true;

full:
	genlmsg_cancel(skb, hdr);
	return false;
}

static int genl_put_entry(struct sk_buff *skb, struct netlink_callback *cb,
			  void *entry)
{
	struct genl_sealer *sealer = genl_sealer(cb);
	struct dar_binding_view view;

	if (dar_sealer_full(&sealer->s) && !genl_put_chunk(skb, cb, false)) {
		sealer->stalled = true;
		return -EMSGSIZE;
	}
	dar_binding_view(entry, &view);
	dar_sealer_add(&sealer->s, &view);
	dar_binding_data_wipe(&view.d);
	return 0;
}

static int genl_end(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct genl_sealer *sealer = genl_sealer(cb);
	int err;

	err = dar_sealer_end(&sealer->s, genl_net(cb), cb->extack);
	if (err)
		return err;
	sealer->ended = genl_put_chunk(skb, cb, true);
	return skb->len;
}

int dar_genl_checkpoint_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct genl_sealer *sealer = genl_sealer(cb);
	int err;

	if (sealer->ended)
		return 0;
	err = sealer->begun ? 0 : genl_begin(skb, cb);
	if (err)
		return err;
	sealer->stalled = false;
	dar_dump_entries(skb, cb, genl_put_entry);
	return sealer->stalled ? skb->len : genl_end(skb, cb);
}

/* Either the header of a checkpoint, or the next chunk of it. */
int dar_genl_resume(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	const struct nlattr *header = info->attrs[DAR_A_HEADER];
	const struct nlattr *chunk = info->attrs[DAR_A_CHUNK];
	const struct nlattr *last = info->attrs[DAR_A_LAST];
	const struct nlattr *apply = info->attrs[DAR_A_APPLY];

	if (header && chunk) {
		NL_SET_ERR_MSG_ATTR(info->extack, chunk,
				    "a chunk does not come with the header");
		return -EINVAL;
	}
	if (header)
		return dar_resume_begin(dn, nla_data(header),
					apply && nla_get_u8(apply),
					info->extack);
	if (!fama_given(info, DAR_A_CHUNK))
		return -EINVAL;
	return dar_resume_chunk(dn, nla_data(chunk), nla_len(chunk),
				last && nla_get_u8(last), info->extack);
}
