// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama.ko: what both roles need - wire format, CGA, tokens, RSA, and those
 * things of which a kernel has only one.
 */
#include <linux/module.h>
#include <net/netns/generic.h>

#include "core.h"

static unsigned int fama_net_id __read_mostly;

struct fama_net *fama_net(const struct net *net)
{
	return net_generic(net, fama_net_id);
}

static int __net_init fama_net_init(struct net *net)
{
	struct fama_net *fn = fama_net(net);

	mutex_init(&fn->lock);
	INIT_LIST_HEAD(&fn->roles);
	INIT_LIST_HEAD(&fn->tunnels);
	ratelimit_state_init(&fn->errors, HZ, 10);
	ratelimit_set_flags(&fn->errors, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

/* The roles have left before: their pernet operations came later. */
static void __net_exit fama_net_exit(struct net *net)
{
	struct fama_net *fn = fama_net(net);

	WARN_ON_ONCE(!list_empty(&fn->roles));
	WARN_ON_ONCE(!list_empty(&fn->tunnels));
}

static struct pernet_operations fama_net_ops = {
	.init = fama_net_init,
	.exit = fama_net_exit,
	.id = &fama_net_id,
	.size = sizeof(struct fama_net),
};

/* ORDER: a tunnelled packet may come as soon as the handler is registered. */
static int __init fama_init(void)
{
	int err;

	err = register_pernet_subsys(&fama_net_ops);
	if (err)
		return err;
	err = fama_tunnel_init();
	if (err)
		unregister_pernet_subsys(&fama_net_ops);
	return err;
}

static void __exit fama_exit(void)
{
	fama_tunnel_exit();
	unregister_pernet_subsys(&fama_net_ops);
	rcu_barrier();	/* routes that were replaced, see route.c */
}

module_init(fama_init);
module_exit(fama_exit);

MODULE_DESCRIPTION("FAMA core: Mobility Headers, CGA, tunnels");
MODULE_AUTHOR("The authors of fama");
MODULE_LICENSE("GPL");
MODULE_VERSION(FAMA_VERSION);
