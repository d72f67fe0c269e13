// SPDX-License-Identifier: GPL-2.0-only
/*
 * dar.ko: Distributed Anchor Router, the access router role of FAMA.
 */
#include <linux/genetlink.h>
#include <linux/module.h>
#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#include "control/adopt.h"
#include "control/enable.h"
#include "control/fibwork.h"
#include "control/links.h"
#include "control/renumber.h"
#include "packet/absent.h"
#include "packet/dev.h"
#include "packet/mrd.h"
#include "packet/neighbour.h"
#include "packet/ingress.h"
#include "packet/proxy.h"
#include "state/anchor.h"
#include "state/dar.h"
#include "surface/genl.h"
#include "surface/sysfs.h"
#include "update/detect.h"
#include "update/expire.h"
#include "update/verify.h"

static int __net_init main_net_init(struct net *net)
{
	struct dar_net *dn = dar_net(net);
	int err;

	dar_enable_init(dn);
	dar_verify_init(dn);
	dar_detect_init(dn);
	dar_links_init(dn);
	dar_renumber_init(dn);
	dar_mrd_init(dn);
	dar_proxy_init(dn);
	dar_ingress_init(dn);
	dar_absent_init(dn);
	dar_fibwork_init(dn);
	dar_adopt_init(dn);
	err = dar_anchors_init(dn);
	if (err)
		return err;
	err = dar_net_init(dn, net, dar_expire_work, dar_fibwork_bound);
	if (err)
		dar_anchors_exit(dn);
	return err;
}

/* The namespace still has its devices and its netlink sockets now. */
static void __net_exit main_net_pre_exit(struct net *net)
{
	dar_shut_down(dar_net(net));
}

static void __net_exit main_net_exit(struct net *net)
{
	dar_net_exit(dar_net(net));
	dar_anchors_exit(dar_net(net));
}

static struct pernet_operations main_net_ops = {
	.init = main_net_init,
	.pre_exit = main_net_pre_exit,
	.exit = main_net_exit,
	.id = &dar_net_id,
	.size = sizeof(struct dar_net),
};

/*
 * ORDER: netlink is registered last and unregistered first, because it is the only
 * way to enable the role.  Registered as operations of a device, ours run before the
 * stack removes the devices of a namespace, and before the operations of fama.ko,
 * which were registered earlier.
 */
static int __init dar_init(void)
{
	int err;

	err = dar_dev_module_init(&dar_sysfs_group);
	if (err)
		return err;
	err = dar_binding_module_init();
	if (err)
		goto err_dev;
	err = dar_verify_module_init();
	if (err)
		goto err_binding;
	err = register_pernet_device(&main_net_ops);
	if (err)
		goto err_verify;
	err = dar_neighbour_module_init();
	if (err)
		goto err_pernet;
	err = dar_genl_init();
	if (err)
		goto err_neighbour;
	return 0;

err_neighbour:
	dar_neighbour_module_exit();
err_pernet:
	unregister_pernet_device(&main_net_ops);
err_verify:
	dar_verify_module_exit();
err_binding:
	dar_binding_module_exit();
err_dev:
	dar_dev_module_exit();
	return err;
}

static void __exit dar_exit(void)
{
	dar_genl_exit();
	dar_neighbour_module_exit();
	unregister_pernet_device(&main_net_ops);
	dar_verify_module_exit();
	dar_binding_module_exit();
	dar_dev_module_exit();
}

module_init(dar_init);
module_exit(dar_exit);

MODULE_DESCRIPTION("FAMA Distributed Anchor Router");
MODULE_AUTHOR("The authors of fama");
MODULE_LICENSE("GPL");
MODULE_VERSION(FAMA_VERSION);
MODULE_ALIAS_GENL_FAMILY(DAR_GENL_NAME);
