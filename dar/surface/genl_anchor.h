/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about anchors.
 */
#ifndef _DAR_GENL_ANCHOR_H
#define _DAR_GENL_ANCHOR_H

#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#define DAR_GENL_PREFIX_MAX	DAR_A_PREFIX_LEN
#define DAR_GENL_ANCHOR_MAX	DAR_A_FIB

extern const struct nla_policy dar_genl_prefix_policy[DAR_GENL_PREFIX_MAX + 1];
extern const struct nla_policy dar_genl_anchor_policy[DAR_GENL_ANCHOR_MAX + 1];

int dar_genl_anchor_new(struct sk_buff *skb, struct genl_info *info);
int dar_genl_anchor_set(struct sk_buff *skb, struct genl_info *info);
int dar_genl_anchor_del(struct sk_buff *skb, struct genl_info *info);
int dar_genl_anchor_dump_start(struct netlink_callback *cb);
int dar_genl_anchor_dump(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* _DAR_GENL_ANCHOR_H */
