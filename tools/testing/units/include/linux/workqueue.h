/* SPDX-License-Identifier: GPL-2.0-only */
/* Types of members: nothing here queues work. */
#ifndef _UNITS_LINUX_WORKQUEUE_H
#define _UNITS_LINUX_WORKQUEUE_H

struct work_struct {
	struct work_struct *unused;
};

struct delayed_work {
	struct work_struct work;
};

typedef void (*work_func_t)(struct work_struct *work);

#endif
