// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: the system refuses the addresses that programs give to an interface, as ipvlan
 * does with an address that another of its interfaces has.  What the stack forms from an
 * advertisement is not asked for, so that it stays.
 *
 * dev: the name of the interface, in every namespace
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/string.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

static char *dev = "eth0";
module_param(dev, charp, 0444);

static int veto_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct in6_validator_info *info = ptr;

	if (strcmp(info->i6vi_dev->dev->name, dev))
		return NOTIFY_DONE;
	NL_SET_ERR_MSG(info->extack, "addr_veto refuses every address");
	return notifier_from_errno(-EADDRINUSE);
}

static struct notifier_block veto_nb = {
	.notifier_call = veto_event,
};

static int __init veto_init(void)
{
	return register_inet6addr_validator_notifier(&veto_nb);
}

static void __exit veto_exit(void)
{
	unregister_inet6addr_validator_notifier(&veto_nb);
}

module_init(veto_init);
module_exit(veto_exit);

MODULE_DESCRIPTION("Tests of addresses that the system refuses");
MODULE_LICENSE("GPL");
