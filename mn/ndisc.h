/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Neighbor Discovery of a mobile node (RFC 4861): Router Solicitations and messages
 * about neighbours that it sends, advertisements of its routers that it hears.
 */
#ifndef _MN_NDISC_H
#define _MN_NDISC_H

#include <linux/in6.h>
#include <linux/types.h>

struct net;
struct net_device;

/* Send a Router Solicitation.  Process context. */
void mn_ndisc_solicit(struct net_device *dev);

/**
 * mn_ndisc_probe() - ask a router whether it is there
 * @dev: interface
 * @router: its link-local address
 * @hw: its link-layer address, %MN_RA_HW_LEN octets
 *
 * The question goes to this link-layer address, whatever the stack believes: another
 * router may have the same address.  The answer sets %MN_LINK_ANSWERED.
 * Process context.
 * Return: false: routers of this interface have no link-layer address.
 */
bool mn_ndisc_probe(struct net_device *dev, const struct in6_addr *router,
		    const u8 *hw);

/**
 * mn_ndisc_announce() - send an unsolicited Neighbor Advertisement
 * @dev: interface
 * @addr: address of the node on it
 * @override: neighbours shall overwrite what they know; not while the address is
 *	optimistic (RFC 4429 section 3.3)
 */
void mn_ndisc_announce(struct net_device *dev, const struct in6_addr *addr,
		       bool override);

/**
 * mn_ndisc_drop_waiting() - drop what waits for the link-layer address of a router
 * @dev: interface that has come up
 * @router: router of the former link
 *
 * The stack forgets its neighbours when the interface loses its carrier.  A packet
 * that is sent after that, and before the node holds its packets, starts another
 * resolution of the former router, and waits for three seconds (RFC 4861 section
 * 10).  TCP sends no segment again while the first copy still waits in the host.
 *
 * Process context.
 */
void mn_ndisc_drop_waiting(struct net_device *dev, const struct in6_addr *router);

/*
 * Hear Router Advertisements of a namespace: each goes into the inbox.  And hear the
 * answers to mn_ndisc_probe().
 */
int mn_ndisc_listen(struct net *net);
void mn_ndisc_unlisten(struct net *net);

#endif /* _MN_NDISC_H */
