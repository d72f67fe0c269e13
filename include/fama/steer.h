/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Steering: a netfilter hook of a role gives a packet its route before the
 * stack looks for one.
 *
 * The stack honours a route that is set already, so forwarding, the hop limit,
 * Packet Too Big and the administrator's filters work as for every packet.
 */
#ifndef _FAMA_STEER_H
#define _FAMA_STEER_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>

/**
 * fama_steer_into() - route a packet into the tunnel device
 * @dev: the device
 * @skb: the packet; the route that it had is dropped
 *
 * The packet holds no reference to its new route.  A packet that outlives the
 * RCU read side needs one, from skb_dst_force().
 *
 * Context: RCU read side.
 * Return: false: the device does not work (fama_tunnel_works()), and the packet is
 * unchanged.
 */
bool fama_steer_into(struct net_device *dev, struct sk_buff *skb);

/**
 * fama_steer_here() - route a packet to this end of the tunnel
 * @dev: the device, of a role that sets @forwards in &struct fama_tunnel_ops
 * @skb: a packet in PRE_ROUTING, without extension headers, that may have come
 *	through a tunnel
 *
 * The packet gets the route that former packets to the same address had, if it
 * is still valid and no routing rules are configured, so that the stack need
 * not search.  Filters on input see the packet all the same.
 *
 * Context: softirq, RCU read side.
 * Return: true: the packet has a route now.
 */
bool fama_steer_here(struct net_device *dev, struct sk_buff *skb);

/**
 * fama_steer_out() - send a packet that came into a tunnel device by another device
 * @dev: the tunnel device
 * @skb: the packet; its network header is at skb->data
 * @ifindex: the other device, which has a route to the destination
 *
 * Context: BH off, RCU read side.
 * Return: true: the packet is gone; false: there is no such route.
 */
bool fama_steer_out(struct net_device *dev, struct sk_buff *skb, int ifindex);

#endif /* _FAMA_STEER_H */
