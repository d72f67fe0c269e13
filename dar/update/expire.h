/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is done when the time of a cache entry comes: a reminder to the node, the
 * end of the binding, or the end of the protection against replay.
 */
#ifndef _DAR_EXPIRE_H
#define _DAR_EXPIRE_H

#include <linux/workqueue.h>

#include "../state/dar.h"

/* Work of the binding cache, see dar_bcache_init(). */
void dar_expire_work(struct work_struct *work);

/**
 * dar_expire_hurry() - remind the node of a binding now, and not only before its end
 * @dn: the namespace
 * @view: copy of the binding
 *
 * It is reminded when its turn comes, see dar_limit_notice().  A node whose care-of
 * address is not proven is not reminded, and its binding ends soon.
 * Context: any up to softirq.
 * Return: true: it is reminded.
 */
bool dar_expire_hurry(struct dar_net *dn, const struct dar_binding_view *view);

#endif /* _DAR_EXPIRE_H */
