// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include <fama/tunnel.h>
#include <fama/vrf.h>

#include "decap.h"
#include "errors.h"
#include "netns.h"
#include "steer.h"
#include "tunnel.h"
#include "tunnel6.h"

/*
 * The handler of ip6_tunnel has priority 1 and comes after this one.  This one
 * recognises its own packets exactly and passes all others on.
 */
#define TUNNEL6_PRIORITY	0

/* Context: softirq, RCU read side.  Return: 0: the packet was taken. */
static int tunnel6_rcv(struct sk_buff *skb)
{
	struct fama_netns *fn = fama_netns(dev_net(skb->dev));
	struct fama_tunnel *t;

	if (fama_in_vrf(skb->dev))
		return -ENOENT;
	list_for_each_entry_rcu(t, &fn->tunnels, list) {
		switch (t->ops->rx(t->dev, skb)) {
		case FAMA_TUNNEL_PASS:
			fama_steer_remember(t, skb);
			fama_decap(t->dev, &t->gro, skb);
			return 0;
		case FAMA_TUNNEL_NOT_MINE:
			continue;
		default:
			DEV_STATS_INC(t->dev, rx_dropped);
			return 0;
		}
	}
	return -ENOENT;
}

/*
 * An ICMPv6 error arrived that quotes an IPv6-in-IPv6 packet of this node.
 * @offset is that of the inner header in the quoted packet, which skb->data
 * points at.
 * Context: softirq, RCU read side.  Return: 0: the error was handled.
 */
static int tunnel6_err(struct sk_buff *skb, struct inet6_skb_parm *opt,
		       u8 type, u8 code, int offset, __be32 info)
{
	struct fama_netns *fn = fama_netns(dev_net(skb->dev));
	const struct ipv6hdr *outer, *inner;
	struct fama_tunnel *t;

	if (list_empty(&fn->tunnels) || fama_in_vrf(skb->dev) ||
	    !pskb_may_pull(skb, offset + sizeof(*inner)))
		return -ENOENT;
	outer = (const struct ipv6hdr *)skb->data;
	inner = (const struct ipv6hdr *)(skb->data + offset);
	list_for_each_entry_rcu(t, &fn->tunnels, list) {
		if (!t->ops->sent(t->dev, outer, inner))
			continue;
		fama_errors_handle(t->dev, skb, type, code, offset, info);
		return 0;
	}
	return -ENOENT;
}

static struct xfrm6_tunnel tunnel6_handler = {
	.handler = tunnel6_rcv,
	.err_handler = tunnel6_err,
	.priority = TUNNEL6_PRIORITY,
};

int fama_tunnel6_init(void)
{
	return xfrm6_tunnel_register(&tunnel6_handler, AF_INET6);
}

void fama_tunnel6_exit(void)
{
	xfrm6_tunnel_deregister(&tunnel6_handler, AF_INET6);
}
