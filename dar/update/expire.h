/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is done when the time of a cache entry comes: a reminder to the node, the
 * end of the binding, or the end of the protection against replay.
 */
#ifndef _DAR_EXPIRE_H
#define _DAR_EXPIRE_H

#include <linux/workqueue.h>

/* Work of the binding cache, see dar_bcache_init(). */
void dar_expire_work(struct work_struct *work);

#endif /* _DAR_EXPIRE_H */
