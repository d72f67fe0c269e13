// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <linux/jiffies.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>

#include <fama/vrf.h>

#include "../pure/address.h"
#include "link.h"

int dar_link_listen(struct net_device *dev, bool before, bool after)
{
	ASSERT_RTNL();

	if (before == after)
		return 0;
	return dev_set_allmulti(dev, after ? 1 : -1);
}

static struct inet6_dev *link_get(struct net *net, int ifindex)
{
	struct net_device *dev = dev_get_by_index_rcu(net, ifindex);

	return dev ? __in6_dev_get(dev) : NULL;
}

static u32 link_address_valid(const struct inet6_ifaddr *ifa)
{
	unsigned long age = (jiffies - READ_ONCE(ifa->tstamp)) / HZ;
	u32 valid = READ_ONCE(ifa->valid_lft);

	if (valid == U32_MAX)	/* infinity */
		return U32_MAX;
	return valid > age ? valid - age : 0;
}

/* The kernel rounds such that an address goes some ms before its time. */
bool dar_link_over(const struct inet6_ifaddr *ifa)
{
	return link_address_valid(ifa) <= 1;
}

u32 dar_link_valid(struct net *net, int ifindex,
		   const struct in6_addr *prefix)
{
	struct inet6_dev *idev = link_get(net, ifindex);
	const struct inet6_ifaddr *ifa;
	u32 valid = 0;
	bool any = false;

	if (!idev)
		return U32_MAX;
	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (!dar_address_same_prefix(&ifa->addr, prefix))
			continue;
		any = true;
		valid = max(valid, link_address_valid(ifa));
	}
	return any ? valid : U32_MAX;
}

/* One for which detection of duplicates is under way will do if there is no other. */
static bool link_find_address(struct inet6_dev *idev,
			      const struct in6_addr *prefix,
			      struct in6_addr *addr)
{
	const struct inet6_ifaddr *ifa, *found = NULL;

	if (!idev)
		return false;
	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (!dar_address_same_prefix(&ifa->addr, prefix))
			continue;
		found = ifa;
		if (!(READ_ONCE(ifa->flags) & IFA_F_TENTATIVE))
			break;
	}
	if (found && addr)
		*addr = found->addr;
	return found;
}

bool dar_link_address(struct net *net, int ifindex,
		      const struct in6_addr *prefix, struct in6_addr *addr)
{
	return link_find_address(link_get(net, ifindex), prefix, addr) ||
	       link_find_address(__in6_dev_get(net->loopback_dev), prefix, addr);
}

bool dar_link_owns(struct net *net, const struct in6_addr *addr)
{
	const struct net_device *dev;
	bool owns;

	rcu_read_lock();
	dev = ipv6_dev_find(net, addr, NULL);
	owns = dev && !fama_in_vrf(dev);
	rcu_read_unlock();
	return owns;
}

unsigned long dar_link_retrans_time(struct net *net, int ifindex)
{
	struct inet6_dev *idev = link_get(net, ifindex);

	return idev ? max(NEIGH_VAR(idev->nd_parms, RETRANS_TIME), 1) : 0;
}

void dar_link_probe(struct net *net, int ifindex,
		    const struct in6_addr *target, const u8 *nonce)
{
	struct net_device *dev;
	struct in6_addr group;
	struct sk_buff *skb;
	u64 word = 0;

	memcpy(&word, nonce, DAR_ND_NONCE_LEN);
	addrconf_addr_solict_mult(target, &group);
	local_bh_disable();
	rcu_read_lock();
	dev = dev_get_by_index_rcu(net, ifindex);
	skb = dev ? ndisc_ns_create(dev, target, &in6addr_any, word) : NULL;
	if (skb)
		ndisc_send_skb(skb, &group, &in6addr_any);
	rcu_read_unlock();
	local_bh_enable();
}

void dar_link_advertise(struct net_device *dev, const struct in6_addr *to,
			const struct in6_addr *home, bool solicited)
{
	local_bh_disable();
	ndisc_send_na(dev, to, home, false, solicited, true, true);
	local_bh_enable();
}

/* Octets in front of the ICMPv6 message: a Router Alert (RFC 2711), and padding. */
static const u8 link_alert[] = {
	IPPROTO_ICMPV6, 0, IPV6_TLV_ROUTERALERT, 2, 0, 0, IPV6_TLV_PADN, 0,
};

