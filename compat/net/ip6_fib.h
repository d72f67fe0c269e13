/* SPDX-License-Identifier: GPL-2.0-only */
/* The IPv6 route that a destination is part of: was a cast. */
#ifndef _FAMA_COMPAT_IP6_FIB_H
#define _FAMA_COMPAT_IP6_FIB_H

#include_next <net/ip6_fib.h>

#ifndef dst_rt6_info
#define dst_rt6_info(dst) ((struct rt6_info *)(dst))
#endif

#endif /* _FAMA_COMPAT_IP6_FIB_H */
