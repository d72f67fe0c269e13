// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

#include "addr.h"
#include "coa.h"
#include "hostaddr.h"
#include "link.h"
#include "mn.h"

/* Nobody tells to which network an address belongs. */
static bool hostaddr_is_here(const struct mn_link *link,
			     const struct inet6_ifaddr *ifa)
{
	return !READ_ONCE(link->stay) ||
	       time_after_eq(ifa->tstamp, READ_ONCE(link->left)) ||
	       mn_movement_hears(&link->move, &ifa->addr);
}

static struct mn_coa_facts hostaddr_facts(const struct mn_link *link,
					  const struct inet6_ifaddr *ifa)
{
	return (struct mn_coa_facts) {
		.addr = ifa->addr,
		.flags = ifa->flags,
		.here = hostaddr_is_here(link, ifa),
		.in_use = ipv6_addr_equal(&ifa->addr, &link->coa),
		.temporary = READ_ONCE(ifa->idev->cnf.use_tempaddr) > 1,
	};
}

static void hostaddr_add(struct mn_hostaddrs *all, unsigned int *most,
			 const struct mn_coa_facts *f)
{
	unsigned int rank = mn_coa_rank(f);

	all->stale |= mn_coa_stale(f);
	if (rank <= *most)
		return;
	*most = rank;
	all->best = f->addr;
	all->fresh = mn_coa_fresh(f);
}

struct mn_hostaddrs mn_hostaddr_look(struct mn_net *mn,
				     const struct mn_link *link)
{
	const struct inet6_ifaddr *ifa;
	struct mn_hostaddrs all = {};
	struct mn_coa_facts facts;
	struct inet6_dev *idev;
	unsigned int most = 0;

	lockdep_assert_held(&mn->lock);
	idev = in6_dev_get(link->dev);
	if (!idev)
		return all;
	read_lock_bh(&idev->lock);
	list_for_each_entry(ifa, &idev->addr_list, if_list) {
		facts = hostaddr_facts(link, ifa);
		if (!mn_addr_find(mn, &ifa->addr))
			hostaddr_add(&all, &most, &facts);
	}
	read_unlock_bh(&idev->lock);
	in6_dev_put(idev);
	return all;
}
