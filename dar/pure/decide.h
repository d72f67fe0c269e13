/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The decision about a Binding Update: facts in, verdict out.
 *
 * Pure, so that a test has a row for each row of the protocol profile.  The
 * order of the checks is part of the contract: cheap checks come first, and no
 * check sleeps.
 */
#ifndef _DAR_DECIDE_H
#define _DAR_DECIDE_H

#include <linux/types.h>

#include <crypto/sha1.h>

#include <fama/mhopt.h>

#include "binding_data.h"
#include "bu.h"
#include "policy.h"
#include "stats.h"
#include "token.h"

/**
 * enum dar_mac - which token a Binding Update was authenticated with
 * @DAR_MAC_NONE: there is no authenticator that can be checked
 * @DAR_MAC_WRONG: none that fits
 * @DAR_MAC_CAREOF: the care-of token alone, beside a signature
 * @DAR_MAC_PHKT: the PHKT of the cache entry
 * @DAR_MAC_FORMER: the PHKT before that
 * @DAR_MAC_DERIVED: a PHKT that this router has given and forgotten
 */
enum dar_mac {
	DAR_MAC_NONE,
	DAR_MAC_WRONG,
	DAR_MAC_CAREOF,
	DAR_MAC_PHKT,
	DAR_MAC_FORMER,
	DAR_MAC_DERIVED,
};

/**
 * dar_decide_recalls() - may a message have a token that was given and forgotten?
 * @bu: the message
 * @held: contents of the cache entry
 *
 * Then the facts need the tokens that the router may have given.
 */
static inline bool dar_decide_recalls(const struct dar_bu *bu,
				      const struct dar_binding_data *held)
{
	return bu->proof == DAR_PROOF_PHKT && (!held->has_phkt || held->unused);
}

/**
 * struct dar_facts - what the DAR knows when it judges a Binding Update
 * @serving: something is anchored in this namespace
 * @anchored: home address and destination lie in one anchored prefix
 * @at_home: the message came from the home address itself, on its link
 * @admitted: the anchor admits the home address
 * @own: the home address is one of our own
 * @lasting: the secret of the router is older than its memory
 * @local: the destination is a unicast address of this DAR
 * @draining: no further binding begins
 * @full: as many bindings as are allowed
 * @lowest: lowest rank of a binding, which makes room if @full
 * @crowded: half of the places are taken, and unknown nodes of the prefix of the
 *	care-of address have as many as they may
 * @detected: Duplicate Address Detection found that no other node on the access
 *	link has the home address
 * @hashed: the CGA of a signed message is right, so that its sender knows the key
 * @careof_bound: the source is the home address of a binding, or our own
 * @careof_known: the care-of nonce that the message names may still be used
 * @valid: valid lifetime of the prefix that is left, in seconds
 * @unverified: for how many seconds the care-of address may remain unverified
 * @careof: care-of token made of this nonce and the source; only valid if
 *	@careof_known
 * @fresh: new PHKT for the node, if CGA and signature of the message have been
 *	verified; otherwise NULL
 * @policy: policy of the anchor
 * @derived: tokens that the node may have, see dar_secret_tokens(); only valid if
 *	@held has none, or none that was used
 * @epoch: epoch of the first of them
 * @held: contents of the cache entry of the home address; version 0: there is
 *	no entry
 */
struct dar_facts {
	bool serving;
	bool anchored;
	bool at_home;
	bool admitted;
	bool own;
	bool lasting;
	bool local;
	bool draining;
	bool full;
	enum dar_rank lowest;
	bool crowded;
	bool detected;
	bool hashed;
	bool careof_bound;
	bool careof_known;
	u32 valid;
	u32 unverified;
	u8 careof[FAMA_TOKEN_LEN];
	const u8 *fresh;
	u8 derived[DAR_TOKENS][FAMA_TOKEN_LEN];
	u16 epoch;
	const struct dar_policy *policy;
	const struct dar_binding_data *held;
};

/**
 * enum dar_action - what the DAR does about a Binding Update
 * @DAR_DROP: count it, send no answer
 * @DAR_REFUSE: count it, and answer with a refusal
 * @DAR_VERIFY: verify CGA and signature, then decide again
 * @DAR_DETECT: do Duplicate Address Detection, then decide again
 * @DAR_BIND: bind the home address, and answer
 * @DAR_UNBIND: end the binding if there is one, remember sequence number and
 *	PHKT, and answer
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
 * @reason: counter of a drop or a refusal
 * @status: status of the answer, &enum fama_ba_status
 * @mac: which token authenticated the message
 * @epoch: epoch of a token that was derived
 * @turn: turn of it
 * @keyed: the answer carries an authenticator, keyed with @kbm
 * @give_careof: the answer carries the care-of token that the message asked for
 * @state: state of the binding, &enum dar_binding_state
 * @known: dar_binding_data.known of the cache entry afterwards
 * @at_home: the message came in on the home link, from the home address itself
 * @quiet: nobody but the node is told; dar_decide() does not set it
 * @seq: sequence number of the answer
 * @lifetime: lifetime granted, in units of 4 s
 * @refresh: advised refresh interval, in units of 4 s, 0: no advice
 * @kbm: binding management key; made of the new PHKT, or of the PHKT and the
 *	care-of token that the authenticator of the message was keyed with.
 *	Meaningless unless @keyed, and with %DAR_VERIFY
 */
struct dar_verdict {
	enum dar_action action;
	enum dar_stat reason;
	u8 status;
	enum dar_mac mac;
	u16 epoch;
	u8 turn;
	bool keyed;
	bool give_careof;
	u8 state;
	bool known;
	bool at_home;
	bool quiet;
	u16 seq;
	u16 lifetime;
	u16 refresh;
	struct hmac_sha1_key kbm;
};

/**
 * dar_decide() - judge a Binding Update
 * @bu: the message
 * @facts: what the DAR knows
 *
 * All checks are made but those of CGA and signature.
 *
 * Return: the decision.  It is %DAR_VERIFY for a signed message until
 * @facts->fresh is set, then %DAR_DETECT until @facts->detected is set, where
 * the policy demands this.
 */
struct dar_verdict dar_decide(const struct dar_bu *bu,
			      const struct dar_facts *facts);

/**
 * dar_decide_cga() - check the hashes, the key and the lengths of a signed
 *	Binding Update: all but its signature
 * @bu: the message
 * @params: its CGA parameters, in one piece
 * @len: octets of @params
 * @verdict: result if a check fails: the refusal
 *
 * Return: true: no check failed, the signature has to be verified.
 */
bool dar_decide_cga(const struct dar_bu *bu, const u8 *params, size_t len,
		    struct dar_verdict *verdict);

/**
 * dar_decide_refusal() - make a refusal for a reason that is found elsewhere
 * @bu: the message
 * @reason: counter
 * @status: &enum fama_ba_status
 *
 * Return: a verdict without authenticator.
 */
struct dar_verdict dar_decide_refusal(const struct dar_bu *bu,
				      enum dar_stat reason, u8 status);

#endif /* _DAR_DECIDE_H */
