// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "../kernel/link.h"
#include "../message/notice.h"
#include "../state/anchor.h"
#include "../state/bcache_walk.h"
#include "../state/home.h"
#include "../update/expire.h"
#include "../update/unbind.h"
#include "renumber.h"

#define RENUMBER_WAIT		(HZ / 10)	/* for more addresses */
#define RENUMBER_FIRST		(2 * HZ)	/* until nodes are asked again */
#define RENUMBER_LAST		(32 * HZ)	/* the same, when it has doubled */

/**
 * struct renumber_walk - a walk that asks nodes for a Binding Update
 * @dn: the namespace
 * @asked: there are nodes that have to be asked
 */
struct renumber_walk {
	struct dar_net *dn;
	bool asked;
};

/* Does the node of a binding send to an address that is not ours any more? */
static bool renumber_concerns(struct dar_net *dn,
			      const struct dar_binding_view *view)
{
	struct in6_addr addr;

	return dar_home_router(dn, view, &addr) &&
	       !ipv6_addr_equal(&addr, &view->d.dar);
}

/* Is the valid lifetime of its prefix over (RFC 6275 section 10.3.1)? */
static bool renumber_is_over(struct dar_net *dn,
			     const struct dar_binding_view *view)
{
	const struct dar_anchor *a;
	bool over;

	rcu_read_lock();
	a = dar_anchor_find(dn, &view->home);
	over = a && READ_ONCE(a->over);
	rcu_read_unlock();
	return over;
}

static bool renumber_one(void *arg, const struct dar_binding_view *view)
{
	struct renumber_walk *walk = arg;

	if (!READ_ONCE(walk->dn->enabled))
		return false;
	if (renumber_is_over(walk->dn, view))
		dar_unbind_expired(walk->dn, view);
	else if (renumber_concerns(walk->dn, view))
		walk->asked |= dar_expire_hurry(walk->dn, view);
	return true;
}

static void renumber_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work), struct dar_net,
					  renumber.work);
	struct renumber_walk walk = { .dn = dn };
	unsigned long pause = READ_ONCE(dn->renumber.pause);

	dar_bcache_walk(&dn->bcache, renumber_one, &walk);
	if (!walk.asked)
		return;
	WRITE_ONCE(dn->renumber.pause, min(2 * pause, RENUMBER_LAST));
	queue_delayed_work(system_unbound_wq, &dn->renumber.work, pause);
}

static void renumber_anchor(struct dar_net *dn, struct dar_anchor *a, bool over)
{
	if (dar_anchor_look(dn, a))
		dar_notice_address(dn, a);
	WRITE_ONCE(a->over, over && READ_ONCE(a->bare));
	WRITE_ONCE(dn->renumber.pause, RENUMBER_FIRST);
	mod_delayed_work(system_unbound_wq, &dn->renumber.work, RENUMBER_WAIT);
}

/* Context: as the stack adds and removes addresses, even softirq. */
static int renumber_event(struct notifier_block *nb, unsigned long event,
			  void *ptr)
{
	struct dar_net *dn = container_of(nb, struct dar_net,
					  renumber.notifier);
	const struct inet6_ifaddr *ifa = ptr;
	struct dar_anchor *a;

	if (!net_eq(dev_net(ifa->idev->dev), dn->net))
		return NOTIFY_DONE;
	rcu_read_lock();
	a = dar_anchor_find(dn, &ifa->addr);
	if (a)
		renumber_anchor(dn, a,
				event == NETDEV_DOWN && dar_link_over(ifa));
	rcu_read_unlock();
	return NOTIFY_DONE;
}

void dar_renumber_init(struct dar_net *dn)
{
	INIT_DELAYED_WORK(&dn->renumber.work, renumber_work);
}

int dar_renumber_start(struct dar_net *dn)
{
	dn->renumber.notifier.notifier_call = renumber_event;
	return register_inet6addr_notifier(&dn->renumber.notifier);
}

void dar_renumber_stop(struct dar_net *dn)
{
	unregister_inet6addr_notifier(&dn->renumber.notifier);
	cancel_delayed_work_sync(&dn->renumber.work);
}
