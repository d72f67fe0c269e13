/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes of the messages of the family "mn".
 *
 * Functions that fill return 0, or -EMSGSIZE when the message has no room.
 */
#ifndef _MN_FILL_H
#define _MN_FILL_H

#include <linux/skbuff.h>

struct mn_addr;
struct mn_anchor;
struct mn_link;
struct mn_net;
struct mn_permit;

/* mn->lock */
int mn_fill_address(struct sk_buff *skb, const struct mn_net *mn,
		    const struct mn_addr *a);
int mn_fill_link(struct sk_buff *skb, struct mn_link *link);
int mn_fill_permit(struct sk_buff *skb, const struct mn_permit *rule);
int mn_fill_anchor(struct sk_buff *skb, const struct mn_anchor *anchor);

/* Octets that mn_fill_node() takes at most. */
size_t mn_fill_node_size(void);

/*
 * State, settings and counters of a namespace, and with @files the names of the files that
 * its keys came from.  Takes mn->lock itself.
 */
int mn_fill_node(struct sk_buff *skb, struct mn_net *mn, bool files);

#endif /* _MN_FILL_H */
