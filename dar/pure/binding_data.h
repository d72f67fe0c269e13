/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of a Binding Cache entry (RFC 6275 section 9.1), and the times at
 * which the DAR has something to do about the entry.  Pure.
 */
#ifndef _DAR_BINDING_DATA_H
#define _DAR_BINDING_DATA_H

#include <linux/in6.h>
#include <linux/limits.h>
#include <linux/types.h>

#include <fama/mhopt.h>

#define DAR_NEVER		U64_MAX

/**
 * struct dar_binding_data - the contents, which are read and written together
 * @coa: care-of address
 * @dar: our address, to which the Binding Update was sent
 * @version: number that no other contents in the same cache have; 0: there is
 *	no entry
 * @deadline: boot time in ns when the binding expires (if @active) or when the
 *	entry may be forgotten (if not @active), or %DAR_NEVER
 * @wake: boot time in ns of the next reminder or of @deadline, whichever comes
 *	first; dar_bcache_set() computes it
 * @lifetime: lifetime that was granted, in seconds
 * @seq: sequence number accepted last
 * @auth: &enum dar_auth
 * @state: &enum dar_binding_state
 * @active: the home address is bound; otherwise the entry only protects it
 *	against the replay of old Binding Updates
 * @has_phkt: @phkt is valid
 * @phkt: Permanent Home Keygen Token
 * @key: which key has proven the home address, see dar_allow_key_id()
 */
struct dar_binding_data {
	struct in6_addr coa;
	struct in6_addr dar;
	u64 version;
	u32 lifetime;
	u16 seq;
	u8 auth;
	u8 state;
	bool active;
	bool has_phkt;
	u8 phkt[FAMA_TOKEN_LEN];
	u64 key;
	u64 deadline;
	u64 wake;
};

/**
 * dar_binding_data_wake() - compute when the next thing is to be done
 * @d: contents
 * @after: boot time in ns
 *
 * The node is reminded when an eighth, and again when a sixteenth of its
 * lifetime is left (RFC 6275 section 9.5.5 does not say when).
 *
 * Return: boot time in ns of the first reminder later than @after; the deadline
 * if there is none.
 */
u64 dar_binding_data_wake(const struct dar_binding_data *d, u64 after);

#endif /* _DAR_BINDING_DATA_H */
