/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the system shall have for the node: the tunnel device, addresses on links
 * and on that device, routes, rules.
 *
 * All functions take mn->lock, and RTNL inside; they do nothing when the system
 * has what is asked for, as far as the node knows.
 */
#ifndef _MN_SYSTEM_H
#define _MN_SYSTEM_H

#include <linux/mn.h>
#include <linux/types.h>

struct fama_rtnl_route;
struct mn_addr;
struct mn_link;
struct mn_net;
struct netlink_ext_ack;

/* The tunnel device, and the socket that all the other functions use. */
int mn_system_start(struct mn_net *mn, const char *name,
		    struct netlink_ext_ack *extack);
void mn_system_stop(struct mn_net *mn);

/**
 * mn_system_put_on_link() - the address is one of an interface
 * @mn: the node
 * @a: the address
 * @link: the link, from now on @a->link
 * @preferred: preferred lifetime, seconds
 * @valid: valid lifetime, seconds
 *
 * Return: 0 or what rtnetlink said.
 */
int mn_system_put_on_link(struct mn_net *mn, struct mn_addr *a,
			  struct mn_link *link, u32 preferred, u32 valid);

/* The address is on its link, and can be anchored from now on. */
void mn_system_anchored(struct mn_net *mn, struct mn_addr *a);

/* The address is on no interface but the tunnel device, if there. */
void mn_system_take_off_link(struct mn_net *mn, struct mn_addr *a);

/* The same, unless the stack does not accept packets on the tunnel device yet. */
void mn_system_leave_link(struct mn_net *mn, struct mn_addr *a);

void mn_system_put_on_tunnel(struct mn_net *mn, struct mn_addr *a);
void mn_system_take_off_tunnel(struct mn_net *mn, struct mn_addr *a);

/* Does the stack accept packets for the address on the link where it is? */
bool mn_system_link_delivers(struct mn_net *mn, const struct mn_addr *a);

/* Take back the local route of ours: the stack delivers now, or must not. */
void mn_system_undeliver(struct mn_net *mn, struct mn_addr *a);

/*
 * The access router of the address and its prefix are reached by @link, where
 * the node has its current address; NULL: by whatever the stack knows.
 */
void mn_system_set_router_route(struct mn_net *mn, struct mn_addr *a,
				const struct mn_link *link);

/*
 * While the rule of the address is there, it speaks with its access router by @link all the
 * same, where it seems to be at home; NULL: not any more.  Filters of the reverse path look
 * for such a route before they let in an answer.
 */
void mn_system_set_home_route(struct mn_net *mn, struct mn_addr *a,
			      const struct mn_link *link);

/* The packets of the address go to the tunnel device. */
void mn_system_set_rule(struct mn_net *mn, struct mn_addr *a, bool on);

/*
 * The role ends, and another module may go on with the address: until a node is enabled
 * nothing leaves with it as source.
 */
void mn_system_bar(struct mn_net *mn, const struct mn_addr *a);

/* There is a node again, which has rules of its own. */
void mn_system_unbar(struct mn_net *mn);

/*
 * The default route by a link.  New flows take the current address there as their source if
 * it is anchored, else an address of the host's own.
 */
void mn_system_set_default_route(struct mn_net *mn, struct mn_link *link);

/* Other addresses of the link may want another preferred source of that route. */
void mn_system_update_source(struct mn_net *mn, struct mn_link *link);

void mn_system_del_default_route(struct mn_net *mn, struct mn_link *link,
				 u32 metric);

/*
 * The addresses that can be anchored, and are on a link, have the flag IFA_F_HOMEADDRESS
 * (RFC 6724 rule 4, RFC 5014), or have it no longer.
 */
void mn_system_set_flagged(struct mn_net *mn, bool on);

/*
 * A route is there as it is given, but for a source that the stack does not accept yet.
 * Return: 1: it was set, 0: it was there, or a negative error.
 */
int mn_system_put_route(struct mn_net *mn, struct fama_rtnl_route *route);

/* The route of the node like this one is there no longer: that by its interface. */
void mn_system_del_route(struct mn_net *mn, const struct fama_rtnl_route *route);

/* Something was missing and is there again: the counter and the notification. */
void mn_system_restored(struct mn_net *mn, enum mn_what what,
			const struct mn_addr *a, int ifindex, u32 who);

/* Nothing of an address is left. */
void mn_system_forget(struct mn_net *mn, struct mn_addr *a);

/**
 * struct mn_repair - what an attempt has come to
 * @put: how many things were missing and are there again
 * @failed: something is missing still
 */
struct mn_repair {
	unsigned int put;
	bool failed;
};

/**
 * mn_system_repair() - put right what others have changed
 * @mn: the node
 * @who: netlink port of who has changed it, 0: not known
 *
 * Each address, rule and route of the node that is missing is set again, with a
 * notification and the counter %MN_STAT_RESTORED.
 *
 * Return: what was done.
 */
struct mn_repair mn_system_repair(struct mn_net *mn, u32 who);

#endif /* _MN_SYSTEM_H */
