/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets that are not delivered: each has a counter, and a tracepoint. */
#ifndef _MN_LOST_H
#define _MN_LOST_H

#include <linux/skbuff.h>

#include "stats.h"

struct mn_net;

/* Count a packet that the caller drops.  Any context. */
void mn_lost_note(struct mn_net *mn, const struct sk_buff *skb,
		  enum mn_stat why);

/* Count a packet that is not delivered, and free it.  Any context. */
void mn_lost(struct mn_net *mn, struct sk_buff *skb, enum mn_stat why);

/* The same for all packets of a queue that nobody else uses. */
void mn_lost_queue(struct mn_net *mn, struct sk_buff_head *list,
		   enum mn_stat why);

#endif /* _MN_LOST_H */
