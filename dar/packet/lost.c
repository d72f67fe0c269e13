// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <net/ipv6.h>

#include <fama/drop.h>

#include "../message/event.h"
#include "lost.h"

/* The nearest of the kernel's reasons. */
static enum skb_drop_reason lost_reason(enum dar_stat why)
{
	switch (why) {
	case DAR_STAT_TUNNEL_NO_BINDING:
	case DAR_STAT_NO_ROUTE:
	case DAR_STAT_NO_ADDRESS:
		return SKB_DROP_REASON_IP_OUTNOROUTES;
	case DAR_STAT_TUNNEL_DOWN:
		return SKB_DROP_REASON_DEV_READY;
	case DAR_STAT_NESTED:
		return SKB_DROP_REASON_RECURSION_LIMIT;
	case DAR_STAT_HELD_ENDED:
		return SKB_DROP_REASON_QUEUE_PURGE;
	case DAR_STAT_SPOOFED_SOURCE:
		return SKB_DROP_REASON_IP_RPFILTER;
	case DAR_STAT_BAD_INNER_SOURCE:
		return SKB_DROP_REASON_IP_INVALID_SOURCE;
	case DAR_STAT_POLICY:
		return SKB_DROP_REASON_XFRM_POLICY;
	default:
		return SKB_DROP_REASON_NOT_SPECIFIED;
	}
}

void dar_lost_note(struct dar_net *dn, const struct sk_buff *skb,
		   const struct in6_addr *home, enum dar_stat why)
{
	dar_stat_inc(dn->mib, why);
	dar_event_lost(dn, home, why);
	fama_drop_trace(dn->net, skb, dar_stat_name(why), lost_reason(why));
}

void dar_lost(struct dar_net *dn, struct sk_buff *skb,
	      const struct in6_addr *home, enum dar_stat why)
{
	dar_lost_note(dn, skb, home, why);
	kfree_skb_reason(skb, lost_reason(why));
}

void dar_lost_unreachable(struct dar_net *dn, struct sk_buff *skb,
			  enum dar_stat why)
{
	icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH, 0);
	dar_lost(dn, skb, &ipv6_hdr(skb)->daddr, why);
}
