// SPDX-License-Identifier: GPL-2.0-only
/*
 * dar.ko: Distributed Anchor Router, the access router role of FAMA.
 */
#include <linux/genetlink.h>
#include <linux/module.h>
#include <net/genetlink.h>

#include <uapi/linux/dar.h>

#include "dar.h"

unsigned int dar_net_id __ro_after_init;
EXPORT_SYMBOL_NS_GPL(dar_net_id, DAR_TEST_NS);

static int __net_init dar_net_init(struct net *net)
{
	struct dar_net *dn = dar_net(net);
	int err;

	dn->net = net;
	mutex_init(&dn->lock);
	hash_init(dn->anchors);
	dn->anchors_version = 1;
	INIT_WORK(&dn->sweep, dar_sweep_work);
	dn->settings = (struct dar_settings) {
		.max_bindings = DAR_BINDINGS_MAX,
		.max_remembered = DAR_REMEMBERED_MAX,
		.queue_max = DAR_QUEUE_MAX,
		.verify_rate = DAR_VERIFY_RATE,
		.refusal_rate = DAR_REFUSAL_RATE,
	};
	dar_rr_init(&dn->rr);
	dar_verify_init(dn);
	dar_signer_init(dn);
	dar_detect_init(dn);
	ratelimit_state_init(&dn->drop_events, HZ, 10);
	/* Suppressed notifications are no business of the kernel log. */
	ratelimit_set_flags(&dn->drop_events, RATELIMIT_MSG_ON_RELEASE);

	dn->mib = alloc_percpu(struct dar_mib);
	if (!dn->mib)
		return -ENOMEM;
	err = dar_bcache_init(&dn->bcache, dar_expire_work);
	if (err)
		free_percpu(dn->mib);
	return err;
}

/* While the namespace still has its devices and its netlink. */
static void __net_exit dar_net_pre_exit(struct net *net)
{
	dar_shut_down(dar_net(net));
}

static void __net_exit dar_net_exit(struct net *net)
{
	struct dar_net *dn = dar_net(net);

	dar_bcache_exit(&dn->bcache);
	dar_signer_exit(dn);
	free_percpu(dn->mib);
}

static struct pernet_operations dar_net_ops = {
	.init = dar_net_init,
	.pre_exit = dar_net_pre_exit,
	.exit = dar_net_exit,
	.id = &dar_net_id,
	.size = sizeof(struct dar_net),
};

/*
 * ORDER: netlink comes last and goes first, for it is the only way to enable
 * the role.  As a device's operations ours run before the stack removes the
 * devices of a namespace, and before those of fama.ko, which came earlier.
 */
static int __init dar_init(void)
{
	int err;

	err = dar_bcache_module_init();
	if (err)
		return err;
	err = dar_verify_module_init();
	if (err)
		goto err_bcache;
	err = register_pernet_device(&dar_net_ops);
	if (err)
		goto err_verify;
	err = dar_genl_init();
	if (err)
		goto err_pernet;
	return 0;

err_pernet:
	unregister_pernet_device(&dar_net_ops);
err_verify:
	dar_verify_module_exit();
err_bcache:
	dar_bcache_module_exit();
	return err;
}

static void __exit dar_exit(void)
{
	dar_genl_exit();
	unregister_pernet_device(&dar_net_ops);
	dar_verify_module_exit();
	dar_bcache_module_exit();
}

module_init(dar_init);
module_exit(dar_exit);

MODULE_DESCRIPTION("FAMA Distributed Anchor Router");
MODULE_AUTHOR("The authors of fama");
MODULE_LICENSE("GPL");
MODULE_VERSION(FAMA_VERSION);
MODULE_ALIAS_GENL_FAMILY(DAR_GENL_NAME);
