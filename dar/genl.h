/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the family "dar" share: genl.c has the commands, dump.c
 * the lists, event.c the notifications, fill.c the attributes of them all.
 */
#ifndef _DAR_GENL_H
#define _DAR_GENL_H

#include <net/genetlink.h>

#include "dar.h"

extern struct genl_family dar_genl_family;

#define DAR_GENL_GROUP_EVENTS	0

/* Begin a message.  Return: its header, NULL if there is no room. */
static inline void *dar_genl_put(struct sk_buff *skb, u32 portid, u32 seq,
				 int flags, u8 cmd)
{
	return genlmsg_put(skb, portid, seq, &dar_genl_family, flags, cmd);
}

/* dump.c */
int dar_dump_anchors(struct sk_buff *skb, struct netlink_callback *cb);
int dar_dump_start(struct netlink_callback *cb);
int dar_dump_bindings(struct sk_buff *skb, struct netlink_callback *cb);
int dar_dump_memory(struct sk_buff *skb, struct netlink_callback *cb);
int dar_dump_done(struct netlink_callback *cb);

/* fill.c: 0 or -EMSGSIZE */
extern const u8 dar_setting_attrs[DAR_SETTING_COUNT];
int dar_fill_u64(struct sk_buff *skb, int attr, u64 value);
int dar_fill_anchor(struct sk_buff *skb, const struct dar_anchor *a);
int dar_fill_binding(struct sk_buff *skb, const struct dar_binding_view *view);
int dar_fill_memory(struct sk_buff *skb, const struct dar_binding_view *view);

/* Octets that dar_fill_role() takes at most. */
size_t dar_fill_role_size(void);

/* State, settings and counters of a namespace, whose lock is held. */
int dar_fill_role(struct sk_buff *skb, struct dar_net *dn);

#endif /* _DAR_GENL_H */
