/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family "mn" itself: notifications are sent with it, lists
 * and answers carry its number.  genl.c has its commands.
 */
#ifndef _MN_FAMILY_H
#define _MN_FAMILY_H

#include <net/genetlink.h>

#define MN_GENL_GROUP_EVENTS	0

extern struct genl_family mn_genl_family;

/* Register the family with its commands. */
int mn_family_init(const struct genl_ops *ops, unsigned int count);
void mn_family_exit(void);

#endif /* _MN_FAMILY_H */
