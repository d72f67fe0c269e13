/* SPDX-License-Identifier: GPL-2.0-only */
/* Steering as the files of fama.ko see it; see also <fama/steer.h>. */
#ifndef _FAMA_CORE_STEER_H
#define _FAMA_CORE_STEER_H

#include <linux/skbuff.h>

struct fama_tunnel;

/**
 * fama_steer_remember() - remember how a packet got to this end of the tunnel
 * @t: the tunnel, which has accepted the packet
 * @skb: the packet; its network header is the outer one, and the stack has
 *	routed it to this node
 *
 * fama_steer_here() gives the same route to the packets that follow.
 *
 * Context: softirq, RCU read side.
 */
void fama_steer_remember(struct fama_tunnel *t, const struct sk_buff *skb);

#endif /* _FAMA_CORE_STEER_H */
