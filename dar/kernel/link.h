/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The access link: what the DAR asks of the kernel's Neighbor Discovery there.
 */
#ifndef _DAR_LINK_H
#define _DAR_LINK_H

#include <linux/netdevice.h>
#include <net/net_namespace.h>

#include "../pure/nd.h"

struct inet6_ifaddr;

/**
 * dar_link_listen() - start or stop receiving all multicasts
 * @dev: access link
 * @before: the caller has been listening
 * @after: the caller wants to listen
 *
 * Context: RTNL.
 * Return: 0, -EOVERFLOW.
 */
int dar_link_listen(struct net_device *dev, bool before, bool after);

/**
 * dar_link_valid() - how long a prefix is still valid on its link
 * @net: namespace
 * @ifindex: access link
 * @prefix: the prefix
 *
 * A prefix is valid as long as one of our own addresses in it.  If we have no
 * address in it, nothing limits its lifetime.
 *
 * Context: RCU read side.
 * Return: seconds, U32_MAX: no limit.
 */
u32 dar_link_valid(struct net *net, int ifindex,
		   const struct in6_addr *prefix);

/* Is the valid lifetime of an address over, or was it when the address was removed? */
bool dar_link_over(const struct inet6_ifaddr *ifa);

/**
 * dar_link_address() - find an address of ours in a prefix
 * @net: namespace
 * @ifindex: access link
 * @prefix: the prefix
 * @addr: gets the address; may be NULL
 *
 * Those of the access link come first, those of the loopback device next.
 *
 * Context: RCU read side.
 * Return: false: there is none.
 */
bool dar_link_address(struct net *net, int ifindex,
		      const struct in6_addr *prefix, struct in6_addr *addr);

/* Is it an address of ours that can be used, and not in a VRF?  Context: any. */
bool dar_link_owns(struct net *net, const struct in6_addr *addr);

/**
 * dar_link_retrans_time() - RetransTimer of a link (RFC 4861 section 6.3.2)
 * @net: namespace
 * @ifindex: the link
 *
 * Context: RCU read side.
 * Return: jiffies, at least 1; 0: there is no such link, or it has no IPv6.
 */
unsigned long dar_link_retrans_time(struct net *net, int ifindex);

/**
 * dar_link_probe() - send the Neighbor Solicitation of Duplicate Address Detection
 * @net: namespace
 * @ifindex: the link
 * @target: address that is probed
 * @nonce: %DAR_ND_NONCE_LEN octets
 */
void dar_link_probe(struct net *net, int ifindex,
		    const struct in6_addr *target, const u8 *nonce);

/**
 * dar_link_ask() - ask a neighbour whether it is there
 * @net: the namespace
 * @ifindex: the link
 * @target: address of the neighbour, to which the Neighbor Solicitation is sent (RFC 4861
 *	section 7.3)
 *
 * Context: any up to softirq.
 * Return: true: it was sent, as far as the stack can tell.
 */
bool dar_link_ask(struct net *net, int ifindex, const struct in6_addr *target);

/**
 * dar_link_advertise() - send a Neighbor Advertisement for a bound address
 * @dev: the link
 * @to: destination
 * @home: the address; it gets the Override flag, but not the Router flag
 * @solicited: Solicited flag
 */
void dar_link_advertise(struct net_device *dev, const struct in6_addr *to,
			const struct in6_addr *home, bool solicited);

/**
 * dar_link_advertise_mrd() - send a Multicast Router Advertisement (RFC 4286)
 * @net: namespace
 * @ifindex: the link
 * @interval: seconds until the next one
 *
 * The router asks for no memberships itself: query interval and robustness are 0.
 * Context: RCU read side.
 * Return: false: there is no such link, or it has no link-local address yet.
 */
bool dar_link_advertise_mrd(struct net *net, int ifindex, u8 interval);

/**
 * dar_link_learn() - remember the link-layer address of a soliciting neighbour
 * @dev: the link
 * @src: address of the neighbour
 * @nd: its solicitation
 *
 * RFC 4861 section 7.2.3.  The answer then needs no address resolution.
 */
void dar_link_learn(struct net_device *dev, const struct in6_addr *src,
		    const struct dar_nd *nd);

#endif /* _DAR_LINK_H */
