/* SPDX-License-Identifier: GPL-2.0-only */
/* Since 6.2 a namespace may have its own table of UDP sockets. */
#ifndef _FAMA_COMPAT_UDP_H
#define _FAMA_COMPAT_UDP_H

#include_next <net/udp.h>
#include <linux/version.h>

static inline struct udp_table *fama_udp_table(struct net *net)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
	return &udp_table;
#else
	return net->ipv4.udp_table;
#endif
}

#endif /* _FAMA_COMPAT_UDP_H */
