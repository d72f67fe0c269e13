/* SPDX-License-Identifier: GPL-2.0-only */
/* Of type long, which on 32 bit machines overflows where the kernel's does. */
#ifndef _UNITS_LINUX_TIME64_H
#define _UNITS_LINUX_TIME64_H

#include <linux/types.h>

#define MSEC_PER_SEC		1000L
#define USEC_PER_SEC		1000000L
#define NSEC_PER_SEC		1000000000L
#define NSEC_PER_MSEC		1000000L
#define NSEC_PER_USEC		1000L

#endif
