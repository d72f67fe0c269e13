// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

#include "choice.h"
#include "link.h"
#include "mn.h"
#include "system.h"

/* An address that the stack would take as a source, were it not for rule 4. */
static bool choice_is_source(const struct inet6_ifaddr *ifa)
{
	return !(ifa->flags & (IFA_F_DEPRECATED | IFA_F_DADFAILED)) &&
	       ipv6_addr_src_scope(&ifa->addr) == IPV6_ADDR_SCOPE_GLOBAL;
}

static bool choice_has_source(const struct net_device *dev)
{
	struct inet6_dev *idev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;
	bool found = false;

	if (!idev)
		return false;
	read_lock_bh(&idev->lock);
	list_for_each_entry(ifa, &idev->addr_list, if_list)
		found |= choice_is_source(ifa);
	read_unlock_bh(&idev->lock);
	return found;
}

/* Is there an interface that the node does not use, and that has an address of its own? */
static bool choice_would_harm(struct mn_net *mn)
{
	const struct net_device *dev;
	bool found = false;

	rcu_read_lock();
	for_each_netdev_rcu(mn->net, dev)
		found |= dev != mn->dev && !(dev->flags & IFF_LOOPBACK) &&
			 !mn_link_find(mn, dev->ifindex) &&
			 choice_has_source(dev);
	rcu_read_unlock();
	return found;
}

static bool choice_flagged(struct mn_net *mn)
{
	switch (mn->set.home_flag) {
	case MN_HOME_FLAG_ON:
		return true;
	case MN_HOME_FLAG_AUTO:
		return !choice_would_harm(mn);
	default:
		return false;
	}
}

void mn_choice_update(struct mn_net *mn)
{
	bool flagged;

	lockdep_assert_held(&mn->lock);
	flagged = choice_flagged(mn);
	if (flagged != mn->flagged)
		mn_system_set_flagged(mn, flagged);
}
