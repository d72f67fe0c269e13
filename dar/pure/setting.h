/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Settings of a namespace and the range of each.  Pure.
 */
#ifndef _DAR_SETTING_H
#define _DAR_SETTING_H

#include <linux/types.h>

/**
 * struct dar_settings - limits that an administrator sets in a namespace
 * @max_bindings: largest number of bindings
 * @max_remembered: largest number of entries that are only remembered
 * @queue_max: largest number of signatures that wait to be verified
 * @verify_rate: signatures that are verified in a second, 0: no limit
 * @refusal_rate: answers in a second to messages without proof, 0: no limit
 * @unverified_lifetime: longest lifetime, in seconds, of a binding whose care-of
 *	address is not verified
 * @fib_protocol: protocol number of the routes of bindings
 * @hold_packets: packets that wait for one address at most
 * @hold_octets: octets of these packets, at most
 * @hold_age: how long a packet waits at most, in ms
 * @hold_memory: octets of memory that all waiting packets take at most
 *
 * Each is written with WRITE_ONCE() under dar_net.lock and read without a lock.
 */
struct dar_settings {
	u32 max_bindings;
	u32 max_remembered;
	u32 queue_max;
	u32 verify_rate;
	u32 refusal_rate;
	u32 unverified_lifetime;
	u32 fib_protocol;
	u32 hold_packets;
	u32 hold_octets;
	u32 hold_age;
	u32 hold_memory;
};

/**
 * enum dar_setting - the fields of &struct dar_settings
 * @DAR_SETTING_MAX_BINDINGS: max_bindings
 * @DAR_SETTING_MAX_REMEMBERED: max_remembered
 * @DAR_SETTING_QUEUE_MAX: queue_max
 * @DAR_SETTING_VERIFY_RATE: verify_rate
 * @DAR_SETTING_REFUSAL_RATE: refusal_rate
 * @DAR_SETTING_UNVERIFIED_LIFETIME: unverified_lifetime
 * @DAR_SETTING_FIB_PROTOCOL: fib_protocol
 * @DAR_SETTING_HOLD_PACKETS: hold_packets
 * @DAR_SETTING_HOLD_OCTETS: hold_octets
 * @DAR_SETTING_HOLD_AGE: hold_age
 * @DAR_SETTING_HOLD_MEMORY: hold_memory
 * @DAR_SETTING_COUNT: number of settings
 */
enum dar_setting {
	DAR_SETTING_MAX_BINDINGS,
	DAR_SETTING_MAX_REMEMBERED,
	DAR_SETTING_QUEUE_MAX,
	DAR_SETTING_VERIFY_RATE,
	DAR_SETTING_REFUSAL_RATE,
	DAR_SETTING_UNVERIFIED_LIFETIME,
	DAR_SETTING_FIB_PROTOCOL,
	DAR_SETTING_HOLD_PACKETS,
	DAR_SETTING_HOLD_OCTETS,
	DAR_SETTING_HOLD_AGE,
	DAR_SETTING_HOLD_MEMORY,
	DAR_SETTING_COUNT,
};

/* The largest values, also for the policies of netlink. */
#define DAR_BINDINGS_LIMIT	16777216
#define DAR_REMEMBERED_LIMIT	16777216
#define DAR_QUEUE_LIMIT		65536
#define DAR_RATE_LIMIT		1000000
#define DAR_PROTOCOL_MIN	2	/* RTPROT_KERNEL; 0 and 1 are not for routes */
#define DAR_PROTOCOL_LIMIT	255
#define DAR_HOLD_PACKETS_LIMIT	65536
#define DAR_HOLD_OCTETS_LIMIT	1073741824
#define DAR_HOLD_AGE_LIMIT	60000

/**
 * struct dar_change - settings that are changed together
 * @which: set of BIT(&enum dar_setting)
 * @value: their new values
 */
struct dar_change {
	unsigned long which;
	u32 value[DAR_SETTING_COUNT];
};

/* Read a setting. */
u32 dar_setting_get(const struct dar_settings *s, enum dar_setting i);

/* Are all values of a change within their ranges? */
bool dar_change_valid(const struct dar_change *change);

/* Apply a change that dar_change_valid() accepts.  Holds: dar_net.lock. */
void dar_change_apply(struct dar_settings *s, const struct dar_change *change);

#endif /* _DAR_SETTING_H */
