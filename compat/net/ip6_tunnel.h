/* SPDX-License-Identifier: GPL-2.0-only */
/* The control block's flags of a packet have come to be set in the function. */
#ifndef _FAMA_COMPAT_IP6_TUNNEL_H
#define _FAMA_COMPAT_IP6_TUNNEL_H

#include_next <net/ip6_tunnel.h>
#include <fama-features.h>

#ifndef FAMA_HAVE_IP6CB_FLAGS
#define ip6tunnel_xmit(sk, skb, dev, ip6cb_flags) ip6tunnel_xmit(sk, skb, dev)
#endif

#endif /* _FAMA_COMPAT_IP6_TUNNEL_H */
