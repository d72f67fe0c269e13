/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which routes of ours a routing table has.
 *
 * A request to rtnetlink cannot tell a route of ours from one that somebody else has to
 * the same destination; this can.
 */
#ifndef _FAMA_FIB_H
#define _FAMA_FIB_H

#include <linux/types.h>
#include <net/net_namespace.h>

#include <fama/rtnl.h>

/**
 * fama_fib_find() - look for a route of ours
 * @net: namespace
 * @like: destination, prefix length, table and protocol number of the route; with an
 *	interface only routes by that interface count
 * @found: result: the route, by which fama_rtnl_route_del() removes it
 * @alone: result: no other route to the destination has its metric, so that
 *	fama_rtnl_route_set() replaces this one
 *
 * Context: any.
 * Return: whether there is such a route.
 */
bool fama_fib_find(struct net *net, const struct fama_rtnl_route *like,
		   struct fama_rtnl_route *found, bool *alone);

#endif /* _FAMA_FIB_H */
