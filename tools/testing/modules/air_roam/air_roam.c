// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: what nl80211 says of Wi-Fi interfaces, where there is no Wi-Fi.
 *
 * A line "WORD IFINDEX" in the parameter "say" is a message to the namespace of who writes it,
 * and fails with ESRCH if nobody listens there.  The words "wireless" and "wireless-off" are events
 * in link messages, as drivers send them that do not know nl80211.
 */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nl80211.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/wireless.h>
#include <net/genetlink.h>
#include <net/iw_handler.h>

#define ROAM_REFUSED	17	/* a status code */

static const struct genl_multicast_group roam_groups[] = {
	{ .name = NL80211_MULTICAST_GROUP_CONFIG },
	{ .name = NL80211_MULTICAST_GROUP_MLME },
};

static struct genl_family roam_family = {
	.name = NL80211_GENL_NAME,
	.version = 1,
	.maxattr = NL80211_ATTR_MAX,
	.netnsok = true,
	.module = THIS_MODULE,
	.mcgrps = roam_groups,
	.n_mcgrps = ARRAY_SIZE(roam_groups),
};

static int roam_fill(struct sk_buff *skb, const char *word, u32 ifindex)
{
	if (!strcmp(word, "short"))
		return 0;
	if (!strcmp(word, "narrow"))
		return nla_put_u16(skb, NL80211_ATTR_IFINDEX, ifindex);
	if (!strcmp(word, "refused") &&
	    nla_put_u16(skb, NL80211_ATTR_STATUS_CODE, ROAM_REFUSED))
		return -EMSGSIZE;
	return nla_put_u32(skb, NL80211_ATTR_IFINDEX, ifindex);
}

static u8 roam_command(const char *word)
{
	if (!strcmp(word, "connect") || !strcmp(word, "refused"))
		return NL80211_CMD_CONNECT;
	return strcmp(word, "disconnect") ? NL80211_CMD_ROAM :
					    NL80211_CMD_DISCONNECT;
}

static int roam_send(const char *word, u32 ifindex)
{
	struct net *net = current->nsproxy->net_ns;
	struct sk_buff *skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *head;

	if (!skb)
		return -ENOMEM;
	head = genlmsg_put(skb, 0, 0, &roam_family, 0, roam_command(word));
	if (!head || roam_fill(skb, word, ifindex)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return genlmsg_multicast_netns(&roam_family, net, skb, 0, 1, GFP_KERNEL);
}

#ifdef CONFIG_WEXT_CORE
static int roam_wireless(u32 ifindex, bool on)
{
	union iwreq_data data = { .ap_addr.sa_family = 1 /* ARPHRD_ETHER */ };
	struct net_device *dev;

	if (on)
		eth_random_addr(data.ap_addr.sa_data);
	dev = dev_get_by_index(current->nsproxy->net_ns, ifindex);
	if (!dev)
		return -ENODEV;
	wireless_send_event(dev, SIOCGIWAP, &data, NULL);
	dev_put(dev);
	return 0;
}
#else
static int roam_wireless(u32 ifindex, bool on)
{
	return -EOPNOTSUPP;
}
#endif

static int roam_say(const char *line, const struct kernel_param *kp)
{
	char word[16];
	u32 ifindex;

	if (sscanf(line, "%15s %u", word, &ifindex) != 2)
		return -EINVAL;
	if (!strncmp(word, "wireless", 8))
		return roam_wireless(ifindex, !word[8]);
	return roam_send(word, ifindex);
}

static const struct kernel_param_ops roam_ops = { .set = roam_say };

module_param_cb(say, &roam_ops, NULL, 0200);

static int __init roam_init(void)
{
	return genl_register_family(&roam_family);
}

static void __exit roam_exit(void)
{
	genl_unregister_family(&roam_family);
}

module_init(roam_init);
module_exit(roam_exit);

MODULE_DESCRIPTION("Tests of what Wi-Fi interfaces tell");
MODULE_LICENSE("GPL");
