/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_STRING_H
#define _UNITS_LINUX_STRING_H

#include <linux/types.h>
#include <string.h>

/* Not inline: a compiler that sees both ends drops writes that nobody reads. */
void memzero_explicit(void *s, size_t len);

/* Return: octets copied, -E2BIG when cut short. */
ssize_t strscpy(char *dst, const char *src, size_t size);

/* The first octet that is not @c, or NULL. */
void *memchr_inv(const void *start, int c, size_t len);

#endif
