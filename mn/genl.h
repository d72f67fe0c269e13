/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the family "mn" share: genl.c has the commands, dump.c the
 * lists, event.c the notifications, fill.c the attributes of them all.
 */
#ifndef _MN_GENL_H
#define _MN_GENL_H

#include <net/genetlink.h>

#include "mn.h"

extern struct genl_family mn_genl_family;

#define MN_GENL_GROUP_EVENTS	0

/* dump.c */
int mn_dump_addresses(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_links(struct sk_buff *skb, struct netlink_callback *cb);
int mn_dump_anchors(struct sk_buff *skb, struct netlink_callback *cb);

/* fill.c: 0 or -EMSGSIZE; what they show is protected by mn->lock */
int mn_fill_address(struct sk_buff *skb, const struct mn_net *mn,
		    const struct mn_addr *a);
int mn_fill_link(struct sk_buff *skb, const struct mn_link *link);
int mn_fill_anchor(struct sk_buff *skb, const struct mn_anchor *anchor);

/* Octets that mn_fill_node() takes at most. */
size_t mn_fill_node_size(void);

/* State, settings and counters of a namespace; takes mn->lock. */
int mn_fill_node(struct sk_buff *skb, struct mn_net *mn);

#endif /* _MN_GENL_H */
