// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netfilter_ipv6.h>
#include <linux/rculist.h>
#include <linux/skbuff.h>
#include <net/ipv6.h>

#include <fama/mhio.h>
#include <fama/vrf.h>

#include "accept.h"
#include "addr.h"
#include "mn.h"

static bool accept_is_router(const struct mn_addr *a,
			     const struct in6_addr *from)
{
	return mn_addr_anchored(a) && ipv6_addr_equal(&a->dar, from);
}

/* Does the packet come through the tunnel of the address that it is for? */
static bool accept_is_tunnelled(struct mn_net *mn, const struct sk_buff *skb)
{
	const struct ipv6hdr *inner;
	const struct mn_addr *a;
	struct ipv6hdr buf;

	inner = skb_header_pointer(skb, sizeof(struct ipv6hdr), sizeof(buf),
				   &buf);
	a = inner ? mn_addr_find(mn, &inner->daddr) : NULL;
	return a && accept_is_router(a, &ipv6_hdr(skb)->saddr);
}

/* Does the packet come from a router that anchors an address of ours? */
static bool accept_is_anchor(struct mn_net *mn, const struct sk_buff *skb)
{
	const struct mn_addr *a;

	list_for_each_entry_rcu(a, &mn->addrs, list)
		if (accept_is_router(a, &ipv6_hdr(skb)->saddr))
			return true;
	return false;
}

/* The stack goes on behind the filters. */
static unsigned int accept_hook(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;

	if (nexthdr == IPPROTO_IPV6) {
		if (fama_in_vrf(skb->dev) || !accept_is_tunnelled(mn, skb))
			return NF_ACCEPT;
		state->okfn(state->net, state->sk, skb);
		return NF_STOLEN;
	}
	if ((nexthdr != IPPROTO_MH && !ipv6_ext_hdr(nexthdr)) ||
	    fama_in_vrf(skb->dev) || !accept_is_anchor(mn, skb))
		return NF_ACCEPT;
	return fama_mhio_receive(state->net, skb);
}

static const struct nf_hook_ops accept_hook_ops = {
	.hook = accept_hook,
	.pf = NFPROTO_IPV6,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = NF_IP6_PRI_FIRST,
};

int mn_accept_start(struct net *net)
{
	return nf_register_net_hook(net, &accept_hook_ops);
}

void mn_accept_stop(struct net *net)
{
	nf_unregister_net_hook(net, &accept_hook_ops);
}
