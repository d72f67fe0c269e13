/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The attributes of a dump request moved into a struct genl_info.  The flag of groups
 * that only administrators may join had the name of the flag of commands.
 */
#ifndef _FAMA_COMPAT_GENETLINK_H
#define _FAMA_COMPAT_GENETLINK_H

#include_next <net/genetlink.h>
#include <fama-features.h>

#ifndef GENL_MCAST_CAP_NET_ADMIN
#define GENL_MCAST_CAP_NET_ADMIN	GENL_UNS_ADMIN_PERM
#endif

/* In start and dumpit; as many as the policy of the command has. */
static inline struct nlattr **fama_genl_dump_attrs(struct netlink_callback *cb)
{
#ifdef FAMA_HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif /* _FAMA_COMPAT_GENETLINK_H */
