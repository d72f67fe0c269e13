/* SPDX-License-Identifier: GPL-2.0-only */
/* One thread: a reader is never disturbed, and a writer never waits. */
#ifndef _UNITS_LINUX_SEQLOCK_H
#define _UNITS_LINUX_SEQLOCK_H

#include <linux/spinlock.h>

typedef struct {
	unsigned int sequence;
} seqlock_t;

typedef struct {
	unsigned int sequence;
} seqcount_spinlock_t;

static inline void seqlock_init(seqlock_t *lock)
{
	lock->sequence = 0;
}

static inline void write_seqlock_bh(seqlock_t *lock)
{
	lock->sequence++;
}

static inline void write_sequnlock_bh(seqlock_t *lock)
{
	lock->sequence++;
}

static inline unsigned int read_seqbegin(const seqlock_t *lock)
{
	return lock->sequence;
}

static inline bool read_seqretry(const seqlock_t *lock, unsigned int start)
{
	return start & 1 || lock->sequence != start;
}

#endif
