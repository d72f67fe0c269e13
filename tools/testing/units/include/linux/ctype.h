/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_CTYPE_H
#define _UNITS_LINUX_CTYPE_H

#include <linux/types.h>

/* As the kernel has it: of Latin-1, whatever the locale is. */
static inline bool units_isspace(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

#define isspace(c) units_isspace(c)

#endif
