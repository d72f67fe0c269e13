/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happens to IPv6 addresses, routes and rules in a namespace, from rtnetlink.
 *
 * The stack has no notifier for the end of Duplicate Address Detection, nor for a
 * route or a rule that is deleted, but rtnetlink sends a message about each.
 */
#ifndef _FAMA_WATCH_H
#define _FAMA_WATCH_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/net_namespace.h>

struct socket;

/**
 * enum fama_watch_kind - what an event is about
 * @FAMA_WATCH_ADDRESS: an address of an interface
 * @FAMA_WATCH_ROUTE: a route
 * @FAMA_WATCH_RULE: a rule
 * @FAMA_WATCH_LOST: nobody knows: events were lost, since many happened at once.  The
 *	other members of the event say nothing
 */
enum fama_watch_kind {
	FAMA_WATCH_ADDRESS,
	FAMA_WATCH_ROUTE,
	FAMA_WATCH_RULE,
	FAMA_WATCH_LOST,
};

/**
 * struct fama_watch_event - what happened
 * @kind: what the event is about
 * @gone: it was removed; otherwise it was added or changed
 * @replaces: a route that took the place of another one
 * @port: netlink port of who did it, 0: not known, which is always so for addresses
 * @protocol: protocol number of a route or a rule
 * @addr: the address
 * @ifindex: interface of the address
 * @flags: flags of the address, IFA_F_*
 */
struct fama_watch_event {
	enum fama_watch_kind kind;
	bool gone;
	bool replaces;
	u32 port;
	u8 protocol;
	struct in6_addr addr;
	int ifindex;
	u32 flags;
};

/**
 * fama_watch_open() - start to watch addresses, routes and rules of a namespace
 * @net: namespace
 * @wake: called when an event can be read; in any context, must not sleep
 * @arg: argument of @wake
 *
 * The caller closes the socket in pre_exit of the namespace at the latest.
 *
 * Context: process.
 * Return: a socket for fama_watch_next(), or ERR_PTR.
 */
struct socket *fama_watch_open(struct net *net, void (*wake)(void *arg),
			       void *arg);

/**
 * fama_watch_next() - read one event
 * @sock: socket of fama_watch_open()
 * @ev: result
 *
 * When events were lost, the first that can be read is %FAMA_WATCH_LOST.
 *
 * Context: process; does not wait.
 * Return: false: there is no event to read.
 */
bool fama_watch_next(struct socket *sock, struct fama_watch_event *ev);

/**
 * fama_watch_close() - stop to watch
 * @sock: socket of fama_watch_open(); freed
 *
 * No call of wake() begins after this.
 *
 * Context: process.
 */
void fama_watch_close(struct socket *sock);

#endif /* _FAMA_WATCH_H */
