/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_KERNEL_H
#define _UNITS_LINUX_KERNEL_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/byteorder.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/hex.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/types.h>

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))

#define container_of(ptr, type, member)					\
	((type *)((char *)(ptr) - offsetof(type, member)))

#endif
