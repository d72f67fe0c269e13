// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>

#include "../message/notice.h"
#include "../packet/mrd.h"
#include "../state/anchor.h"
#include "links.h"

static void links_join(struct dar_net *dn, struct net_device *dev)
{
	struct dar_access *access;

	if (dev->flags & IFF_LOOPBACK || dev == rtnl_dereference(dn->dev))
		return;
	access = dar_access_join(&dn->accesses, dev);
	if (IS_ERR(access))
		dar_notice_no_link(dn, dev, PTR_ERR(access));
	if (IS_ERR_OR_NULL(access))
		return;
	dar_anchor_look_all(dn, access);
	schedule_work(&dn->listen);
	dar_notice_link(dn, access);
}

static void links_leave(struct dar_net *dn, struct net_device *dev,
			bool renamed)
{
	struct dar_access *access;

	access = dar_access_leave(&dn->accesses, dev, renamed);
	if (access)
		dar_notice_link(dn, access);
}

/*
 * A device that comes into a VRF is no access link, until it leaves it.  While it
 * leaves, the device itself still says that it is in there.
 */
static void links_change_upper(struct dar_net *dn, struct net_device *dev,
			       const struct netdev_notifier_changeupper_info *info)
{
	struct dar_access *access;

	if (!netif_is_l3_master(info->upper_dev))
		return;
	access = dar_access_set_vrf(&dn->accesses, dev, info->linking);
	if (!access)
		return;
	dar_anchor_look_all(dn, access);
	schedule_work(&dn->listen);
	dar_notice_link(dn, access);
}

static int links_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	struct dar_net *dn = container_of(nb, struct dar_net, notifier);
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	switch (event) {
	case NETDEV_REGISTER:
		links_join(dn, dev);
		break;
	case NETDEV_CHANGENAME:
		links_leave(dn, dev, true);
		links_join(dn, dev);
		break;
	case NETDEV_CHANGEUPPER:
		links_change_upper(dn, dev, ptr);
		break;
	case NETDEV_UNREGISTER:
		links_leave(dn, dev, false);
		break;
	}
	return NOTIFY_DONE;
}

/* Drivers may hold a lock in the notifier that the change of flags takes, too. */
static void links_listen(struct work_struct *work)
{
	struct dar_net *dn = container_of(work, struct dar_net, listen);
	struct dar_access *access;

	rtnl_lock();
	list_for_each_entry(access, &dn->accesses.list, list)
		dar_access_listen(access);
	rtnl_unlock();
	dar_mrd_kick(dn);
}

void dar_links_init(struct dar_net *dn)
{
	INIT_WORK(&dn->listen, links_listen);
}

int dar_links_start(struct dar_net *dn)
{
	dn->notifier.notifier_call = links_event;
	return register_netdevice_notifier_net(dn->net, &dn->notifier);
}

void dar_links_stop(struct dar_net *dn)
{
	unregister_netdevice_notifier_net(dn->net, &dn->notifier);
	cancel_work_sync(&dn->listen);
	dar_mrd_stop(dn);
}
