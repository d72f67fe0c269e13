/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The handler of fama.ko at the kernel's tunnel6: which tunnel an IPv6-in-IPv6
 * packet, or an ICMPv6 error about one, belongs to.
 */
#ifndef _FAMA_TUNNEL6_H
#define _FAMA_TUNNEL6_H

/* Start to receive packets in all namespaces.  May sleep. */
int fama_tunnel6_init(void);

/* Stop.  No packet is in the handler any more.  May sleep. */
void fama_tunnel6_exit(void);

#endif /* _FAMA_TUNNEL6_H */
