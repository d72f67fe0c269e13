/* SPDX-License-Identifier: GPL-2.0-only */
/* One processor: its counters are all there are. */
#ifndef _UNITS_LINUX_PERCPU_H
#define _UNITS_LINUX_PERCPU_H

#include <linux/types.h>

#define this_cpu_inc(counter)		((counter)++)
#define __this_cpu_add(counter, n)	((counter) += (n))

#endif
