/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an anchor demands of its mobile nodes and grants to them.  Pure.
 */
#ifndef _DAR_POLICY_H
#define _DAR_POLICY_H

#include <linux/types.h>

#include <uapi/linux/dar.h>

#include <fama/mh.h>

/* MAX_CGA_BINDING_LIFETIME (RFC 4866 section 7), in units of 4 s */
#define DAR_LIFETIME_MAX	(86400 / FAMA_MH_LIFETIME_UNIT)

/**
 * struct dar_policy - policy of an anchor
 * @lifetime_max: longest lifetime that a binding is granted, in seconds
 * @refresh: number of seconds after which nodes are advised to refresh their
 *	binding, 0: no advice
 * @mode: &enum dar_care_of_test
 * @min_sec: smallest Sec (RFC 3972 section 2) that a home address may have
 * @key_sizes: set of &enum dar_key_size
 * @dad: Duplicate Address Detection is done before the first binding
 * @proxy: the DAR answers Neighbor Solicitations for bound addresses on the
 *	access link
 * @early: a node gets a PHKT while it is still at home
 * @admit: &enum dar_admit
 * @fib: each binding has a route in the routing table, too
 */
struct dar_policy {
	u32 lifetime_max;
	u32 refresh;
	u8 mode;
	u8 min_sec;
	u8 key_sizes;
	bool dad;
	bool proxy;
	bool early;
	u8 admit;
	bool fib;
};

#define DAR_POLICY_DEFAULT ((struct dar_policy) {			\
	.lifetime_max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,	\
	.mode = DAR_CARE_OF_TEST_CONCURRENT,				\
	.min_sec = 1,							\
	.key_sizes = DAR_KEY_SIZE_1024 | DAR_KEY_SIZE_1536,		\
	.proxy = true,							\
	.early = true,							\
	.admit = DAR_ADMIT_ATTACHED,					\
	.fib = true,							\
})

#endif /* _DAR_POLICY_H */
