// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mn.h>

#include "family.h"

static const struct genl_multicast_group family_groups[] = {
	[MN_GENL_GROUP_EVENTS] = { .name = MN_GENL_MCGRP_EVENTS },
};

struct genl_family mn_genl_family __ro_after_init = {
	.name = MN_GENL_NAME,
	.version = MN_GENL_VERSION,
	.maxattr = MN_A_MAX,
	.netnsok = true,
	/* Each command takes the lock of its node: nobody waits for another one's. */
	.parallel_ops = true,
	.module = THIS_MODULE,
	.mcgrps = family_groups,
	.n_mcgrps = ARRAY_SIZE(family_groups),
};

int __init mn_family_init(const struct genl_ops *ops, unsigned int count)
{
	mn_genl_family.ops = ops;
	mn_genl_family.n_ops = count;
	return genl_register_family(&mn_genl_family);
}

void mn_family_exit(void)
{
	genl_unregister_family(&mn_genl_family);
}
