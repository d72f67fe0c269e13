// SPDX-License-Identifier: GPL-2.0-only
/* Names of Wi-Fi networks, which may be any octets */
#include <stdio.h>

#include "digits.h"
#include "ssid.h"

size_t ssid_read(const char *text, uint8_t octets[SSID_MAX])
{
	size_t len;

	for (len = 0; *text; len++) {
		if (len == SSID_MAX)
			return 0;
		if (text[0] == '\\' && text[1] == 'x' &&
		    digits_read(text + 2, octets + len, 1))
			text += 4;
		else
			octets[len] = *text++;
	}
	return len;
}

/* A blank at an end would not be seen. */
static bool plain(const uint8_t *octets, size_t len, size_t at)
{
	if (octets[at] == ' ')
		return at && at + 1 < len;
	return octets[at] > ' ' && octets[at] < 0x7f && octets[at] != '\\';
}

void ssid_write(const uint8_t *octets, size_t len, char *buf, size_t size)
{
	size_t i, at = 0;

	*buf = '\0';
	for (i = 0; i < len && at + sizeof("\\xff") <= size; i++)
		at += snprintf(buf + at, size - at,
			       plain(octets, len, i) ? "%c" : "\\x%02x",
			       octets[i]);
}
