// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <net/ipv6.h>

#include "../message/event.h"
#include "lost.h"

void dar_lost(struct dar_net *dn, const struct in6_addr *home,
	      enum dar_stat why)
{
	dar_stat_inc(dn->mib, why);
	dar_event_lost(dn, home, why);
}

void dar_lost_unreachable(struct dar_net *dn, struct sk_buff *skb,
			  enum dar_stat why)
{
	dar_lost(dn, &ipv6_hdr(skb)->daddr, why);
	icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH, 0);
}
