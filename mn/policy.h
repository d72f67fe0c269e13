/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Policy: which addresses follow the node, and which one is given up when there
 * are too many.
 *
 * Pure: what is known of an address comes in as facts, time as ticks of any clock.
 */
#ifndef _MN_POLICY_H
#define _MN_POLICY_H

#include <linux/mn.h>
#include <linux/types.h>

/**
 * struct mn_policy_facts - what is known of an address
 * @on_link: it is on a link
 * @leaving: it is being deregistered already
 * @keep: what the user said of it
 * @withdrawn: its access router asks to give it up when it is not used
 * @sockets: number of sockets that use it
 * @uncounted: its sockets have not been counted since it left its link
 * @untouched: no packet has used it since it left its link
 * @idle: ticks since a packet used it, or since it left its link
 */
struct mn_policy_facts {
	bool on_link;
	bool leaving;
	bool withdrawn;
	enum mn_keep keep;
	unsigned int sockets;
	bool uncounted;
	bool untouched;
	unsigned long idle;
};

/* Is an address given up when it leaves its link, whether used or not? */
bool mn_policy_stays_behind(enum mn_policy policy, enum mn_keep keep);

/* Ticks of @idle seconds, at @hz in a second; at most LONG_MAX. */
unsigned long mn_policy_limit(u32 idle, unsigned int hz);

/*
 * The first thing that keeps an address.  @limit: after so many idle ticks an
 * address is not in use
 */
enum mn_kept mn_policy_judge(enum mn_policy policy, unsigned long limit,
			     const struct mn_policy_facts *f);

/* Is @a given up before @b when there are too many?  Neither is current. */
bool mn_policy_before(const struct mn_policy_facts *a,
		      const struct mn_policy_facts *b);

#endif /* _MN_POLICY_H */
