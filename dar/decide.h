/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What becomes of a Binding Update: facts in, verdict out.
 *
 * Pure, so that every row of the profile is a row of a test.  The order of the
 * checks is part of the contract: cheap ones first, nothing that sleeps.
 */
#ifndef _DAR_DECIDE_H
#define _DAR_DECIDE_H

#include <crypto/sha1.h>
#include <net/ipv6.h>

#include <uapi/linux/dar.h>

#include <fama/mhio.h>

#include "bcache.h"
#include "stats.h"

/* MAX_CGA_BINDING_LIFETIME (RFC 4866 section 7), in units of 4 s */
#define DAR_LIFETIME_MAX	(86400 / FAMA_MH_LIFETIME_UNIT)

/**
 * struct dar_policy - what an anchor asks of its nodes
 * @lifetime_max: most seconds that a binding is granted
 * @refresh: seconds after which nodes are advised to refresh, 0: no advice
 * @mode: &enum dar_care_of_test
 * @min_sec: least Sec of a home address
 * @key_sizes: set of &enum dar_key_size
 * @dad: Duplicate Address Detection before the first binding
 * @proxy: Neighbor Discovery on the access link for bound addresses
 * @early: nodes at home get a PHKT
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
};

#define DAR_POLICY_DEFAULT ((struct dar_policy) {			\
	.lifetime_max = DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT,	\
	.mode = DAR_CARE_OF_TEST_CONCURRENT,				\
	.key_sizes = DAR_KEY_SIZE_1024 | DAR_KEY_SIZE_1536,		\
	.proxy = true,							\
	.early = true,							\
})

/**
 * enum dar_proof - what a Binding Update offers (RFC 4866 section 4.4)
 * @DAR_PROOF_NONE: nothing
 * @DAR_PROOF_CGA: CGA parameters, and a signature with them
 * @DAR_PROOF_PHKT: an authenticator keyed with the PHKT
 * @DAR_PROOF_REACHABLE: one keyed with a token of the return routability
 *	procedure, which no anchor accepts
 */
enum dar_proof {
	DAR_PROOF_NONE,
	DAR_PROOF_CGA,
	DAR_PROOF_PHKT,
	DAR_PROOF_REACHABLE,
};

/**
 * struct dar_bu - a Binding Update as a DAR reads it
 * @rx: the message
 * @home: home address: the Home Address option, without one the source
 * @covered: what authenticator and signature cover as care-of address: the
 *	home address when deregistering
 * @nonce: index of the nonce of the care-of token that its authenticator is
 *	keyed with, 0: none
 * @proof: what it offers
 * @dereg: lifetime 0
 */
struct dar_bu {
	const struct fama_mhio_rx *rx;
	struct in6_addr home;
	struct in6_addr covered;
	u16 nonce;
	enum dar_proof proof;
	bool dereg;
};

/**
 * struct dar_facts - what the DAR knows when a Binding Update is judged
 * @serving: something is anchored in this namespace
 * @anchored: home address and destination lie in one anchored prefix
 * @local: the destination is a unicast address of this node
 * @full: there is no room for one more binding
 * @detected: nobody else on the access link has the home address
 * @careof_bound: the source is the home address of a binding, or our own
 * @careof_known: the care-of nonce that the message names may be used
 * @valid: seconds of valid lifetime that the prefix has left
 * @careof: care-of token of that nonce and the source
 * @fresh: PHKT that the message brings, as its CGA and signature have been
 *	verified; else NULL
 * @policy: of the anchor
 * @held: what the cache has; version 0 when it has nothing
 */
struct dar_facts {
	bool serving;
	bool anchored;
	bool local;
	bool full;
	bool detected;
	bool careof_bound;
	bool careof_known;
	u32 valid;
	u8 careof[FAMA_TOKEN_LEN];
	const u8 *fresh;
	const struct dar_policy *policy;
	const struct dar_binding_data *held;
};

/**
 * enum dar_action - what to do
 * @DAR_DROP: count, say nothing
 * @DAR_REFUSE: count and answer
 * @DAR_VERIFY: verify CGA and signature, then decide again
 * @DAR_DETECT: look for the home address on the access link, then decide again
 * @DAR_BIND: bind, answer
 * @DAR_UNBIND: end the binding if there is one, remember, answer
 */
enum dar_action {
	DAR_DROP,
	DAR_REFUSE,
	DAR_VERIFY,
	DAR_DETECT,
	DAR_BIND,
	DAR_UNBIND,
};

/**
 * struct dar_verdict - the decision
 * @action: what to do
 * @reason: counter of a drop or refusal
 * @status: status of the answer, &enum fama_ba_status
 * @keyed: the answer carries an authenticator, keyed with @kbm
 * @give_careof: the answer carries a care-of token, for it was asked for
 * @state: of the binding, &enum dar_binding_state
 * @seq: sequence number of the answer
 * @lifetime: granted, units of 4 s
 * @refresh: when a refresh is advised, same units; 0: no advice
 * @kbm: made of the PHKT and the care-of token that keyed the message, or of the
 *	new PHKT; anything unless @keyed, and when something is left to be found
 *	out (%DAR_VERIFY)
 */
struct dar_verdict {
	enum dar_action action;
	enum dar_stat reason;
	u8 status;
	bool keyed;
	bool give_careof;
	u8 state;
	u16 seq;
	u16 lifetime;
	u16 refresh;
	struct hmac_sha1_key kbm;
};

/* Can an address be a home or care-of address, a prefix be anchored. */
bool dar_address_usable(const struct in6_addr *addr);

/* Do two addresses share their first 64 bits. */
static inline bool dar_prefix_equal(const struct in6_addr *a,
				    const struct in6_addr *b)
{
	return ipv6_prefix_equal(a, b, 64);
}

/* Read a message that was received; @bu points into @rx. */
void dar_bu_read(struct dar_bu *bu, const struct fama_mhio_rx *rx);

/**
 * dar_bu_decide() - judge a Binding Update
 * @bu: the message
 * @facts: what the DAR knows
 *
 * Makes all checks but those of CGA and signature.
 *
 * Return: the decision; %DAR_VERIFY until @facts->fresh, and then
 * %DAR_DETECT until @facts->detected where the policy wants it.
 */
struct dar_verdict dar_bu_decide(const struct dar_bu *bu,
				 const struct dar_facts *facts);

/**
 * dar_bu_check_cga() - the cheap part of the proof: hashes, key and lengths
 * @bu: the message
 * @params: its CGA parameters, in one piece
 * @len: octets of them
 * @verdict: result unless all is well: a refusal
 *
 * Return: true: the signature is worth being verified.
 */
bool dar_bu_check_cga(const struct dar_bu *bu, const u8 *params, size_t len,
		      struct dar_verdict *verdict);

/* A refusal that comes from outside of these functions. */
struct dar_verdict dar_bu_refusal(const struct dar_bu *bu,
				  enum dar_stat reason, u8 status);

#endif /* _DAR_DECIDE_H */
