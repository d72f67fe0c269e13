/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about checkpoints.
 */
#ifndef _DAR_GENL_CHECKPOINT_H
#define _DAR_GENL_CHECKPOINT_H

#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#define DAR_GENL_CHECKPOINT_MAX	DAR_A_APPLY

extern const struct nla_policy
dar_genl_checkpoint_policy[DAR_GENL_CHECKPOINT_MAX + 1];

int dar_genl_freeze(struct sk_buff *skb, struct genl_info *info);
int dar_genl_checkpoint_start(struct netlink_callback *cb);
int dar_genl_checkpoint_dump(struct sk_buff *skb, struct netlink_callback *cb);
int dar_genl_checkpoint_done(struct netlink_callback *cb);
int dar_genl_resume(struct sk_buff *skb, struct genl_info *info);

#endif /* _DAR_GENL_CHECKPOINT_H */
