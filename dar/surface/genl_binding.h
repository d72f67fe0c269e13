/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about bindings and remembered entries.
 */
#ifndef _DAR_GENL_BINDING_H
#define _DAR_GENL_BINDING_H

#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#define DAR_GENL_HOME_MAX	DAR_A_HOME

extern const struct nla_policy dar_genl_home_policy[DAR_GENL_HOME_MAX + 1];

int dar_genl_binding_get(struct sk_buff *skb, struct genl_info *info);
int dar_genl_binding_flush(struct sk_buff *skb, struct genl_info *info);
int dar_genl_memory_flush(struct sk_buff *skb, struct genl_info *info);

/* Both dumps begin with this, and end with dar_dump_done(). */
int dar_genl_dump_start(struct netlink_callback *cb);
int dar_genl_dump_bindings(struct sk_buff *skb, struct netlink_callback *cb);
int dar_genl_dump_memory(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* _DAR_GENL_BINDING_H */
