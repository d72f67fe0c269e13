// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mn.h>
#include <stdio.h>

#include "common/field.h"
#include "common/ssid.h"
#include "state.h"

const char *const mn_reason_names[] = {
	[MN_REASON_NONE] = "none",
	[MN_REASON_NO_ANSWER] = "no answer",
	[MN_REASON_NO_SIGNED_ANSWER] = "no signed answer",
	[MN_REASON_REFUSED] = "refused",
	[MN_REASON_NOT_ANCHORED] = "not anchored",
	[MN_REASON_RELEASED] = "released",
	[MN_REASON_EVICTED] = "evicted",
	[MN_REASON_NOT_KEPT] = "not kept",
	[MN_REASON_NOT_IN_USE] = "not in use",
	[MN_REASON_REMOVED] = "removed",
	[MN_REASON_NOT_ADMITTED] = "not admitted",
};

static void sockets_text(const struct nlattr **tb, char *buf, size_t size)
{
	static const struct {
		const char *name;
		uint16_t attr;
	} kinds[] = {
		{ "tcp", MN_A_TCP_SOCKETS },
		{ "udp", MN_A_UDP_SOCKETS },
		{ "raw", MN_A_RAW_SOCKETS },
	};
	size_t used = 0;
	unsigned int i;
	uint32_t count;

	*buf = '\0';
	for (i = 0; i < ARRAY_SIZE(kinds) && used < size; i++) {
		count = field_u32(tb[kinds[i].attr]);
		if (count)
			used += snprintf(buf + used, size - used, "%s%s %u",
					 used ? ", " : "", kinds[i].name,
					 count);
	}
}

bool mn_kept_text(const struct nlattr **tb, char *buf, size_t size)
{
	const struct nlattr *kept = tb[MN_A_KEPT_BY];

	if (!kept || !mnl_attr_get_payload_len(kept))
		return false;
	switch (mnl_attr_get_u8(kept)) {
	case MN_KEPT_NOT:
		return false;
	case MN_KEPT_CURRENT:
		snprintf(buf, size, "current");
		return true;
	case MN_KEPT_USER:
		snprintf(buf, size, "by user");
		return true;
	case MN_KEPT_POLICY:
		snprintf(buf, size, "policy all");
		return true;
	case MN_KEPT_SOCKETS:
		sockets_text(tb, buf, size);
		return true;
	case MN_KEPT_PACKETS:
		snprintf(buf, size, "used %u s ago",
			 field_u32(tb[MN_A_UNUSED_TIME]));
		return true;
	default:	/* of a newer module */
		snprintf(buf, size, "%u", mnl_attr_get_u8(kept));
		return true;
	}
}

bool mn_ssid_text(const struct nlattr **tb, char *buf, size_t size)
{
	const struct nlattr *attr = tb[MN_A_SSID];

	if (attr)
		ssid_write(mnl_attr_get_payload(attr),
			   mnl_attr_get_payload_len(attr), buf, size);
	return attr;
}
