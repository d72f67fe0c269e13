/* SPDX-License-Identifier: GPL-2.0-only */
/* There is one thread: a lock is always free. */
#ifndef _UNITS_LINUX_SPINLOCK_H
#define _UNITS_LINUX_SPINLOCK_H

#include <linux/types.h>

typedef struct {
	int unused;
} spinlock_t;

static inline void spin_lock_init(spinlock_t *lock)
{
}

static inline void spin_lock_bh(spinlock_t *lock)
{
}

static inline void spin_unlock_bh(spinlock_t *lock)
{
}

#endif
