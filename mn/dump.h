/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists of the family "mn": dumpit callbacks of generic netlink. */
#ifndef _MN_DUMP_H
#define _MN_DUMP_H

#include <linux/netlink.h>

int mn_dump_addresses(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_links(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_names(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_permits(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_anchors(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* _MN_DUMP_H */
