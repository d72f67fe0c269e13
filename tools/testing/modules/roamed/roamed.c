// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: the driver of a Wi-Fi interface has roamed by itself, and its carrier has stayed.
 *
 * A line "IFINDEX" in the parameter "say" is about an interface of the namespace of who writes
 * it, which is connected.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <net/cfg80211.h>

static int roamed_tell(struct net_device *dev)
{
	struct wireless_dev *wdev = dev->ieee80211_ptr;
	struct cfg80211_roam_info info = {};

	if (!wdev)
		return -EOPNOTSUPP;
	/* The reference on the access point passes to who is told. */
	info.links[0].bss = cfg80211_get_bss(wdev->wiphy, NULL,
					     wdev->u.client.connected_addr,
					     NULL, 0, IEEE80211_BSS_TYPE_ESS,
					     IEEE80211_PRIVACY_ANY);
	if (!info.links[0].bss)
		return -ENOTCONN;
	cfg80211_roamed(dev, &info, GFP_KERNEL);
	return 0;
}

static int roamed_say(const char *line, const struct kernel_param *kp)
{
	struct net_device *dev;
	int ifindex, err;

	err = kstrtoint(line, 10, &ifindex);
	if (err)
		return err;
	dev = dev_get_by_index(current->nsproxy->net_ns, ifindex);
	if (!dev)
		return -ENODEV;
	err = roamed_tell(dev);
	dev_put(dev);
	return err;
}

static const struct kernel_param_ops roamed_ops = { .set = roamed_say };

module_param_cb(say, &roamed_ops, NULL, 0200);

MODULE_DESCRIPTION("Tests of drivers that roam by themselves");
MODULE_LICENSE("GPL");
