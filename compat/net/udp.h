/* SPDX-License-Identifier: GPL-2.0-only */
/* A namespace has come to have a table of UDP sockets of its own. */
#ifndef _FAMA_COMPAT_UDP_H
#define _FAMA_COMPAT_UDP_H

#include_next <net/udp.h>
#include <fama-features.h>

static inline struct udp_table *fama_udp_table(struct net *net)
{
#ifdef FAMA_HAVE_UDP_TABLE_OF_NET
	return net->ipv4.udp_table;
#else
	return &udp_table;
#endif
}

#endif /* _FAMA_COMPAT_UDP_H */
