/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wireless events in the link messages of rtnetlink: all that a driver says which knows nothing of
 * nl80211.
 */
#ifndef _FAMA_WEXT_H
#define _FAMA_WEXT_H

#include <linux/netlink.h>
#include <linux/types.h>

struct net;

/**
 * fama_wext_connected() - has an interface got an access point?
 * @net: namespace that the message is of
 * @nlh: a whole message of rtnetlink
 *
 * The drivers of nl80211 send such events as well, for old programs.  These do not count.
 *
 * Context: any.
 * Return: number of the interface, 0: the message says nothing like that.
 */
int fama_wext_connected(struct net *net, const struct nlmsghdr *nlh);

#endif /* _FAMA_WEXT_H */
