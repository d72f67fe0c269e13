/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events of IPv6 addresses in a namespace, from rtnetlink.
 *
 * The stack has no notifier for the end of Duplicate Address Detection, but
 * rtnetlink sends a message about it.
 */
#ifndef _FAMA_WATCH_H
#define _FAMA_WATCH_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/net_namespace.h>

struct socket;

/**
 * struct fama_watch_event - what happened to an address
 * @addr: the address
 * @ifindex: its interface
 * @flags: its flags, IFA_F_*
 * @gone: the address was removed; otherwise it was added or changed
 */
struct fama_watch_event {
	struct in6_addr addr;
	int ifindex;
	u32 flags;
	bool gone;
};

/**
 * fama_watch_open() - start to watch the addresses of a namespace
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
 * Events may be lost when many happen at once.
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
