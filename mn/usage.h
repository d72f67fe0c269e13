/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who uses an address: sockets, found in the tables of the stack, and packets.
 * Sockets that are declared transient do not count, and neither does what they
 * send.
 */
#ifndef _MN_USAGE_H
#define _MN_USAGE_H

#include <linux/in6.h>
#include <linux/types.h>

struct net;
struct sk_buff;

/**
 * struct mn_transient - sockets for which the newest address is good enough;
 *	read without lock
 * @mark: those whose mark is this
 * @mask: in these bits; 0: none
 * @cgroup: those of this cgroup v2 and below it; 0: none
 */
struct mn_transient {
	u32 mark;
	u32 mask;
	u64 cgroup;
};

/**
 * struct mn_usage - sockets bound to an address, or connected from it
 * @addr: the address
 * @tcp: listening or connected, until they only wait for stray segments
 * @udp: UDP
 * @raw: raw
 */
struct mn_usage {
	struct in6_addr addr;
	unsigned int tcp;
	unsigned int udp;
	unsigned int raw;
};

static inline unsigned int mn_usage_sum(const struct mn_usage *u)
{
	return u->tcp + u->udp + u->raw;
}

/* Count for all of these addresses at once.  Process context; walks tables. */
void mn_usage_count(struct net *net, const struct mn_transient *t,
		    struct mn_usage *use, unsigned int count);

/* A packet to be sent makes its source address a used one. */
bool mn_usage_by_sent(const struct mn_transient *t, const struct sk_buff *skb);

/*
 * So does a packet received.  Nobody can tell for whom it is, so not when that
 * matters.
 */
bool mn_usage_by_received(const struct mn_transient *t);

#endif /* _MN_USAGE_H */
