/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _MN_REMOVE_H
#define _MN_REMOVE_H

struct mn_addr;
struct mn_net;

/* An address ends: the user hears of it, and nothing of it is left.  mn->lock */
void mn_remove(struct mn_net *mn, struct mn_addr *a);

#endif /* _MN_REMOVE_H */
