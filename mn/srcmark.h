/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kind of source address of programs that cannot ask for it (RFC 5014): the mark of a
 * socket says whether it gets an anchored address or one of the network.
 *
 * Rules lead packets with the mark to a routing table of their own, whose default route has
 * the address as its preferred source.  The rules stand just before the main table, so that
 * what a VPN or a VRF takes is not taken from it.
 */
#ifndef _MN_SRCMARK_H
#define _MN_SRCMARK_H

#include <linux/types.h>

#include "mark.h"
#include "system.h"

struct mn_net;

#define MN_SRCMARK_PREFERENCE	32764	/* of the first rule; the main table has 32766 */

/* Rules and routes are as the settings and the addresses of now want them.  mn->lock */
void mn_srcmark_update(struct mn_net *mn);

/**
 * mn_srcmark_repair() - put right what others have changed
 * @mn: the node
 * @who: netlink port of who has changed it, 0: not known
 *
 * The same as mn_system_repair(), for rules and routes of marks.
 *
 * Context: process, mn->lock.
 * Return: what was done.
 */
struct mn_repair mn_srcmark_repair(struct mn_net *mn, u32 who);

/* Nothing of marks is left in the system; before mn_system_stop().  mn->lock */
void mn_srcmark_stop(struct mn_net *mn);

#endif /* _MN_SRCMARK_H */
