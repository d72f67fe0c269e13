/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Netlink attributes of anchors and of entries of the binding cache.
 *
 * All functions return 0 or -EMSGSIZE.
 */
#ifndef _DAR_FILL_H
#define _DAR_FILL_H

#include <linux/skbuff.h>

#include "../state/anchor.h"
#include "../state/binding.h"
#include "../state/hold.h"

int dar_fill_u64(struct sk_buff *skb, int attr, u64 value);
int dar_fill_access(struct sk_buff *skb, const struct dar_access *access);
/* The prefix of the anchor that an address belongs to. */
int dar_fill_prefix(struct sk_buff *skb, const struct in6_addr *addr);

int dar_fill_anchor(struct sk_buff *skb, const struct dar_anchor *a);

/* A binding, active or just ended. */
int dar_fill_binding(struct sk_buff *skb, const struct dar_binding_view *view);

/* What waits for its address, if something does. */
int dar_fill_held(struct sk_buff *skb, const struct dar_hold_view *held);

/* An entry that is only remembered. */
int dar_fill_memory(struct sk_buff *skb, const struct dar_binding_view *view);

#endif /* _DAR_FILL_H */
