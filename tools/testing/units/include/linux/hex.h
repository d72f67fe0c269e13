/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_HEX_H
#define _UNITS_LINUX_HEX_H

#include <linux/types.h>

/* Two digits for each octet; no NUL.  Return: where the next digit goes. */
static inline char *bin2hex(char *dst, const void *src, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	const u8 *p = src;

	for (; count--; p++) {
		*dst++ = digits[*p >> 4];
		*dst++ = digits[*p & 15];
	}
	return dst;
}

#endif
