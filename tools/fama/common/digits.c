// SPDX-License-Identifier: GPL-2.0-only
/* Octets in hexadecimal */
#include "digits.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Read @len octets, two digits each; what follows them is not looked at. */
bool digits_read(const char *text, uint8_t *octets, size_t len)
{
	int high, low;

	for (; len; len--) {
		high = digit(*text);
		low = high < 0 ? -1 : digit(text[1]);
		if (low < 0)
			return false;
		*octets++ = high << 4 | low;
		text += 2;
	}
	return true;
}
