/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The work items of a node.  What changes its state runs here, or in commands of
 * the user.
 */
#ifndef _MN_WORK_H
#define _MN_WORK_H

struct mn_net;

void mn_work_init(struct mn_net *mn);

/*
 * Call after anything that may have changed what is due next, or which addresses there are;
 * mn->lock.
 */
void mn_work_arm(struct mn_net *mn);

/* Nothing runs after this.  While disabled and without the lock. */
void mn_work_stop(struct mn_net *mn);

#endif /* _MN_WORK_H */
