/* SPDX-License-Identifier: GPL-2.0-only */
/* A timer and its function are set up in one step. */
#ifndef _FAMA_COMPAT_HRTIMER_H
#define _FAMA_COMPAT_HRTIMER_H

#include_next <linux/hrtimer.h>
#include <fama-features.h>

#ifndef FAMA_HAVE_HRTIMER_SETUP
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *timer),
	      clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

#endif /* _FAMA_COMPAT_HRTIMER_H */
