/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory comes from kunit/test.h; the flag says nothing here. */
#ifndef _UNITS_LINUX_SLAB_H
#define _UNITS_LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL		0U

#endif
