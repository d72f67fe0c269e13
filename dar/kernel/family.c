// SPDX-License-Identifier: GPL-2.0-only
#include <uapi/linux/dar.h>

#include "family.h"

static const struct genl_multicast_group family_groups[] = {
	[DAR_FAMILY_EVENTS] = {
		.name = DAR_GENL_MCGRP_EVENTS,
		.flags = GENL_MCAST_CAP_NET_ADMIN,
	},
};

struct genl_family dar_family __ro_after_init = {
	.name = DAR_GENL_NAME,
	.version = DAR_GENL_VERSION,
	.maxattr = DAR_A_MAX,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.mcgrps = family_groups,
	.n_mcgrps = ARRAY_SIZE(family_groups),
};

int __init dar_family_register(const struct genl_ops *ops, unsigned int n_ops)
{
	dar_family.ops = ops;
	dar_family.n_ops = n_ops;
	return genl_register_family(&dar_family);
}

void dar_family_unregister(void)
{
	genl_unregister_family(&dar_family);
}
