// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/string.h>

#include <fama/ssid.h>

#define SSID_ELEMENT	0	/* IEEE 802.11, 9.4.2.1 */
#define SSID_HEADER	2	/* number of the element, and its length */

static bool ssid_read(struct fama_ssid *ssid, const u8 *octets, size_t len)
{
	if (len > FAMA_SSID_LEN || !memchr_inv(octets, 0, len))
		return false;
	ssid->len = len;
	memcpy(ssid->octets, octets, len);
	return true;
}

/* The first one counts. */
bool fama_ssid_find(struct fama_ssid *ssid, const u8 *elements, size_t len)
{
	const u8 *end = elements + len, *at = elements;

	*ssid = (struct fama_ssid) {};
	while (end - at >= SSID_HEADER && end - at - SSID_HEADER >= at[1]) {
		if (at[0] == SSID_ELEMENT)
			return ssid_read(ssid, at + SSID_HEADER, at[1]);
		at += SSID_HEADER + at[1];
	}
	return false;
}
EXPORT_SYMBOL_GPL(fama_ssid_find);

bool fama_ssid_equal(const struct fama_ssid *a, const struct fama_ssid *b)
{
	return a->len == b->len && !memcmp(a->octets, b->octets, a->len);
}
EXPORT_SYMBOL_GPL(fama_ssid_equal);
