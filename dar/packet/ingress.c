// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_vlan.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/netfilter_netdev.h>
#include <net/ipv6.h>

#include "../pure/credit.h"
#include "../state/access.h"
#include "../state/home.h"
#include "absent.h"
#include "ingress.h"
#include "proxy.h"

/*
 * Is it a packet that the stack will receive by this device?  The device may see
 * frames for other hosts, and those of VLANs, which have devices of their own.
 */
static bool ingress_is_ours(struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IPV6) &&
	       skb->pkt_type != PACKET_OTHERHOST &&
	       !(skb_vlan_tag_present(skb) && skb_vlan_tag_get_id(skb)) &&
	       pskb_may_pull(skb, sizeof(struct ipv6hdr)) &&
	       ipv6_hdr(skb)->version == 6;
}

/*
 * A node that sends something at home is there.  What it sends earns credit, as what it
 * sends through its tunnel does: so its first move need not wait for the proof of its
 * care-of address.  Merged packets count as one.
 */
static void ingress_hear(struct dar_net *dn, const struct sk_buff *skb)
{
	struct dar_credit earned = { .octets = skb->len, .packets = 1 };
	struct dar_binding *b;

	b = dar_home_remembered(dn, &ipv6_hdr(skb)->saddr, skb->dev->ifindex);
	if (!b)
		return;
	dar_credit_earn(&b->credit, earned, ktime_get_coarse_boottime_ns());
	dar_absent_heard(dn, b);
}

/*
 * A solicitation for a bound address, which we have answered in place of the node,
 * ends here, unless it is a multicast: the stack may have to answer it, too.
 */
static unsigned int ingress_rx(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	struct dar_net *dn = priv;

	if (!ingress_is_ours(skb))
		return NF_ACCEPT;
	if (dar_proxy_rx(dn, skb) &&
	    !ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr)) {
		consume_skb(skb);
		return NF_STOLEN;
	}
	ingress_hear(dn, skb);
	return NF_ACCEPT;
}

static int ingress_attach(struct dar_accesses *all, struct dar_access *access)
{
	struct dar_net *dn = container_of(all, struct dar_net, accesses);

	access->hook = (struct nf_hook_ops) {
		.hook = ingress_rx,
		.dev = access->dev,
		.priv = dn,
		.pf = NFPROTO_NETDEV,
		.hooknum = NF_NETDEV_INGRESS,
	};
	return nf_register_net_hook(dn->net, &access->hook);
}

/* The hook may still run until the next grace period ends. */
static void ingress_detach(struct dar_accesses *all, struct dar_access *access)
{
	struct dar_net *dn = container_of(all, struct dar_net, accesses);

	nf_unregister_net_hook(dn->net, &access->hook);
}

void dar_ingress_init(struct dar_net *dn)
{
	dn->accesses.attach = ingress_attach;
	dn->accesses.detach = ingress_detach;
}
