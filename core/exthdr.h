/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The extension headers that carry a home address: Destination Options with a
 * Home Address option (RFC 6275 section 6.3), and the type 2 routing header
 * (RFC 6275 section 6.4).
 */
#ifndef _FAMA_EXTHDR_H
#define _FAMA_EXTHDR_H

#include <linux/skbuff.h>

#include <fama/mhio_types.h>

#define FAMA_EXTHDR_LEN	24	/* octets of each of the two headers */

/**
 * fama_exthdr_skip() - find what follows the extension headers of a packet
 * @skb: the packet; pointers into it are no longer valid after this
 * @rx: result: @hao, @rh2 and @home, which must be zero before
 * @type: result: type of the header that follows, such as IPPROTO_MH
 *
 * Return: the offset of that header from skb->data, or 0: the packet has
 * headers that the stack must judge.
 */
unsigned int fama_exthdr_skip(struct sk_buff *skb, struct fama_mhio_rx *rx,
			      u8 *type);

/**
 * fama_exthdr_push() - put an extension header in front of a Mobility Header
 * @skb: the Mobility Header, with %FAMA_EXTHDR_LEN octets of headroom
 * @tx: the header is made of @hao or @rh2, the first that is not NULL
 *
 * Return: type of the first header in @skb, IPPROTO_MH when none was added.
 */
u8 fama_exthdr_push(struct sk_buff *skb, const struct fama_mhio_tx *tx);

#endif /* _FAMA_EXTHDR_H */
