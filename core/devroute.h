/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The route into a tunnel device.
 *
 * It is in no routing table, so nothing that happens to tables takes it away: a
 * device that goes down, a flush, a routing daemon.  One route serves the packets
 * for all addresses, so no path MTU is ever learnt for it.
 */
#ifndef _FAMA_DEVROUTE_H
#define _FAMA_DEVROUTE_H

#include <linux/netdevice.h>
#include <net/dst.h>

#include <fama/rtnl.h>

/**
 * fama_devroute_default() - describe the default route through a device
 * @dev: the device
 * @table: a routing table that nobody else uses
 *
 * The next hop is one gateway, which does not exist: it makes one neighbour entry
 * serve all destinations, where the stack would otherwise make one for each.
 */
struct fama_rtnl_route fama_devroute_default(const struct net_device *dev,
					     u32 table);

/* Describe the route of an address through a device, by the same gateway. */
struct fama_rtnl_route fama_devroute_host(const struct net_device *dev,
					  const struct in6_addr *dst);

/**
 * fama_devroute_new() - make the route into a device
 * @dev: the device, which is up
 * @table: a routing table that nobody else uses; it is empty afterwards
 *
 * Packets with this route are forwarded, by the gateway of fama_devroute_default().
 *
 * Context: process.  The caller does not hold the RTNL.
 * Return: the route, or ERR_PTR.
 */
struct dst_entry *fama_devroute_new(struct net_device *dev, u32 table);

/**
 * fama_devroute_free() - give the route up
 * @dst: the route, or NULL
 *
 * Packets that still have the route are dropped, and hold the device no longer.
 *
 * Context: any.  No packet gets the route any more.
 */
void fama_devroute_free(struct dst_entry *dst);

#endif /* _FAMA_DEVROUTE_H */
