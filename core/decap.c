// SPDX-License-Identifier: GPL-2.0-only
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>

#include <fama/drop.h>

#include "decap.h"

void fama_decap(struct net_device *dev, struct gro_cells *gro,
		struct sk_buff *skb)
{
	enum skb_drop_reason reason = SKB_DROP_REASON_HDR_TRUNC;
	const char *why = "rx_errors";
	unsigned int outer;

	outer = skb_network_header(skb) - skb->head;
	if (iptunnel_pull_header(skb, 0, htons(ETH_P_IPV6), false))
		goto drop;
	skb->dev = dev;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	if (!pskb_may_pull(skb, sizeof(struct ipv6hdr)))
		goto drop;
	memset(skb->cb, 0, sizeof(struct inet6_skb_parm));
	__skb_tunnel_rx(skb, dev, dev_net(dev));
	if (IP6_ECN_decapsulate((struct ipv6hdr *)(skb->head + outer),
				skb) > 1) {
		DEV_STATS_INC(dev, rx_frame_errors);
		why = "rx_frame_errors";
		reason = SKB_DROP_REASON_IP_TUNNEL_ECN;
		goto drop;
	}
	dev_sw_netstats_rx_add(dev, skb->len);
	gro_cells_receive(gro, skb);
	return;

drop:
	DEV_STATS_INC(dev, rx_errors);
	fama_drop(dev_net(dev), skb, why, reason);
}
