// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <linux/wireless.h>
#include <net/netlink.h>

#include "wext.h"

/* Without an access point its address is zero. */
static bool wext_has_point(const struct nlattr *nla)
{
	struct iw_event event = {};

	if (nla_len(nla) < (int)IW_EV_ADDR_LEN)
		return false;
	memcpy(&event, nla_data(nla), IW_EV_ADDR_LEN);
	return event.cmd == SIOCGIWAP &&
	       is_valid_ether_addr(event.u.ap_addr.sa_data);
}

static bool wext_is_all(struct net *net, int ifindex)
{
	struct net_device *dev;
	bool all;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(net, ifindex);
	all = dev && !fama_netdev_has_nl80211(dev);
	rcu_read_unlock();
	return all;
}

int fama_wext_connected(struct net *net, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = nlmsg_data(nlh);
	const struct nlattr *nla;

	if (nlh->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_len(nlh) < (int)sizeof(*ifi))
		return 0;
	nla = nlmsg_find_attr(nlh, sizeof(*ifi), IFLA_WIRELESS);
	if (!nla || !wext_has_point(nla) || !wext_is_all(net, ifi->ifi_index))
		return 0;
	return ifi->ifi_index;
}
