/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Neighbor Discovery on the access links for bound addresses (RFC 6275 section
 * 10.4.1).
 */
#ifndef _DAR_PROXY_H
#define _DAR_PROXY_H

#include <linux/skbuff.h>

#include "../state/dar.h"

void dar_proxy_init(struct dar_net *dn);

/*
 * A binding begins: direct the neighbours' packets to us, by an unsolicited
 * advertisement that is repeated while the address is bound (RFC 4861 section
 * 7.2.6).  Context: any up to softirq.
 */
void dar_proxy_begin(struct dar_net *dn, const struct in6_addr *home);

/*
 * A binding has ended, and the cache says so.  When this returns, nothing announces
 * its address any more.  Context: any up to softirq.
 */
void dar_proxy_end(struct dar_net *dn);

/**
 * dar_proxy_rx() - look at a packet that may be a Neighbor Discovery message
 * @dn: the namespace
 * @skb: an IPv6 packet that an access link has received; only the fixed header was
 *	checked
 *
 * Answers a solicitation for a bound address, and lets Duplicate Address Detection
 * know what a neighbour says.
 *
 * Return: true: it was a solicitation for a bound address.
 */
bool dar_proxy_rx(struct dar_net *dn, struct sk_buff *skb);

#endif /* _DAR_PROXY_H */
