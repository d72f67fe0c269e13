/* SPDX-License-Identifier: GPL-2.0-only */
/* A type of members: nothing here takes one. */
#ifndef _UNITS_LINUX_SPINLOCK_H
#define _UNITS_LINUX_SPINLOCK_H

#include <linux/types.h>

typedef struct {
	int unused;
} spinlock_t;

#endif
