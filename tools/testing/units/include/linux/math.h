/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_MATH_H
#define _UNITS_LINUX_MATH_H

#include <linux/types.h>

#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))

/* @val scaled down to 0..@range - 1 */
static inline u32 reciprocal_scale(u32 val, u32 range)
{
	return (u64)val * range >> 32;
}

#endif
