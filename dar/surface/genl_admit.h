/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of the generic netlink family about who is admitted by name.
 */
#ifndef _DAR_GENL_ADMIT_H
#define _DAR_GENL_ADMIT_H

#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#define DAR_GENL_ADMIT_MAX	DAR_A_FINGERPRINT

extern const struct nla_policy dar_genl_admit_policy[DAR_GENL_ADMIT_MAX + 1];

int dar_genl_admit_new(struct sk_buff *skb, struct genl_info *info);
int dar_genl_admit_del(struct sk_buff *skb, struct genl_info *info);
int dar_genl_admit_flush(struct sk_buff *skb, struct genl_info *info);
int dar_genl_admit_dump(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* _DAR_GENL_ADMIT_H */
