/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel tells of links: by its notifiers carrier and state of the interface, and
 * neighbours that do not answer; by nl80211 that a Wi-Fi interface has another access point.
 * All of them only leave notes in mn_link.events, and wake the work item that reads them.
 */
#ifndef _MN_LINKWATCH_H
#define _MN_LINKWATCH_H

struct mn_link;
struct mn_net;

/*
 * No notifier tells that IPv6 is disabled on an interface, or enabled again, or this may
 * have been missed: look, and leave a note.  mn->lock
 */
void mn_linkwatch_look(struct mn_net *mn, struct mn_link *link);

/* Of a namespace that is new: fama_airwatch_exit() is for its end. */
void mn_linkwatch_init_net(struct mn_net *mn);

int mn_linkwatch_init(void);
void mn_linkwatch_exit(void);

#endif /* _MN_LINKWATCH_H */
