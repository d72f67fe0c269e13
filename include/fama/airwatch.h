/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which access point a Wi-Fi interface uses, and the name of its network, from the family nl80211
 * of generic netlink; the first also from link messages of rtnetlink for drivers that do not know
 * nl80211.
 *
 * An interface may go to another access point, and so to another network, while its
 * carrier stays.  No notifier tells of that.  nl80211 may appear at any time, with the first
 * Wi-Fi driver: the controller of generic netlink says so.
 */
#ifndef _FAMA_AIRWATCH_H
#define _FAMA_AIRWATCH_H

#include <linux/types.h>
#include <linux/workqueue.h>

struct fama_airwatch;
struct fama_ssid;
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
 * struct fama_airwatch_calls - who is told; in process context, with no lock
 * @told: something has happened to the interface of this number, 0 with %FAMA_AIR_LOST; its
 *	network has this name, or NULL if that is not known
 * @nameless: which is the first interface behind this number, in the order of the numbers,
 *	whose network has a name that is not known and wanted?  0: there is no more.  The
 *	name is asked for at once
 * @named: an answer to that: an interface is in a network of this name.  Without a name
 *	there is no answer
 */
struct fama_airwatch_calls {
	void (*told)(struct fama_airwatch *air, enum fama_air what, int ifindex,
		     const struct fama_ssid *ssid);
	int (*nameless)(struct fama_airwatch *air, int ifindex);
	void (*named)(struct fama_airwatch *air, int ifindex,
		      const struct fama_ssid *ssid);
};

/**
 * struct fama_airwatch - who watches the Wi-Fi interfaces of a namespace
 * @net: the namespace; constant
 * @calls: who is told; constant
 * @on: whether to watch
 * @look: names are wanted
 * @work: opens, reads and closes the sockets: those who say @on may hold what generic netlink
 *	waits for
 * @sock: socket of generic netlink, or NULL; @work
 * @links: socket of rtnetlink, or NULL; @work
 * @buf: one buffer of messages; @work
 * @family: number of nl80211, 0: there is none; @work
 * @lost: reports were lost, and nl80211 has to be looked for; @work
 * @asked: the interface whose name was asked for last; %INT_MAX: of no more; @work
 */
struct fama_airwatch {
	struct net *net;
	const struct fama_airwatch_calls *calls;
	bool on;
	bool look;
	struct work_struct work;
	struct socket *sock;
	struct socket *links;
	u8 *buf;
	u16 family;
	bool lost;
	int asked;
};

/**
 * fama_airwatch_init() - prepare to watch
 * @air: what is prepared; fama_airwatch_exit() ends its use
 * @net: namespace
 * @calls: who is told, as long as @air is used
 *
 * Context: any.
 */
void fama_airwatch_init(struct fama_airwatch *air, struct net *net,
			const struct fama_airwatch_calls *calls);

/**
 * fama_airwatch_set() - begin to watch, or stop
 * @air: prepared by fama_airwatch_init()
 * @on: whether to watch
 *
 * This happens soon after.  Somebody may be told once more meanwhile.  Without memory
 * there are no reports.
 *
 * Context: any, but not beside fama_airwatch_exit().
 */
void fama_airwatch_set(struct fama_airwatch *air, bool on);

/**
 * fama_airwatch_look() - there is a network whose name is wanted
 * @air: prepared by fama_airwatch_init()
 *
 * Soon after, the names are asked for of which &fama_airwatch_calls.nameless tells.  That also
 * happens when &fama_airwatch_calls.told was told no name, and when nl80211 appears.
 *
 * Context: any, but not beside fama_airwatch_exit().
 */
void fama_airwatch_look(struct fama_airwatch *air);

/**
 * fama_airwatch_exit() - stop to watch for good, in pre_exit of the namespace at the latest
 * @air: prepared by fama_airwatch_init()
 *
 * Context: process, without the RTNL, outside of commands of generic netlink.
 */
void fama_airwatch_exit(struct fama_airwatch *air);

#endif /* _FAMA_AIRWATCH_H */
