/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which access point a Wi-Fi interface uses, from the family nl80211 of generic netlink, and from
 * link messages of rtnetlink for drivers that do not know nl80211.
 *
 * An interface may go to another access point, and so to another network, while its
 * carrier stays.  No notifier tells of that.  nl80211 may appear at any time, with the first
 * Wi-Fi driver: the controller of generic netlink says so.
 */
#ifndef _FAMA_AIRWATCH_H
#define _FAMA_AIRWATCH_H

#include <linux/types.h>
#include <linux/workqueue.h>

struct net;
struct socket;

/**
 * enum fama_air - what has happened
 * @FAMA_AIR_CONNECTED: an interface has got an access point; mostly, but not with all
 *	drivers, its carrier has been away
 * @FAMA_AIR_ROAMED: an interface has gone from one access point to another
 * @FAMA_AIR_LOST: nobody knows: reports were lost, since many came at once
 */
enum fama_air {
	FAMA_AIR_CONNECTED,
	FAMA_AIR_ROAMED,
	FAMA_AIR_LOST,
};

/**
 * struct fama_airwatch - who watches the Wi-Fi interfaces of a namespace
 * @net: the namespace; constant
 * @told: called in process context, with no lock, when something has happened to the
 *	interface of this number; 0 with %FAMA_AIR_LOST; constant
 * @on: whether to watch
 * @work: opens, reads and closes the sockets: those who say @on may hold what generic netlink
 *	waits for
 * @sock: socket of generic netlink, or NULL; @work
 * @links: socket of rtnetlink, or NULL; @work
 * @buf: one buffer of messages; @work
 * @family: number of nl80211, 0: there is none; @work
 */
struct fama_airwatch {
	struct net *net;
	void (*told)(struct fama_airwatch *air, enum fama_air what, int ifindex);
	bool on;
	struct work_struct work;
	struct socket *sock;
	struct socket *links;
	u8 *buf;
	u16 family;
};

/**
 * fama_airwatch_init() - prepare to watch
 * @air: what is prepared; fama_airwatch_exit() ends its use
 * @net: namespace
 * @told: see &struct fama_airwatch
 *
 * Context: any.
 */
void fama_airwatch_init(struct fama_airwatch *air, struct net *net,
			void (*told)(struct fama_airwatch *air,
				     enum fama_air what, int ifindex));

/**
 * fama_airwatch_set() - begin to watch, or stop
 * @air: prepared by fama_airwatch_init()
 * @on: whether to watch
 *
 * This happens soon after.  @air->told may be called once more meanwhile.  Without memory
 * there are no reports.
 *
 * Context: any, but not beside fama_airwatch_exit().
 */
void fama_airwatch_set(struct fama_airwatch *air, bool on);

/**
 * fama_airwatch_exit() - stop to watch for good, in pre_exit of the namespace at the latest
 * @air: prepared by fama_airwatch_init()
 *
 * Context: process, outside of commands of generic netlink.
 */
void fama_airwatch_exit(struct fama_airwatch *air);

#endif /* _FAMA_AIRWATCH_H */
