// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bitmap.h>
#include <linux/compiler.h>
#include <linux/stddef.h>

#include "policy.h"
#include "setting.h"

static const struct {
	size_t offset;
	u32 min;
	u32 max;
} settings[DAR_SETTING_COUNT] = {
	[DAR_SETTING_MAX_BINDINGS] = {
		offsetof(struct dar_settings, max_bindings),
		1, DAR_BINDINGS_LIMIT
	},
	[DAR_SETTING_MAX_REMEMBERED] = {
		offsetof(struct dar_settings, max_remembered),
		0, DAR_REMEMBERED_LIMIT
	},
	[DAR_SETTING_QUEUE_MAX] = {
		offsetof(struct dar_settings, queue_max),
		1, DAR_QUEUE_LIMIT
	},
	[DAR_SETTING_VERIFY_RATE] = {
		offsetof(struct dar_settings, verify_rate),
		0, DAR_RATE_LIMIT
	},
	[DAR_SETTING_REFUSAL_RATE] = {
		offsetof(struct dar_settings, refusal_rate),
		0, DAR_RATE_LIMIT
	},
	[DAR_SETTING_UNVERIFIED_LIFETIME] = {
		offsetof(struct dar_settings, unverified_lifetime),
		FAMA_MH_LIFETIME_UNIT, DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT
	},
	[DAR_SETTING_FIB_PROTOCOL] = {
		offsetof(struct dar_settings, fib_protocol),
		DAR_PROTOCOL_MIN, DAR_PROTOCOL_LIMIT
	},
	[DAR_SETTING_HOLD_PACKETS] = {
		offsetof(struct dar_settings, hold_packets),
		0, DAR_HOLD_PACKETS_LIMIT
	},
	[DAR_SETTING_HOLD_OCTETS] = {
		offsetof(struct dar_settings, hold_octets),
		0, DAR_HOLD_OCTETS_LIMIT
	},
	[DAR_SETTING_HOLD_AGE] = {
		offsetof(struct dar_settings, hold_age),
		1, DAR_HOLD_AGE_LIMIT
	},
	[DAR_SETTING_HOLD_MEMORY] = {
		offsetof(struct dar_settings, hold_memory),
		0, DAR_HOLD_OCTETS_LIMIT
	},
};

u32 dar_setting_get(const struct dar_settings *s, enum dar_setting i)
{
	return READ_ONCE(*(const u32 *)((const char *)s + settings[i].offset));
}

bool dar_change_valid(const struct dar_change *change)
{
	unsigned int i;

	for_each_set_bit(i, &change->which, DAR_SETTING_COUNT)
		if (change->value[i] < settings[i].min ||
		    change->value[i] > settings[i].max)
			return false;
	return true;
}

void dar_change_apply(struct dar_settings *s, const struct dar_change *change)
{
	unsigned int i;

	for_each_set_bit(i, &change->which, DAR_SETTING_COUNT)
		WRITE_ONCE(*(u32 *)((char *)s + settings[i].offset),
			   change->value[i]);
}
