/* SPDX-License-Identifier: GPL-2.0-only */
/* The tunnel device as the files of fama.ko see it; see also <fama/tunnel.h>. */
#ifndef _FAMA_CORE_TUNNEL_H
#define _FAMA_CORE_TUNNEL_H

#include <linux/list.h>
#include <linux/netdevice.h>
#include <net/gro_cells.h>

#include <fama/tunnel.h>

#include "route.h"

/**
 * struct fama_tunnel - private part of the device
 * @list: entry in &struct fama_netns.tunnels
 * @dev: the device
 * @ref: the role's reference to @dev
 * @removed: it is not in the list any more, and is or will be unregistered;
 *	written under RTNL
 * @ops: operations of the role; constant
 * @table: its routing table; constant
 * @gro: merges the packets that were decapsulated
 * @into: the route into the device; constant
 * @here: the route of packets to this end of the tunnel, and the address of
 *	this end
 */
struct fama_tunnel {
	struct list_head list;
	struct net_device *dev;
	netdevice_tracker ref;
	bool removed;
	const struct fama_tunnel_ops *ops;
	u32 table;
	struct gro_cells gro;
	struct dst_entry *into;
	struct fama_route here;
};

#endif /* _FAMA_CORE_TUNNEL_H */
