// SPDX-License-Identifier: GPL-2.0-only
#include <fama/drop.h>

#include "lost.h"
#include "mn.h"

/* The nearest of the kernel's reasons. */
static enum skb_drop_reason lost_reason(enum mn_stat why)
{
	switch (why) {
	case MN_STAT_TUNNEL_NO_ADDRESS:
		return SKB_DROP_REASON_IP_INVALID_SOURCE;
	case MN_STAT_TUNNEL_SPOOFED:
		return SKB_DROP_REASON_IP_RPFILTER;
	case MN_STAT_TUNNEL_OVERFLOW:
		return SKB_DROP_REASON_NEIGH_QUEUEFULL;
	case MN_STAT_TUNNEL_GIVEN_UP:
	case MN_STAT_TUNNEL_STALE:
	case MN_STAT_ROUTER_LEFT:
		return SKB_DROP_REASON_QUEUE_PURGE;
	case MN_STAT_NO_ROUTE:
		return SKB_DROP_REASON_IP_OUTNOROUTES;
	case MN_STAT_TUNNEL_DOWN:
		return SKB_DROP_REASON_DEV_READY;
	case MN_STAT_FORWARDED:
		return SKB_DROP_REASON_IP_INVALID_SOURCE;
	case MN_STAT_POLICY:
		return SKB_DROP_REASON_XFRM_POLICY;
	default:
		return SKB_DROP_REASON_NOT_SPECIFIED;
	}
}

void mn_lost_note(struct mn_net *mn, const struct sk_buff *skb,
		  enum mn_stat why)
{
	mn_stats_inc(&mn->stats, why);
	fama_drop_trace(mn->net, skb, mn_stats_name(why), lost_reason(why));
}

void mn_lost(struct mn_net *mn, struct sk_buff *skb, enum mn_stat why)
{
	mn_lost_note(mn, skb, why);
	kfree_skb_reason(skb, lost_reason(why));
}

void mn_lost_queue(struct mn_net *mn, struct sk_buff_head *list,
		   enum mn_stat why)
{
	struct sk_buff *skb;

	while ((skb = __skb_dequeue(list)))
		mn_lost(mn, skb, why);
}