/* A Multicast Router Advertisement (RFC 4286 section 3.2). */
struct link_mrd {
	u8 type;
	u8 interval;
	__sum16 checksum;
	__be16 query_interval;
	__be16 robustness;
};

static bool link_local_address(struct inet6_dev *idev, struct in6_addr *addr)
{
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (!(ipv6_addr_type(&ifa->addr) & IPV6_ADDR_LINKLOCAL) ||
		    ifa->flags & IFA_F_TENTATIVE)
			continue;
		*addr = ifa->addr;
		return true;
	}
	return false;
}

static bool link_ask(struct net_device *dev, const struct in6_addr *target)
{
	struct inet6_dev *idev = __in6_dev_get(dev);
	struct in6_addr src;
	struct sk_buff *skb;

	if (!idev || !netif_running(dev) || !link_local_address(idev, &src))
		return false;
	skb = ndisc_ns_create(dev, target, &src, 0);
	if (!skb)
		return false;
	ndisc_send_skb(skb, target, &src);
	return true;
}

bool dar_link_ask(struct net *net, int ifindex, const struct in6_addr *target)
{
	struct net_device *dev;
	bool asked;

	local_bh_disable();
	rcu_read_lock();
	dev = dev_get_by_index_rcu(net, ifindex);
	asked = dev && link_ask(dev, target);
	rcu_read_unlock();
	local_bh_enable();
	return asked;
}

static void link_fill_mrd(struct sk_buff *skb, const struct in6_addr *src,
			  u8 interval)
{
	static const struct in6_addr all_snoopers = {
		.s6_addr = { 0xff, 0x02, [15] = 0x6a },
	};
	struct ipv6hdr *ip6h = skb_put_zero(skb, sizeof(*ip6h));
	struct link_mrd *mrd;

	skb_put_data(skb, link_alert, sizeof(link_alert));
	mrd = skb_put_zero(skb, sizeof(*mrd));
	mrd->type = ICMPV6_MRDISC_ADV;
	mrd->interval = interval;
	mrd->checksum = csum_ipv6_magic(src, &all_snoopers, sizeof(*mrd),
					IPPROTO_ICMPV6,
					csum_partial(mrd, sizeof(*mrd), 0));
	ip6_flow_hdr(ip6h, 0, 0);
	ip6h->payload_len = htons(sizeof(link_alert) + sizeof(*mrd));
	ip6h->nexthdr = IPPROTO_HOPOPTS;
	ip6h->hop_limit = 1;
	ip6h->saddr = *src;
	ip6h->daddr = all_snoopers;
}

/* It never leaves the link, and so needs no route, as in ARP. */
static bool link_send_mrd(struct net_device *dev, const struct in6_addr *src,
			  u8 interval)
{
	unsigned int len = sizeof(struct ipv6hdr) + sizeof(link_alert) +
			   sizeof(struct link_mrd);
	u8 to[MAX_ADDR_LEN];
	struct sk_buff *skb;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + dev->needed_tailroom + len,
			GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return false;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_network_header(skb);
	link_fill_mrd(skb, src, interval);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IPV6);
	skb->priority = TC_PRIO_CONTROL;
	if (ndisc_mc_map(&ipv6_hdr(skb)->daddr, to, dev, 0) ||
	    dev_hard_header(skb, dev, ETH_P_IPV6, to, NULL, len) < 0) {
		kfree_skb(skb);
		return false;
	}
	return dev_queue_xmit(skb) >= 0;
}

bool dar_link_advertise_mrd(struct net *net, int ifindex, u8 interval)
{
	struct inet6_dev *idev = link_get(net, ifindex);
	struct in6_addr src;

	return idev && netif_running(idev->dev) &&
	       link_local_address(idev, &src) &&
	       link_send_mrd(idev->dev, &src, interval);
}

void dar_link_learn(struct net_device *dev, const struct in6_addr *src,
		    const struct dar_nd *nd)
{
	struct neighbour *n;

	if (!nd->lladdr || nd->lladdr_len + 2 !=
	    ndisc_opt_addr_space(dev, NDISC_NEIGHBOUR_SOLICITATION))
		return;
	n = __neigh_lookup(&nd_tbl, src, dev, 1);
	if (!n)
		return;
	neigh_update(n, nd->lladdr + ndisc_addr_option_pad(dev->type),
		     NUD_STALE, NEIGH_UPDATE_F_WEAK_OVERRIDE |
		     NEIGH_UPDATE_F_OVERRIDE, 0);
	neigh_release(n);
}
