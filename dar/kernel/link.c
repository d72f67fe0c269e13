// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ndisc.h>

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
