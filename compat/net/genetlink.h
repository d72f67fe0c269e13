/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The attributes of a dump request moved into a struct genl_info in 6.6.
 */
#ifndef _FAMA_COMPAT_GENETLINK_H
#define _FAMA_COMPAT_GENETLINK_H

#include_next <net/genetlink.h>
#include <linux/version.h>

/* In start and dumpit; as many as the policy of the command has. */
static inline struct nlattr **fama_genl_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
	return genl_dumpit_info(cb)->attrs;
#else
	return genl_info_dump(cb)->attrs;
#endif
}

#endif /* _FAMA_COMPAT_GENETLINK_H */
