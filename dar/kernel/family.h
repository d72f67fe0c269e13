/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family "dar".
 *
 * It is known at this low layer so that every file may send notifications.  Its
 * commands come from the files above, when they register it.
 */
#ifndef _DAR_FAMILY_H
#define _DAR_FAMILY_H

#include <net/genetlink.h>

#define DAR_FAMILY_EVENTS	0	/* multicast group */

extern struct genl_family dar_family;

/* Register the family with its commands.  Return: 0 or an error. */
int dar_family_register(const struct genl_ops *ops, unsigned int n_ops);

void dar_family_unregister(void);

/* Begin a message.  Return: its header, NULL: there is no room. */
static inline void *dar_family_put(struct sk_buff *skb, u32 portid, u32 seq,
				   int flags, u8 cmd)
{
	return genlmsg_put(skb, portid, seq, &dar_family, flags, cmd);
}

#endif /* _DAR_FAMILY_H */
