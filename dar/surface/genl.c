// SPDX-License-Identifier: GPL-2.0-only
#include "../kernel/family.h"
#include "dump.h"
#include "genl.h"
#include "genl_admit.h"
#include "genl_anchor.h"
#include "genl_binding.h"
#include "genl_checkpoint.h"
#include "genl_role.h"

static const struct genl_ops genl_dar_ops[] = {
	{
		.cmd = DAR_CMD_ENABLE,
		.doit = dar_genl_enable,
		.policy = dar_genl_enable_policy,
		.maxattr = DAR_GENL_ENABLE_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_DISABLE,
		.doit = dar_genl_disable,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_GET,
		.doit = dar_genl_get,
	}, {
		.cmd = DAR_CMD_ANCHOR_NEW,
		.doit = dar_genl_anchor_new,
		.policy = dar_genl_anchor_policy,
		.maxattr = DAR_GENL_ANCHOR_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_DEL,
		.doit = dar_genl_anchor_del,
		.policy = dar_genl_prefix_policy,
		.maxattr = DAR_GENL_PREFIX_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_GET,
		.start = dar_genl_anchor_dump_start,
		.dumpit = dar_genl_anchor_dump,
		.done = dar_dump_done,
	}, {
		.cmd = DAR_CMD_BINDING_GET,
		.doit = dar_genl_binding_get,
		.start = dar_genl_dump_start,
		.dumpit = dar_genl_dump_bindings,
		.done = dar_dump_done,
		.policy = dar_genl_home_policy,
		.maxattr = DAR_GENL_HOME_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_BINDING_FLUSH,
		.doit = dar_genl_binding_flush,
		.policy = dar_genl_home_policy,
		.maxattr = DAR_GENL_HOME_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_SET,
		.doit = dar_genl_set,
		.policy = dar_genl_set_policy,
		.maxattr = DAR_GENL_SET_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_SET,
		.doit = dar_genl_anchor_set,
		.policy = dar_genl_anchor_policy,
		.maxattr = DAR_GENL_ANCHOR_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_MEMORY_GET,
		.start = dar_genl_dump_start,
		.dumpit = dar_genl_dump_memory,
		.done = dar_dump_done,
		.policy = dar_genl_home_policy,
		.maxattr = DAR_GENL_HOME_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_MEMORY_FLUSH,
		.doit = dar_genl_memory_flush,
		.policy = dar_genl_home_policy,
		.maxattr = DAR_GENL_HOME_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ADMIT_NEW,
		.doit = dar_genl_admit_new,
		.policy = dar_genl_admit_policy,
		.maxattr = DAR_GENL_ADMIT_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ADMIT_DEL,
		.doit = dar_genl_admit_del,
		.policy = dar_genl_admit_policy,
		.maxattr = DAR_GENL_ADMIT_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ADMIT_GET,
		.dumpit = dar_genl_admit_dump,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ADMIT_FLUSH,
		.doit = dar_genl_admit_flush,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_DRAIN,
		.doit = dar_genl_drain,
		.policy = dar_genl_drain_policy,
		.maxattr = DAR_GENL_DRAIN_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_FREEZE,
		.doit = dar_genl_freeze,
		.policy = dar_genl_checkpoint_policy,
		.maxattr = DAR_GENL_CHECKPOINT_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_CHECKPOINT,
		.start = dar_genl_checkpoint_start,
		.dumpit = dar_genl_checkpoint_dump,
		.done = dar_genl_checkpoint_done,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_RESUME,
		.doit = dar_genl_resume,
		.policy = dar_genl_checkpoint_policy,
		.maxattr = DAR_GENL_CHECKPOINT_MAX,
		.flags = GENL_UNS_ADMIN_PERM,
	},
};

int __init dar_genl_init(void)
{
	return dar_family_register(genl_dar_ops, ARRAY_SIZE(genl_dar_ops));
}

void dar_genl_exit(void)
{
	dar_family_unregister();
}
