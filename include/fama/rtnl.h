/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses, routes and rules, set by messages to rtnetlink.
 *
 * The kernel exports no functions that add an IPv6 address, route or rule to a
 * namespace; a kernel socket on rtnetlink reaches them by a stable interface.
 *
 * Routes and rules have the protocol number %FAMA_RTPROT: "ip -6 route show
 * proto 250" and "ip -6 rule show proto 250" list them.
 *
 * Context of all functions: process.  Requests take the RTNL, which the caller must
 * not hold.
 */
#ifndef _FAMA_RTNL_H
#define _FAMA_RTNL_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/net_namespace.h>

#define FAMA_RTPROT	250

struct socket;

/**
 * fama_rtnl_open() - open a socket on rtnetlink
 * @net: namespace
 *
 * The caller closes the socket in pre_exit of the namespace at the latest.  Only
 * one request at a time may be sent through it.
 *
 * Return: the socket, or ERR_PTR.
 */
struct socket *fama_rtnl_open(struct net *net);

/* Close a socket of fama_rtnl_open(). */
void fama_rtnl_close(struct socket *sock);

/*
 * The netlink port of a socket of fama_rtnl_open(), by which events of rtnetlink name
 * who has caused them; 0 before the first request.
 */
u32 fama_rtnl_port(struct socket *sock);

/**
 * struct fama_rtnl_addr - an address of an interface
 * @addr: the address
 * @plen: prefix length in bits
 * @ifindex: the interface
 * @flags: flags of the address, IFA_F_*
 * @preferred: preferred lifetime in seconds
 * @valid: valid lifetime in seconds
 */
struct fama_rtnl_addr {
	struct in6_addr addr;
	u8 plen;
	int ifindex;
	u32 flags;
	u32 preferred;
	u32 valid;
};

/* Add an address or change it.  Return: 0, or a negative error of rtnetlink. */
int fama_rtnl_addr_set(struct socket *sock, const struct fama_rtnl_addr *a);

/* Remove an address.  Return: 0, or a negative error of rtnetlink. */
int fama_rtnl_addr_del(struct socket *sock, const struct fama_rtnl_addr *a);

/**
 * struct fama_rtnl_route - a route
 * @dst: destination
 * @gateway: next hop, or the unspecified address
 * @prefsrc: preferred source address, or the unspecified address
 * @plen: prefix length of @dst in bits; 0: the default route
 * @ifindex: interface
 * @table: routing table
 * @metric: metric; the smallest one wins
 * @local: packets are delivered to this node itself
 * @protocol: protocol number, 0: %FAMA_RTPROT
 * @any_protocol: a route that is removed may have any protocol number
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
	u8 protocol;
	bool any_protocol;
};

/*
 * Add a route, or replace the one with the same destination, table and metric.
 * Return: 0, or a negative error of rtnetlink.
 */
int fama_rtnl_route_set(struct socket *sock, const struct fama_rtnl_route *r);

/*
 * Add a route, unless there is one with the same destination, table and metric.
 * Return: 0, -EEXIST, or another negative error of rtnetlink.
 */
int fama_rtnl_route_add(struct socket *sock, const struct fama_rtnl_route *r);

/* Remove a route.  Return: 0, or a negative error of rtnetlink. */
int fama_rtnl_route_del(struct socket *sock, const struct fama_rtnl_route *r);

/**
 * fama_rtnl_neighbour_set() - add a neighbour that never has to be asked for
 * @sock: socket of fama_rtnl_open()
 * @ifindex: an interface without link-layer addresses
 * @addr: address of the neighbour
 *
 * Return: 0, or a negative error of rtnetlink.
 */
int fama_rtnl_neighbour_set(struct socket *sock, int ifindex,
			    const struct in6_addr *addr);

/**
 * struct fama_rtnl_rule - a rule, which sends packets to a routing table
 * @src: their source address, or NULL: any
 * @mark: their mark
 * @mask: bits of the mark that are compared; 0: any mark
 * @table: routing table
 * @no_default: default routes of the table do not count
 * @pref: preference; the rule with the smallest one comes first
 */
struct fama_rtnl_rule {
	const struct in6_addr *src;
	u32 mark;
	u32 mask;
	u32 table;
	bool no_default;
	u32 pref;
};

/* Add a rule.  Return: 0, -EEXIST, or another negative error of rtnetlink. */
int fama_rtnl_rule_add(struct socket *sock, const struct fama_rtnl_rule *r);

/* Remove a rule.  Return: 0, or a negative error of rtnetlink. */
int fama_rtnl_rule_del(struct socket *sock, const struct fama_rtnl_rule *r);

/**
 * fama_rtnl_bar_add() - let nothing leave with a source address
 * @sock: socket of fama_rtnl_open()
 * @src: source address; who sends from it gets -ENETUNREACH
 * @pref: preference.  A rule of the same one that is there already comes first
 *
 * Return: 0, -EEXIST, or another error of rtnetlink.
 */
int fama_rtnl_bar_add(struct socket *sock, const struct in6_addr *src, u32 pref);

/* Remove one rule of fama_rtnl_bar_add(), whichever.  Return: 0; -ENOENT: there is none. */
int fama_rtnl_bar_del_any(struct socket *sock);

#endif /* _FAMA_RTNL_H */
