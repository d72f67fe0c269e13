/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about checkpoints.
 */
#ifndef _MN_GENL_CHECKPOINT_H
#define _MN_GENL_CHECKPOINT_H

#include <net/genetlink.h>

#include <uapi/linux/mn.h>

#include "restore.h"

/* Octets of a checkpoint that may come in one attribute. */
#define MN_GENL_CHECKPOINT_MAX	60000

extern const struct nla_policy mn_genl_freeze_policy[MN_A_SECRET + 1];
extern const struct nla_policy mn_genl_thaw_policy[MN_A_CHECKPOINT + 1];

int mn_genl_freeze(struct sk_buff *skb, struct genl_info *info);
int mn_genl_thaw(struct sk_buff *skb, struct genl_info *info);

/* The checkpoint of a request to enable the node, if there is one.  0 or -EINVAL */
int mn_genl_restore(struct genl_info *info, struct mn_restore_from *from);

/* The socket keeps its copy of the request for a while. */
void mn_genl_wipe_secret(struct genl_info *info);

#endif /* _MN_GENL_CHECKPOINT_H */
