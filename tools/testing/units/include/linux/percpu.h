/* SPDX-License-Identifier: GPL-2.0-only */
/* Declarations of counters: nothing here counts. */
#ifndef _UNITS_LINUX_PERCPU_H
#define _UNITS_LINUX_PERCPU_H

#include <linux/types.h>

#endif
