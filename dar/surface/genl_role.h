/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about the role as a whole.
 */
#ifndef _DAR_GENL_ROLE_H
#define _DAR_GENL_ROLE_H

#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#define DAR_GENL_ENABLE_MAX	DAR_A_SECRET_FILE
#define DAR_GENL_SET_MAX	DAR_A_HOLD_MEMORY
#define DAR_GENL_DRAIN_MAX	DAR_A_DRAINING

extern const struct nla_policy dar_genl_enable_policy[DAR_GENL_ENABLE_MAX + 1];
extern const struct nla_policy dar_genl_drain_policy[DAR_GENL_DRAIN_MAX + 1];
extern const struct nla_policy dar_genl_set_policy[DAR_GENL_SET_MAX + 1];

int dar_genl_enable(struct sk_buff *skb, struct genl_info *info);
int dar_genl_disable(struct sk_buff *skb, struct genl_info *info);
int dar_genl_get(struct sk_buff *skb, struct genl_info *info);
int dar_genl_drain(struct sk_buff *skb, struct genl_info *info);
int dar_genl_set(struct sk_buff *skb, struct genl_info *info);

#endif /* _DAR_GENL_ROLE_H */
