/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility Headers in and out of a network namespace.
 *
 * Reception is a LOCAL_IN hook behind the filters of the administrator: the
 * stack itself drops a Home Address option or a type 2 routing header without
 * an XFRM state, so the message is taken before extension headers are parsed.
 * The hook exists only in namespaces where a role is enabled.
 */
#ifndef _FAMA_MHIO_H
#define _FAMA_MHIO_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/types.h>
#include <net/net_namespace.h>

#include <fama/mh.h>

/**
 * struct fama_mhio_rx - a message as it was received
 * @src: source in the IPv6 header, the care-of address of a BU
 * @dst: destination in the IPv6 header
 * @home: address in the Home Address option or type 2 routing header
 * @hao: there is a Home Address option
 * @rh2: there is a type 2 routing header
 * @ifindex: interface it came in on
 * @time: when it was taken, ktime_get_real_ns()
 * @buf: the Mobility Header, checksum verified
 * @len: octets of it
 * @mh: the message, parsed; pointers into @buf
 */
struct fama_mhio_rx {
	struct in6_addr src;
	struct in6_addr dst;
	struct in6_addr home;
	bool hao;
	bool rh2;
	int ifindex;
	u64 time;
	const u8 *buf;
	size_t len;
	struct fama_mh mh;
};

/**
 * enum fama_mhio_drop - why a message did not reach a role
 * @FAMA_MHIO_CHECKSUM: wrong checksum, dropped silently
 * @FAMA_MHIO_TRUNCATED: shorter than its Header Len says
 * @FAMA_MHIO_PROTO: Payload Proto is not 59; ICMPv6 Parameter Problem sent
 * @FAMA_MHIO_TYPE: unknown MH Type; Binding Error 2 sent
 * @FAMA_MHIO_SHORT: Header Len below the minimum of its type; ICMPv6 Parameter
 *	Problem sent
 * @FAMA_MHIO_OPTION: malformed options
 * @FAMA_MHIO_DROPS: how many there are
 */
enum fama_mhio_drop {
	FAMA_MHIO_CHECKSUM,
	FAMA_MHIO_TRUNCATED,
	FAMA_MHIO_PROTO,
	FAMA_MHIO_TYPE,
	FAMA_MHIO_SHORT,
	FAMA_MHIO_OPTION,
	FAMA_MHIO_DROPS,
};

/**
 * struct fama_mhio_role - a receiver of messages in one namespace
 * @list: core's
 * @types: BIT(type) of each message wanted
 * @rx: a good message; softirq, RCU read side
 * @drop: a bad one of a wanted or unknown type; same context.  In @rx only the
 *	addresses, ifindex and time are valid
 * @stray: a packet to this node that has a Home Address option and something
 *	else than a Mobility Header behind it; same context, same parts of @rx
 *	valid.  True: it must not be accepted.  May be NULL
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
 * fama_mhio_attach() - start receiving
 * @net: namespace
 * @role: receiver; stays the caller's
 *
 * Context: may sleep.
 * Return: 0 or what registering the hook says.
 */
int fama_mhio_attach(struct net *net, struct fama_mhio_role *role);

/* Stop receiving; no callback runs after it.  May sleep. */
void fama_mhio_detach(struct net *net, struct fama_mhio_role *role);

/**
 * struct fama_mhio_tx - addresses of a message to be sent
 * @src: source in the IPv6 header
 * @dst: destination in the IPv6 header
 * @hao: Home Address option to carry, or NULL
 * @rh2: home address for a type 2 routing header, or NULL
 * @oif: interface, or 0 for what the routes say
 */
struct fama_mhio_tx {
	const struct in6_addr *src;
	const struct in6_addr *dst;
	const struct in6_addr *hao;
	const struct in6_addr *rh2;
	int oif;
};

/**
 * fama_mhio_send() - send a message
 * @net: namespace
 * @tx: addresses
 * @buf: the message; its checksum field is written here
 * @len: octets of it
 *
 * Context: any.
 * Return: 0; -ENETUNREACH and others from routing, -ENOMEM.
 */
int fama_mhio_send(struct net *net, const struct fama_mhio_tx *tx,
		   u8 *buf, size_t len);

#endif /* _FAMA_MHIO_H */
