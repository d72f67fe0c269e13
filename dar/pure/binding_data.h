/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of a Binding Cache entry (RFC 6275 section 9.1), and the times at
 * which the DAR has something to do about the entry.  Pure.
 */
#ifndef _DAR_BINDING_DATA_H
#define _DAR_BINDING_DATA_H

#include <linux/in6.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/types.h>

#include <net/ipv6.h>

#include <uapi/linux/dar.h>

#include <fama/mhopt.h>

#define DAR_NEVER		U64_MAX

struct dar_tally;

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
 * @known: the node was admitted by name, or has shown that it was a guest of the
 *	access link: it sent an accepted message there from the home address itself
 * @has_phkt: @phkt is valid
 * @notice: a message to the node waits for its turn, which @wake says: a Binding
 *	Refresh Request, or a Binding Error if not @active
 * @has_former: @former is valid
 * @unused: no token was used since the entry exists, so that the node may have any
 *	that the router has given and forgotten
 * @tested: a care-of address of the node was proven with a nonce of ours, so that
 *	@seq is no number of an old message
 * @aged: the entry is from a checkpoint that is older than the end of the router that
 *	made it: a message with a newer sequence number may be an old one, until a
 *	care-of address of the node was proven with a nonce of ours
 * @ask: how many times its node is still asked for a Binding Update, at @coa, which
 *	the router has forgotten; 0 if the home address is bound
 * @turn: see dar_token_derive()
 * @phkt_seq: sequence number of the Binding Update that @phkt was made for
 * @epoch: epoch of @phkt
 * @phkt: Permanent Home Keygen Token
 * @former: PHKT before that, which the node may still use
 * @key: which key has proven the home address, see dar_allow_key_id()
 * @tally: counters of the anchor while @active; NULL: the anchor has gone, or has not
 *	come yet
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
	bool known;
	bool has_phkt:1;
	bool has_former:1;
	bool unused:1;
	bool tested:1;
	bool notice:1;
	bool aged:1;
	u8 ask:2;
	u8 turn;
	u16 phkt_seq;
	u16 epoch;
	u8 phkt[FAMA_TOKEN_LEN];
	u8 former[FAMA_TOKEN_LEN];
	u64 key;
	struct dar_tally *tally;
	u64 deadline;
	u64 wake;
};

/**
 * enum dar_rank - which binding has to make room for which when there are too many
 * @DAR_RANK_STRANGER: the care-of address is not verified, and nothing else is known
 *	of the node
 * @DAR_RANK_MOVING: the care-of address is not verified, but the node is known
 * @DAR_RANK_PROVEN: the care-of address is verified
 * @DAR_RANKS: number of ranks
 */
enum dar_rank {
	DAR_RANK_STRANGER,
	DAR_RANK_MOVING,
	DAR_RANK_PROVEN,
	DAR_RANKS,
};

/* Return: the rank of a binding in this state. */
enum dar_rank dar_rank(u8 state, bool known);

/**
 * dar_rank_yields() - does a binding make room for another one?
 * @old: rank of the binding
 * @new: rank of the other one
 *
 * Strangers make room for each other, because the newest of them is the one that
 * may still prove its care-of address.
 */
bool dar_rank_yields(enum dar_rank old, enum dar_rank new);

/* How did an entry change?  @old: with version 0 if there was none. */
enum dar_binding_change
dar_binding_data_change(const struct dar_binding_data *old,
			const struct dar_binding_data *new);

/*
 * Does an entry, which came from a checkpoint, wait for its anchor?  Then there is nothing
 * to do about it before its end.
 */
static inline bool dar_binding_data_waits(const struct dar_binding_data *d)
{
	return d->active ? !d->tally : d->ask && d->wake == DAR_NEVER;
}

/* Is an address bound to this care-of address without a proof of it? */
static inline bool dar_binding_data_claims(const struct dar_binding_data *d,
					   const struct in6_addr *coa)
{
	return d->active && d->state != DAR_BINDING_VERIFIED &&
	       ipv6_addr_equal(&d->coa, coa);
}

/**
 * dar_binding_data_wake() - compute when the next thing is to be done
 * @d: contents
 * @after: boot time in ns
 *
 * The node is reminded when an eighth, and again when a sixteenth of its
 * lifetime is left (RFC 6275 section 9.5.5 does not say when).  A care-of address
 * that is not verified gets no reminder, because it may belong to another node.
 *
 * Return: boot time in ns of the first reminder later than @after; the deadline
 * if there is none.
 */
u64 dar_binding_data_wake(const struct dar_binding_data *d, u64 after);

/* Wipe the tokens of a copy that is needed no longer. */
static inline void dar_binding_data_wipe(struct dar_binding_data *d)
{
	memzero_explicit(d->phkt, sizeof(d->phkt));
	memzero_explicit(d->former, sizeof(d->former));
}

#endif /* _DAR_BINDING_DATA_H */
