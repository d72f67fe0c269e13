/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attaching to access routers: facts about links and routers go to movement.h,
 * and its verdicts are carried out here.  All functions take mn->lock.
 */
#ifndef _MN_ATTACH_H
#define _MN_ATTACH_H

#include <linux/types.h>

struct mn_addr;
struct mn_link;
struct mn_net;
struct mn_ra;

/* A Router Advertisement was heard. */
void mn_attach_ra(struct mn_net *mn, struct mn_ra *ra);

/* The notifiers have left notes in mn_link.events. */
void mn_attach_events(struct mn_net *mn);

/* Of these, only that interfaces are gone: nobody may wait for the node to let them go. */
void mn_attach_gone(struct mn_net *mn);

/* Time has passed: routers end, and solicitations are due. */
void mn_attach_timer(struct mn_net *mn);

/* Another metric for a link, which may change which link is the best. */
void mn_attach_set_metric(struct mn_net *mn, struct mn_link *link, u32 metric);

/* Addresses of the links have changed: one of them may be a care-of address, or was. */
void mn_attach_addresses(struct mn_net *mn);

/* Another node has the current address of a link; it is removed. */
void mn_attach_collision(struct mn_net *mn, struct mn_addr *a);

/* The router of an address that returns has proven its link to be home, or has not. */
void mn_attach_returns(struct mn_net *mn);

/* An access router has answered by a link that is tried, see linktrial.h. */
void mn_attach_reached(struct mn_net *mn, struct mn_link *link);

/* Leave a link and take back the default route by it. */
void mn_attach_leave(struct mn_net *mn, struct mn_link *link);

#endif /* _MN_ATTACH_H */
