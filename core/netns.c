// SPDX-License-Identifier: GPL-2.0-only
#include "netns.h"

unsigned int fama_netns_id __read_mostly;

static int __net_init netns_init_one(struct net *net)
{
	struct fama_netns *fn = fama_netns(net);

	mutex_init(&fn->lock);
	INIT_LIST_HEAD(&fn->roles);
	INIT_LIST_HEAD(&fn->tunnels);
	ratelimit_state_init(&fn->errors, HZ, 10);
	ratelimit_set_flags(&fn->errors, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

/*
 * The modules dar and mn registered their pernet operations after this module,
 * so theirs have run already and have emptied both lists.
 */
static void __net_exit netns_exit_one(struct net *net)
{
	struct fama_netns *fn = fama_netns(net);

	WARN_ON_ONCE(!list_empty(&fn->roles));
	WARN_ON_ONCE(!list_empty(&fn->tunnels));
}

static struct pernet_operations netns_ops = {
	.init = netns_init_one,
	.exit = netns_exit_one,
	.id = &fama_netns_id,
	.size = sizeof(struct fama_netns),
};

int fama_netns_init(void)
{
	return register_pernet_subsys(&netns_ops);
}

void fama_netns_exit(void)
{
	unregister_pernet_subsys(&netns_ops);
}
