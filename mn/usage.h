/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Use of an address: by sockets, which are found in the tables of the stack, and by
 * packets.  Sockets that the user declares transient do not count, nor do the
 * packets that they send.
 */
#ifndef _MN_USAGE_H
#define _MN_USAGE_H

#include <linux/in6.h>
#include <linux/types.h>

struct net;
struct sk_buff;

/**
 * struct mn_transient - sockets that keep no address; read without a lock
 * @mark: sockets with this mark
 * @mask: bits of the mark that are compared; 0: the mark does not matter
 * @cgroup: sockets of this cgroup v2 and of those below it; 0: of none
 */
struct mn_transient {
	u32 mark;
	u32 mask;
	u64 cgroup;
};

/**
 * struct mn_usage - sockets bound to an address, or connected from it
 * @addr: the address
 * @tcp: number of TCP sockets that listen or are connected, not of those in
 *	TIME-WAIT
 * @udp: number of UDP sockets
 * @raw: number of raw sockets
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

/* Count the sockets of all these addresses.  Process context; walks tables. */
void mn_usage_count(struct net *net, const struct mn_transient *t,
		    struct mn_usage *use, unsigned int count);

/* Does a packet that is sent count as a use of its source address? */
bool mn_usage_by_sent(const struct mn_transient *t, const struct sk_buff *skb);

/*
 * Does a packet that is received count as a use of its destination?  Nobody can tell
 * which socket it is for, so it does not while some sockets are transient.
 */
bool mn_usage_by_received(const struct mn_transient *t);

#endif /* _MN_USAGE_H */
