/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A remembered route, for packets that all take the same way.
 *
 * It serves the purpose of the kernel's dst_cache for callers that need no
 * reference, because they use the route within one RCU read-side critical
 * section.  One entry serves all processors, since packets only read it.
 */
#ifndef _FAMA_ROUTE_H
#define _FAMA_ROUTE_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <net/dst.h>
#include <net/flow.h>
#include <net/net_namespace.h>

struct fama_route_entry;

/**
 * struct fama_route - one remembered route, or none
 * @entry: the route; readers use RCU, writers xchg()
 */
struct fama_route {
	struct fama_route_entry __rcu *entry;
};

/**
 * fama_route_lookup() - look up the route of a packet that this node makes
 * @net: namespace
 * @fl6: addresses, protocol and, of a Mobility Header, its type; with an output
 *	interface only routes of that count
 *
 * XFRM policies apply: the route may be one on which packets are transformed.
 *
 * Context: any.
 * Return: the route, with a reference; or ERR_PTR: there is none, or the policies
 * forbid the packet, or cannot be met now.
 */
struct dst_entry *fama_route_lookup(struct net *net, struct flowi6 *fl6);

/**
 * fama_route_get() - the remembered route, if it is still valid
 * @r: where it is remembered
 * @addr: the address for which it must have been remembered, or NULL for any
 *
 * Context: RCU read side.  The result is valid until its end; no reference is
 * taken.
 * Return: the route, or NULL.
 */
struct dst_entry *fama_route_get(const struct fama_route *r,
				 const struct in6_addr *addr);

/**
 * fama_route_set() - remember a route in place of the former one
 * @r: where it is remembered
 * @dst: the route of an IPv6 packet; this function takes its own reference
 * @addr: the address for which it is remembered
 *
 * When memory is short, the former route stays.
 * Context: any.
 */
void fama_route_set(struct fama_route *r, struct dst_entry *dst,
		    const struct in6_addr *addr);

/* Forget the route.  The caller has stopped all readers and writers. */
void fama_route_clear(struct fama_route *r);

#endif /* _FAMA_ROUTE_H */
