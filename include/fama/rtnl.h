/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses, routes and rules through a kernel socket on rtnetlink.
 *
 * What is installed carries the protocol number %FAMA_RTPROT, so that
 * "ip -6 route show proto 250" and "ip -6 rule show proto 250" show it.
 */
#ifndef _FAMA_RTNL_H
#define _FAMA_RTNL_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/net_namespace.h>

#include <fama/watch.h>

#define FAMA_RTPROT	250

struct socket;

/* Open in @net; ERR_PTR on failure.  Close in pre_exit at the latest. */
struct socket *fama_rtnl_open(struct net *net);
void fama_rtnl_close(struct socket *sock);

/**
 * struct fama_rtnl_addr - an address on an interface
 * @addr: address
 * @plen: prefix length
 * @ifindex: interface
 * @flags: IFA_F_*
 * @preferred: preferred lifetime, seconds
 * @valid: valid lifetime, seconds
 */
struct fama_rtnl_addr {
	struct in6_addr addr;
	u8 plen;
	int ifindex;
	u32 flags;
	u32 preferred;
	u32 valid;
};

/* Adds or replaces.  All functions: process context, 0 or a negative errno. */
int fama_rtnl_addr_set(struct socket *sock, const struct fama_rtnl_addr *a);
int fama_rtnl_addr_del(struct socket *sock, const struct fama_rtnl_addr *a);

/**
 * struct fama_rtnl_route - a route
 * @dst: destination
 * @plen: its prefix length; 0: default
 * @gateway: next hop, or the unspecified address
 * @prefsrc: preferred source, or the unspecified address
 * @ifindex: device
 * @table: table
 * @metric: priority
 * @local: to this node itself
 */
struct fama_rtnl_route {
	struct in6_addr dst;
	struct in6_addr gateway;
	struct in6_addr prefsrc;
	u8 plen;
	int ifindex;
	u32 table;
	u32 metric;
	bool local;
};

/* Adds, or replaces the one of same destination, table and metric. */
int fama_rtnl_route_set(struct socket *sock, const struct fama_rtnl_route *r);
int fama_rtnl_route_del(struct socket *sock, const struct fama_rtnl_route *r);

/* "from SRC lookup TABLE pref PREF" */
int fama_rtnl_rule_add(struct socket *sock, const struct in6_addr *src,
		       u32 table, u32 pref);
int fama_rtnl_rule_del(struct socket *sock, const struct in6_addr *src,
		       u32 table, u32 pref);

#endif /* _FAMA_RTNL_H */
