/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_CRYPTO_UTILS_H
#define _UNITS_CRYPTO_UTILS_H

#include <linux/types.h>

/* Do two buffers differ.  Takes the same time whatever is in them. */
unsigned long crypto_memneq(const void *a, const void *b, size_t size);

#endif
