// SPDX-License-Identifier: GPL-2.0-only
/*
 * mn.ko: a mobile node that keeps its addresses while it moves between access
 * routers.
 */
#include <linux/module.h>
#include <linux/user_namespace.h>
#include <net/genetlink.h>

#include "anchor.h"
#include "config.h"
#include "dev.h"
#include "genl.h"
#include "inbox.h"
#include "linkwatch.h"
#include "mn.h"
#include "setting.h"
#include "sysfs.h"
#include "work.h"

static int __net_init mn_net_init(struct net *net)
{
	struct mn_net *mn = mn_net(net);

	mn->net = net;
	mn->queue = net->user_ns == &init_user_ns ? mn_urgent_wq : mn_wq;
	mutex_init(&mn->lock);
	INIT_LIST_HEAD(&mn->addrs);
	mn->addrs_version = 1;
	INIT_LIST_HEAD(&mn->names);
	INIT_LIST_HEAD(&mn->links);
	INIT_LIST_HEAD(&mn->anchors);
	mn->anchors_version = 1;
	mn_setting_init(mn);
	mn_inbox_init(mn);
	mn_linkwatch_init_net(mn);
	mn_work_init(mn);
	mn_config_init(mn);
	ratelimit_state_init(&mn->drops, HZ, 10);
	ratelimit_set_flags(&mn->drops, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

static void __net_exit mn_net_pre_exit(struct net *net)
{
	mn_config_shut_down(mn_net(net));
}

static void __net_exit mn_net_exit(struct net *net)
{
	mn_anchor_del_all(mn_net(net));
}

static struct pernet_operations mn_net_ops = {
	.init = mn_net_init,
	.pre_exit = mn_net_pre_exit,
	.exit = mn_net_exit,
	.id = &mn_net_id,
	.size = sizeof(struct mn_net),
};

/*
 * ORDER: the work queues outlive all work; namespaces are there before the
 * notifiers and commands that look them up; commands come last and go first.
 */
static int __init mn_init(void)
{
	int err;

	err = mn_dev_init(&mn_sysfs_group);
	if (err)
		return err;
	err = -ENOMEM;
	mn_wq = alloc_workqueue("mn", WQ_UNBOUND, 0);
	if (!mn_wq)
		goto err_dev;
	mn_urgent_wq = alloc_workqueue("mn_urgent", WQ_HIGHPRI | WQ_UNBOUND, 0);
	if (!mn_urgent_wq)
		goto err_wq;
	err = register_pernet_subsys(&mn_net_ops);
	if (err)
		goto err_urgent;
	err = mn_linkwatch_init();
	if (err)
		goto err_pernet;
	err = mn_genl_init();
	if (err)
		goto err_link;
	return 0;

err_link:
	mn_linkwatch_exit();
err_pernet:
	unregister_pernet_subsys(&mn_net_ops);
err_urgent:
	destroy_workqueue(mn_urgent_wq);
err_wq:
	destroy_workqueue(mn_wq);
err_dev:
	mn_dev_exit();
	return err;
}

static void __exit mn_exit(void)
{
	mn_genl_exit();
	mn_linkwatch_exit();
	unregister_pernet_subsys(&mn_net_ops);
	destroy_workqueue(mn_urgent_wq);
	destroy_workqueue(mn_wq);
	mn_dev_exit();
	rcu_barrier();
}

module_init(mn_init);
module_exit(mn_exit);

MODULE_DESCRIPTION("FAMA mobile node");
MODULE_AUTHOR("The authors of fama");
MODULE_LICENSE("GPL");
MODULE_VERSION(FAMA_VERSION);
MODULE_ALIAS_GENL_FAMILY(MN_GENL_NAME);
