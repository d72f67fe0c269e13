// SPDX-License-Identifier: GPL-2.0-only
#include <uapi/linux/dar.h>

#include "../kernel/family.h"
#include "reply.h"

int dar_reply_send(struct genl_info *info, struct sk_buff *skb, void *hdr,
		   int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

struct sk_buff *dar_reply_new(struct genl_info *info, u8 cmd,
			      size_t size, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = dar_family_put(skb, info->snd_portid, info->snd_seq, 0, cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

int dar_reply_entry(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		    int (*fill)(struct sk_buff *skb, const void *entry),
		    const void *entry)
{
	void *hdr;

	hdr = dar_family_put(skb, NETLINK_CB(cb->skb).portid,
			     cb->nlh->nlmsg_seq, NLM_F_MULTI, cmd);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (fill(skb, entry)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}
