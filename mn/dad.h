/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the stack reports about addresses of the node: the end of Duplicate
 * Address Detection, by which an address is the node's or another's (RFC 3972
 * section 4, step 8), and the moment from which packets for it are accepted where
 * it is new.
 */
#ifndef _MN_DAD_H
#define _MN_DAD_H

struct mn_net;

int mn_dad_start(struct mn_net *mn);
void mn_dad_stop(struct mn_net *mn);

/* Read the reports that have come.  mn->lock */
void mn_dad_events(struct mn_net *mn);

#endif /* _MN_DAD_H */
