/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The addresses of a link that the host has, and not this module: made by the stack, by
 * a client of DHCPv6 or by hand.  All functions take mn->lock.
 */
#ifndef _MN_HOSTADDR_H
#define _MN_HOSTADDR_H

#include <linux/in6.h>
#include <linux/types.h>

struct mn_link;
struct mn_net;

/**
 * struct mn_hostaddrs - the host's addresses on a link
 * @best: the one for a care-of address, see mn_coa_rank(), or unspecified
 * @fresh: @best is of the present network and not deprecated
 * @stale: there is one that the stack prefers as a source, and which is likely to be of
 *	a network that the link has left
 */
struct mn_hostaddrs {
	struct in6_addr best;
	bool fresh;
	bool stale;
};

/* Look at the host's addresses on a link. */
struct mn_hostaddrs mn_hostaddr_look(struct mn_net *mn,
				     const struct mn_link *link);

#endif /* _MN_HOSTADDR_H */
