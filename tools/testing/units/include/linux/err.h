/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_ERR_H
#define _UNITS_LINUX_ERR_H

#include <linux/errno.h>
#include <linux/types.h>

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || (unsigned long)ptr >= (unsigned long)-4095;
}

#endif
