/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic counters of 6.1 disable interrupts, and do not include how. */
#ifndef _FAMA_COMPAT_PERCPU_H
#define _FAMA_COMPAT_PERCPU_H

#include_next <linux/percpu.h>
#include <linux/irqflags.h>

#endif /* _FAMA_COMPAT_PERCPU_H */
