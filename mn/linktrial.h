/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A better link is tried before the node leaves another one for it: it may hear a router
 * and lead nowhere (a captive portal, an uplink that is dead).  Meanwhile it has an address
 * and no more.  All functions take mn->lock.
 */
#ifndef _MN_LINKTRIAL_H
#define _MN_LINKTRIAL_H

#include <linux/types.h>

struct fama_mhio_rx;
struct mn_link;
struct mn_net;

/*
 * Try a link, whose router is @link->move.next.  Return: false: there is no need to, since
 * an access router has answered, or to wait, since there is none who could be asked.
 */
bool mn_linktrial_asks(struct mn_net *mn, struct mn_link *link);

/* Take back what was done for a trial, if one is under way. */
void mn_linktrial_end(struct mn_net *mn, struct mn_link *link);

/* Return: whether another link may be the best one now. */
bool mn_linktrial_timer(struct mn_net *mn, struct mn_link *link, u64 now);

/* The link by which a Care-of Test was waited for, or NULL. */
struct mn_link *mn_linktrial_find(struct mn_net *mn,
				  const struct fama_mhio_rx *rx);

#endif /* _MN_LINKTRIAL_H */
