/* SPDX-License-Identifier: GPL-2.0-only */
/* One thread: an access happens where it is written. */
#ifndef _UNITS_LINUX_COMPILER_H
#define _UNITS_LINUX_COMPILER_H

#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile typeof(x) *)&(x) = (v))
#define OPTIMIZER_HIDE_VAR(v)	asm volatile("" : "+r" (v))

#endif
