/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Settings of a namespace: their names and what each may be.  Pure.
 */
#ifndef _DAR_SETTING_H
#define _DAR_SETTING_H

#include <linux/types.h>

/**
 * struct dar_settings - what an administrator bounds in a namespace
 * @max_bindings: number of bindings
 * @max_remembered: number of addresses remembered without being bound
 * @queue_max: signatures that wait to be verified
 * @verify_rate: signatures verified in a second, 0: no bound
 * @refusal_rate: answers in a second to messages that prove nothing, 0: no
 *	bound
 *
 * Each is written with WRITE_ONCE() under dar_net.lock and read without.
 */
struct dar_settings {
	u32 max_bindings;
	u32 max_remembered;
	u32 queue_max;
	u32 verify_rate;
	u32 refusal_rate;
};

/**
 * enum dar_setting - the fields of &struct dar_settings
 * @DAR_SETTING_MAX_BINDINGS: max_bindings
 * @DAR_SETTING_MAX_REMEMBERED: max_remembered
 * @DAR_SETTING_QUEUE_MAX: queue_max
 * @DAR_SETTING_VERIFY_RATE: verify_rate
 * @DAR_SETTING_REFUSAL_RATE: refusal_rate
 * @DAR_SETTING_COUNT: how many there are
 */
enum dar_setting {
	DAR_SETTING_MAX_BINDINGS,
	DAR_SETTING_MAX_REMEMBERED,
	DAR_SETTING_QUEUE_MAX,
	DAR_SETTING_VERIFY_RATE,
	DAR_SETTING_REFUSAL_RATE,
	DAR_SETTING_COUNT,
};

/* The ranges, for those who tell them to others. */
#define DAR_BINDINGS_LIMIT	16777216
#define DAR_REMEMBERED_LIMIT	16777216
#define DAR_QUEUE_LIMIT		65536
#define DAR_RATE_LIMIT		1000000

/**
 * struct dar_change - settings to be changed together
 * @which: set of BIT(&enum dar_setting)
 * @value: their values
 */
struct dar_change {
	unsigned long which;
	u32 value[DAR_SETTING_COUNT];
};

/* One setting, whatever its name. */
u32 dar_setting_get(const struct dar_settings *s, enum dar_setting i);

/* Are all values of a change within their ranges. */
bool dar_change_valid(const struct dar_change *change);

/* Write a change that is valid.  The caller holds dar_net.lock. */
void dar_change_apply(struct dar_settings *s, const struct dar_change *change);

#endif /* _DAR_SETTING_H */
