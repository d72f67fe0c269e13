/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ICMPv6 errors about packets that a tunnel sent (RFC 2473 section 8): the
 * sender of the inner packet must learn of them.
 */
#ifndef _FAMA_ERRORS_H
#define _FAMA_ERRORS_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>

/**
 * fama_errors_handle() - learn from an error, and pass it on
 * @dev: the tunnel device that sent the packet
 * @skb: the error; skb->data points at the quoted outer header, and both
 *	headers are linear
 * @type: ICMPv6 type
 * @code: ICMPv6 code
 * @offset: octets from the quoted outer header to the quoted inner header
 * @info: the error's parameter, such as the MTU
 *
 * The path MTU of the outer packet is updated.  The error is translated as RFC
 * 2473 section 8 says, and sent to the source of the inner packet.  @skb stays
 * the caller's.
 *
 * Context: softirq, RCU read side.
 */
void fama_errors_handle(struct net_device *dev, struct sk_buff *skb,
			u8 type, u8 code, int offset, __be32 info);

#endif /* _FAMA_ERRORS_H */
