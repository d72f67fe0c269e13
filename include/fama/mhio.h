/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility Headers from and to a network namespace.
 *
 * Messages are received by a netfilter hook at LOCAL_IN, behind the filters of
 * the administrator and before the stack parses extension headers: the stack
 * drops a packet with a Home Address option or a type 2 routing header that has
 * no XFRM state.  The hook exists in a namespace while a role is enabled there.  A role
 * may take a message before the filters, with fama_mhio_receive().
 */
#ifndef _FAMA_MHIO_H
#define _FAMA_MHIO_H

#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/net_namespace.h>

#include <fama/mhio_types.h>

/**
 * struct fama_mhio_role - a receiver of messages in one namespace
 * @list: used by the core
 * @types: BIT(type) of each type of message that the role wants
 * @rx: receives a well-formed message.  Context: softirq, RCU read side
 * @drop: is told of a message of a wanted or unknown type that is malformed, or not
 *	protected as the XFRM policies demand.  Only the addresses, @ifindex and
 *	@time of @rx are valid.  Context: as @rx
 * @stray: is told of a packet that has a Home Address option that no XFRM state
 *	expects, but no Mobility Header behind it.  The same parts of @rx are
 *	valid.  Return: true: the packet must be dropped.  Context: as @rx.  May be
 *	NULL
 */
struct fama_mhio_role {
	struct list_head list;
	u32 types;
	void (*rx)(struct net *net, const struct fama_mhio_rx *rx);
	void (*drop)(struct net *net, const struct fama_mhio_rx *rx,
		     enum fama_mhio_drop why);
	bool (*stray)(struct net *net, const struct fama_mhio_rx *rx);
};

/**
 * fama_mhio_attach() - start to receive messages
 * @net: namespace
 * @role: receiver; the caller keeps it until fama_mhio_detach() returns
 *
 * Context: process.
 * Return: 0, or the error of registering the hook.
 */
int fama_mhio_attach(struct net *net, struct fama_mhio_role *role);

/**
 * fama_mhio_detach() - stop to receive messages
 * @net: namespace
 * @role: receiver; none of its functions runs after this
 *
 * Context: process; waits for a grace period.
 */
void fama_mhio_detach(struct net *net, struct fama_mhio_role *role);

/**
 * fama_mhio_receive() - receive a message before the filters of the administrator
 * @net: namespace
 * @skb: a packet to this node that is not of a VRF, as a hook at LOCAL_IN has it
 *
 * It is for roles that know that the packet is to be let in.
 *
 * Context: softirq, RCU read side.
 * Return: %NF_ACCEPT: it is no message for a role; %NF_STOLEN: the packet was taken;
 * %NF_DROP.
 */
unsigned int fama_mhio_receive(struct net *net, struct sk_buff *skb);

/**
 * fama_mhio_send() - send a message
 * @net: namespace
 * @tx: addresses
 * @buf: the message; the checksum is written here
 * @len: length of the message in octets
 *
 * Context: any but hard interrupt.
 * Return: 0, -ENOMEM, or the error of the route such as -ENETUNREACH.
 */
int fama_mhio_send(struct net *net, const struct fama_mhio_tx *tx,
		   u8 *buf, size_t len);

/**
 * struct fama_mhio_hop - the way on which a packet leaves this node
 * @dev: interface
 * @router: link-local address of the router
 * @hw: its link-layer address; not looked at where interfaces have none
 */
struct fama_mhio_hop {
	struct net_device *dev;
	const struct in6_addr *router;
	const u8 *hw;
};

/**
 * fama_mhio_send_by() - send a message by a certain router, whatever routes say
 * @net: namespace
 * @hop: the router
 * @tx: addresses
 * @buf: the message; the checksum is written here
 * @len: length of the message in octets
 *
 * Filters of output see the message.
 *
 * Context: any but hard interrupt.
 * Return: 0, -ENOMEM, -EPERM from a filter, or an error of the route to the router.
 */
int fama_mhio_send_by(struct net *net, const struct fama_mhio_hop *hop,
		      const struct fama_mhio_tx *tx, u8 *buf, size_t len);

#endif /* _FAMA_MHIO_H */
