/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a checkpoint has brought gets its anchor.
 *
 * A checkpoint is resumed before the anchors are there, so that no packet for a bound
 * address leaves in clear.  A binding that has come before its anchor waits for it: it has
 * no counters of an anchor, nobody is reminded of it, and no route mirrors it.  A node that
 * is to be asked for a Binding Update waits, too.  When an anchor is added, a work item
 * looks for those that have waited for it; it runs once for many anchors.
 */
#ifndef _DAR_ADOPT_H
#define _DAR_ADOPT_H

#include "../state/dar.h"

void dar_adopt_init(struct dar_net *dn);

/* An anchor was added.  Context: process; holds dar_net.lock. */
void dar_adopt_kick(struct dar_net *dn);

/* End the work.  Context: process; does not hold dar_net.lock. */
void dar_adopt_stop(struct dar_net *dn);

#endif /* _DAR_ADOPT_H */
