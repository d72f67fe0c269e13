/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Devices in a VRF.
 */
#ifndef _FAMA_VRF_H
#define _FAMA_VRF_H

#include <linux/netdevice.h>

/**
 * fama_in_vrf() - does a device belong to a VRF, or is it one?
 * @dev: a device
 *
 * Tunnels and messages are routed by the main tables.  What is received by such a
 * device belongs to somebody else, whatever its addresses are.
 *
 * Context: any.
 */
static inline bool fama_in_vrf(const struct net_device *dev)
{
	return unlikely(netif_is_l3_slave(dev) || netif_is_l3_master(dev));
}

#endif /* _FAMA_VRF_H */
