/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A route that is remembered, for packets that all go the same way.
 *
 * Like a dst_cache, but for who does not need a reference: packets within one
 * RCU read side, as those that a router passes on.  One entry serves all
 * processors, since nobody writes to it.
 */
#ifndef _FAMA_ROUTE_H
#define _FAMA_ROUTE_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <net/dst.h>

struct route_entry;

/**
 * struct route - one route, or none
 * @entry: the route; RCU, written with xchg()
 */
struct route {
	struct route_entry __rcu *entry;
};

/**
 * route_get() - the route, if it still holds
 * @r: where it is remembered
 * @addr: address that it must be of, or NULL
 *
 * Context: RCU read side, on which the result lives; no reference is taken.
 * Return: the route or NULL.
 */
struct dst_entry *route_get(const struct route *r, const struct in6_addr *addr);

/**
 * route_set() - remember another one
 * @r: where
 * @dst: the route of an IPv6 packet; a reference of its own is taken
 * @addr: address that it is of
 *
 * Nothing is remembered if memory is short.  Context: any.
 */
void route_set(struct route *r, struct dst_entry *dst,
	       const struct in6_addr *addr);

/* Remember nothing.  The caller has stopped all who read or write. */
void route_clear(struct route *r);

#endif /* _FAMA_ROUTE_H */
