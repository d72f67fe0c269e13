/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which networks may anchor addresses, as the user says: an access router of a network sees
 * where the node goes as long as it anchors an address.
 *
 * Pure.  There are rules in an order; the first that fits a network decides, and a default
 * where none does.
 */
#ifndef _MN_PERMIT_H
#define _MN_PERMIT_H

#include <linux/if.h>
#include <linux/in6.h>
#include <linux/types.h>

#include <fama/ssid.h>

#define MN_MAX_PERMITS	32

/**
 * struct mn_place - what is known of a network
 * @prefix: its /64
 * @device: name of the interface by which it is reached
 * @ssid: name of the Wi-Fi network; of no octets where there is none
 * @unnamed: it is a Wi-Fi network whose name is not known yet
 */
struct mn_place {
	struct in6_addr prefix;
	char device[IFNAMSIZ];
	struct fama_ssid ssid;
	bool unnamed;
};

/**
 * enum mn_permit_by - what a rule looks at
 * @MN_PERMIT_BY_PREFIX: mn_place.prefix, which lies in that of the rule
 * @MN_PERMIT_BY_DEVICE: mn_place.device
 * @MN_PERMIT_BY_SSID: mn_place.ssid
 */
enum mn_permit_by {
	MN_PERMIT_BY_PREFIX,
	MN_PERMIT_BY_DEVICE,
	MN_PERMIT_BY_SSID,
};

/**
 * struct mn_permit - a rule
 * @by: what it looks at
 * @deny: the networks that it fits may not anchor; otherwise they may
 * @plen: of %MN_PERMIT_BY_PREFIX: bits of the prefix, at most 64
 * @place: the value that it fits; what it does not look at is zero
 */
struct mn_permit {
	enum mn_permit_by by;
	bool deny;
	u8 plen;
	struct mn_place place;
};

/**
 * struct mn_permits - the rules; their owner serialises
 * @count: how many there are
 * @rule: the rules, in their order
 */
struct mn_permits {
	unsigned int count;
	struct mn_permit rule[MN_MAX_PERMITS];
};

/**
 * mn_permit_add() - add a rule behind the others
 * @p: rules
 * @rule: the rule
 *
 * Return: 0; -EEXIST: there is a rule about the same; -ENOSPC: there are too many.
 */
int mn_permit_add(struct mn_permits *p, const struct mn_permit *rule);

/* Remove the rule about the same as @rule, whatever it says.  0 or -ENOENT */
int mn_permit_del(struct mn_permits *p, const struct mn_permit *rule);

/**
 * mn_permit_denies() - may a network not anchor?
 * @p: rules
 * @place: the network
 * @deny: the default
 *
 * A network whose name is not known yet may not, where the name matters.
 *
 * Return: true: it may not.
 */
bool mn_permit_denies(const struct mn_permits *p, const struct mn_place *place,
		      bool deny);

/* Is there a rule that looks at this? */
bool mn_permit_asks(const struct mn_permits *p, enum mn_permit_by by);

#endif /* _MN_PERMIT_H */
