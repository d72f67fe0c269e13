/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Anchored addresses of a mobile node: what is known of each, and the list of
 * them.  What the system is told about an address is in system.h, how one ends
 * in remove.h.
 */
#ifndef _MN_ADDR_H
#define _MN_ADDR_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/skbuff.h>
#include <linux/mn.h>
#include <net/ipv6.h>

#include <fama/encap.h>

#include "bul.h"
#include "key.h"
#include "usage.h"

struct mn_link;
struct mn_net;

/**
 * enum mn_dad - state of Duplicate Address Detection of an address on its link
 * @MN_DAD_NONE: it has ended
 * @MN_DAD_OPTIMISTIC: it is under way and the address can be used (RFC 4429), or
 *	none is needed but the stack has yet to make the route of the address
 * @MN_DAD_BLOCKED: it is under way and the address cannot be used
 */
enum mn_dad {
	MN_DAD_NONE,
	MN_DAD_OPTIMISTIC,
	MN_DAD_BLOCKED,
};

/**
 * struct mn_path - where the packets of an address go; RCU, replaced as a whole
 * @peer: care-of address and access router
 * @rcu: frees it
 */
struct mn_path {
	struct fama_encap_peer peer;
	struct rcu_head rcu;
};

/**
 * struct mn_addr - an anchored address
 * @list: in mn_net.addrs; RCU
 * @addr: the address; constant
 * @key: the key that it was made with; constant
 * @dar: global address of its access router; unspecified when the address cannot
 *	be anchored; written with the lock.  While it changes, a packet may see parts
 *	of both addresses, and is dropped
 * @signer: the address of the access router that has signed an answer, or unspecified;
 *	lock
 * @trial: another address that may be the router's, see trial.h; or unspecified; lock
 * @tried: when the last trial began; lock
 * @link: the link that it is on, NULL when it is away; lock
 * @ifindex: interface that it was last put on, 0 for none; lock
 * @count: collision count of the CGA; constant
 * @claimed: the router of the link where it is has claimed it there; no lock
 * @retaken: it is being taken back from that router, which has not proven that it had it
 *	from this node; lock
 * @dad: state of Duplicate Address Detection; lock
 * @on_tunnel: it is an address of the tunnel device; lock
 * @has_local: there is a route of ours that delivers its packets; lock
 * @has_rule: there is a rule that leads its packets to the tunnel device; lock
 * @has_route: there are routes of ours to its access router and prefix; lock
 * @home_ifindex: interface by which it reaches its access router without the tunnel, see
 *	mn_system_set_home_route(); 0 for none; lock
 * @bound: interface to which a program had bound the socket by which it sent with this
 *	address last while the address was away, 0: there was none; no lock
 * @route_ifindex: interface of these routes; lock
 * @set: when its lifetimes were last set, boottime ns; lock
 * @valid: advertised valid lifetime, seconds; lock
 * @preferred: advertised preferred lifetime, seconds; lock
 * @keep: what the user wants of it; lock
 * @counted: @use was counted since the address left its link; lock
 * @use: sockets that used it when they were last counted; lock
 * @left: when it left its link; jiffies, lock
 * @used: when a packet used it last, or when it left its link; jiffies, no lock
 * @needed: an application has sent a packet while there was no path, since the last
 *	Binding Update; no lock
 * @going: why it is deregistered, see mn_addr_leaving(); lock
 * @bul: entry of the Binding Update List; lock
 * @path: NULL while there is nowhere to send to; RCU
 * @held: packets that wait for a path; its own lock
 * @rcu: frees it
 */
struct mn_addr {
	struct list_head list;
	struct in6_addr addr;
	struct mn_key *key;
	struct in6_addr dar;
	struct in6_addr signer;
	struct in6_addr trial;
	u64 tried;
	struct mn_link *link;
	int ifindex;
	u8 count;
	bool claimed;
	bool retaken;
	enum mn_dad dad;
	bool on_tunnel;
	bool has_local;
	bool has_rule;
	bool has_route;
	int home_ifindex;
	int bound;
	int route_ifindex;
	u64 set;
	u32 valid;
	u32 preferred;
	enum mn_keep keep;
	bool counted;
	struct mn_usage use;
	unsigned long left;
	unsigned long used;
	bool needed;
	enum mn_reason going;
	struct mn_bul bul;
	struct mn_path __rcu *path;
	struct sk_buff_head held;
	struct rcu_head rcu;
};

/* Can the address follow the node? */
static inline bool mn_addr_anchored(const struct mn_addr *a)
{
	return !ipv6_addr_any(&a->dar);
}

/* Has the access router signed an answer before?  lock */
static inline bool mn_addr_pinned(const struct mn_addr *a)
{
	return mn_addr_anchored(a) && ipv6_addr_equal(&a->signer, &a->dar);
}

/* Is another address tried, which may be the router's?  lock */
static inline bool mn_addr_tries(const struct mn_addr *a)
{
	return !ipv6_addr_any(&a->trial);
}

/* Where the next update goes; lock */
static inline const struct in6_addr *mn_addr_router(const struct mn_addr *a)
{
	return mn_addr_tries(a) ? &a->trial : &a->dar;
}

/* Is the address being deregistered because it is not needed any more? */
static inline bool mn_addr_leaving(const struct mn_addr *a)
{
	return a->bul.pending == MN_BUL_RELEASE;
}

/**
 * mn_addr_make() - make an address that is on no list
 * @key: its key, which gets another reference
 * @prefix: subnet of the address
 * @dar: its access router, or the unspecified address
 * @count: collision count
 *
 * Return: the address; NULL without memory.
 */
struct mn_addr *mn_addr_make(struct mn_key *key, const struct in6_addr *prefix,
			     const struct in6_addr *dar, u8 count);

/* List an address; mn->lock */
void mn_addr_add(struct mn_net *mn, struct mn_addr *a);

/**
 * mn_addr_new() - make an address and list it
 * @mn: the node; its lock is held
 * @prefix: subnet of the address
 * @dar: its access router, or the unspecified address
 * @count: collision count
 *
 * Return: the address, which the system does not know yet; NULL without memory.
 */
struct mn_addr *mn_addr_new(struct mn_net *mn, const struct in6_addr *prefix,
			    const struct in6_addr *dar, u8 count);

/* Take an address off the list.  Readers may go on for a grace period. */
void mn_addr_unlist(struct mn_net *mn, struct mn_addr *a);

/* After that grace period: drop the packets that are held, and free. */
void mn_addr_free(struct mn_net *mn, struct mn_addr *a);

/* RCU or mn->lock */
struct mn_addr *mn_addr_find(struct mn_net *mn, const struct in6_addr *addr);

/* The address in the /64 of @prefix; mn->lock */
struct mn_addr *mn_addr_of_prefix(struct mn_net *mn,
				  const struct in6_addr *prefix);

/*
 * Packets of the address go from @coa to its access router; NULL: they are held.
 * mn->lock
 */
void mn_addr_set_path(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *coa);

#endif /* _MN_ADDR_H */
