/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_SCHED_H
#define _UNITS_LINUX_SCHED_H

static inline void cond_resched(void)
{
}

#endif
