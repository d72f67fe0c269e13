// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "errors.h"

/*
 * Translate an error about the outer packet into one about the inner packet
 * (RFC 2473 section 8).  Return: false: its sender need not know.
 */
static bool errors_translate(u8 *type, u8 *code, u32 *info, int offset,
			     unsigned int inner_len)
{
	switch (*type) {
	case ICMPV6_PKT_TOOBIG:
		*info = max_t(u32, *info, IPV6_MIN_MTU + offset) - offset;
		return inner_len > *info;
	case ICMPV6_DEST_UNREACH:
	case ICMPV6_TIME_EXCEED:
		*type = ICMPV6_DEST_UNREACH;
		*code = ICMPV6_ADDR_UNREACH;
		*info = 0;
		return true;
	default:
		return false;
	}
}

static void errors_relay(struct net_device *dev, struct sk_buff *skb,
			 u8 type, u8 code, int offset, u32 info)
{
	const struct ipv6hdr *inner;
	struct sk_buff *clone;

	inner = (const struct ipv6hdr *)(skb->data + offset);
	if (!errors_translate(&type, &code, &info, offset,
			      ntohs(inner->payload_len) + sizeof(*inner)))
		return;
	clone = skb_clone(skb, GFP_ATOMIC);
	if (!clone)
		return;
	memset(IP6CB(clone), 0, sizeof(*IP6CB(clone)));
	skb_dst_drop(clone);
	skb_pull(clone, offset);
	skb_reset_network_header(clone);
	clone->dev = dev;
	icmpv6_send(clone, type, code, info);
	consume_skb(clone);
}

void fama_errors_handle(struct net_device *dev, struct sk_buff *skb,
			u8 type, u8 code, int offset, __be32 info)
{
	struct net *net = dev_net(skb->dev);

	if (type == ICMPV6_PKT_TOOBIG)
		ip6_update_pmtu(skb, net, info, 0, 0, sock_net_uid(net, NULL));
	errors_relay(dev, skb, type, code, offset, ntohl(info));
}
