/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel has no such reason to drop a packet, the nearest one it has. */
#ifndef _FAMA_COMPAT_NET_DROPREASON_H
#define _FAMA_COMPAT_NET_DROPREASON_H

#include_next <net/dropreason.h>
#include <fama-features.h>

#ifndef FAMA_HAVE_DROP_INVALID_SOURCE
#define SKB_DROP_REASON_IP_INVALID_SOURCE	SKB_DROP_REASON_IP_RPFILTER
#endif
#ifndef FAMA_HAVE_DROP_QUEUE_PURGE
#define SKB_DROP_REASON_QUEUE_PURGE		SKB_DROP_REASON_NOT_SPECIFIED
#endif
#ifndef FAMA_HAVE_DROP_RECURSION_LIMIT
#define SKB_DROP_REASON_RECURSION_LIMIT		SKB_DROP_REASON_NOT_SPECIFIED
#endif
#ifndef FAMA_HAVE_DROP_TUNNEL_ECN
#define SKB_DROP_REASON_IP_TUNNEL_ECN		SKB_DROP_REASON_IP_INHDR
#endif

#endif /* _FAMA_COMPAT_NET_DROPREASON_H */
