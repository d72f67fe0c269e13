// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/spki.h>

#include "address.h"
#include "decide.h"

static bool bu_drop(struct dar_verdict *v, enum dar_stat reason)
{
	v->action = DAR_DROP;
	v->reason = reason;
	return true;
}

static bool bu_refuse(struct dar_verdict *v, enum dar_stat reason, u8 status)
{
	v->action = DAR_REFUSE;
	v->reason = reason;
	v->status = status;
	return true;
}

struct dar_verdict dar_decide_refusal(const struct dar_bu *bu,
				      enum dar_stat reason, u8 status)
{
	struct dar_verdict v = { .seq = bu->rx->mh.bu.seq };

	bu_refuse(&v, reason, status);
	return v;
}

/* Does the message come from the home address itself, or does it say so? */
static bool bu_from_home(const struct dar_bu *bu)
{
	return ipv6_addr_equal(&bu->rx->src, &bu->home);
}

static bool bu_names_source(const struct dar_bu *bu)
{
	const struct fama_mhopt *opt = &bu->rx->mh.opt;

	return fama_mhopt_has(opt, FAMA_OPT_ALT_COA) &&
	       ipv6_addr_equal(&opt->alt_coa, &bu->rx->src);
}

/*
 * The care-of address must be the source of the packet, because this is the
 * address that a care-of test proves: a different Alternate Care-of Address could
 * direct traffic to a third party.  A care-of address that is bound here, or
 * anchored here, would make a forwarding loop.
 *
 * A deregistration from elsewhere must name its source, too: what was sent from home
 * does not, so that nobody can make it look like one that was sent elsewhere.
 */
static bool bu_careof_bad(const struct dar_bu *bu, const struct dar_facts *f)
{
	if (bu->dereg)
		return !bu_from_home(bu) && !bu_names_source(bu);
	return !bu_names_source(bu) ||
	       dar_address_same_prefix(&bu->rx->src, &bu->home) ||
	       f->careof_bound;
}

/* RFC 6275 section 10.3.1.  Addresses that must not get an answer come first. */
static bool bu_fails_addresses(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	const struct fama_mhio_rx *rx = bu->rx;

	if (!dar_address_usable(&bu->home))
		return bu_drop(v, DAR_STAT_BAD_HOME);
	if (!dar_address_usable(&rx->src))
		return bu_drop(v, DAR_STAT_BAD_CAREOF);
	/* A type 2 routing header leads to a home address, not to a DAR. */
	if (!f->local || rx->rh2)
		return bu_drop(v, DAR_STAT_NOT_ADDRESSED);
	if (!(rx->mh.bu.flags & FAMA_BU_HOME))
		return bu_drop(v, DAR_STAT_NO_HOME_FLAG);
	if (!f->serving)
		return bu_refuse(v, DAR_STAT_NOT_SERVING,
				 FAMA_BA_NOT_SUPPORTED);
	if (!f->anchored)
		return bu_refuse(v, DAR_STAT_FOREIGN_HOME,
				 FAMA_BA_NOT_HOME_SUBNET);
	/*
	 * With the u and g bits set, several addresses would match the same CGA
	 * parameters (RFC 3972 section 7.1).  So do those of smaller Sec, which only
	 * the policy and admission keep away.
	 */
	if (fama_cga_ug(&bu->home) || f->own)
		return bu_refuse(v, DAR_STAT_BAD_HOME, FAMA_BA_NOT_HOME_SUBNET);
	/*
	 * Our address is public: whoever advertises it elsewhere must not make a node
	 * end its binding.
	 */
	if (bu->dereg && bu_from_home(bu) && !f->at_home)
		return bu_drop(v, DAR_STAT_NOT_AT_HOME);
	if (bu_careof_bad(bu, f))
		return bu_refuse(v, DAR_STAT_BAD_CAREOF, FAMA_BA_BAD_CAREOF);
	return false;
}

/* Make Kbm of a home token.  A deregistration uses no care-of token. */
static void bu_make_kbm(const struct dar_bu *bu, const struct dar_facts *f,
			const u8 *home_token, struct hmac_sha1_key *kbm)
{
	const u8 *careof = bu->nonce ? f->careof : fama_auth_no_token;

	fama_auth_kbm(kbm, home_token, bu->dereg ? NULL : careof);
}

static bool bu_mac_fits(const struct dar_bu *bu, const struct dar_facts *f,
			const u8 *home_token, struct hmac_sha1_key *kbm)
{
	const struct fama_mhio_rx *rx = bu->rx;

	bu_make_kbm(bu, f, home_token, kbm);
	return fama_auth_mac_ok(kbm, &bu->covered, &rx->dst, rx->buf, rx->len);
}

/* Was the node given one of these tokens before the router lost its memory? */
static enum dar_mac bu_check_derived(const struct dar_bu *bu,
				     const struct dar_facts *f,
				     struct dar_verdict *v)
{
	int i;

	for (i = 0; i < DAR_TOKENS; i++) {
		v->epoch = f->epoch - i / DAR_TURNS;
		v->turn = i % DAR_TURNS;
		if (bu_mac_fits(bu, f, f->derived[i], &v->kbm))
			return DAR_MAC_DERIVED;
	}
	return DAR_MAC_WRONG;
}

/* Which token fits?  Its key is in the verdict then. */
static enum dar_mac bu_check_tokens(const struct dar_bu *bu,
				    const struct dar_facts *f,
				    struct dar_verdict *v)
{
	const struct dar_binding_data *held = f->held;

	if (held->has_phkt && bu_mac_fits(bu, f, held->phkt, &v->kbm))
		return DAR_MAC_PHKT;
	if (held->has_former && bu_mac_fits(bu, f, held->former, &v->kbm))
		return DAR_MAC_FORMER;
	if (dar_decide_recalls(bu, held))
		return bu_check_derived(bu, f, v);
	return DAR_MAC_WRONG;
}

/*
 * Beside a signature the authenticator only has to prove the care-of address, and a
 * node that has no PHKT keys it with the care-of token alone.
 */
static enum dar_mac bu_check_mac(const struct dar_bu *bu,
				 const struct dar_facts *f,
				 struct dar_verdict *v)
{
	bool cga = bu->proof == DAR_PROOF_CGA;

	if (bu->nonce && !f->careof_known)
		return DAR_MAC_NONE;
	if (cga ? !bu->nonce : bu->proof != DAR_PROOF_PHKT)
		return DAR_MAC_NONE;
	if (cga && bu_mac_fits(bu, f, fama_auth_no_token, &v->kbm))
		return DAR_MAC_CAREOF;
	return bu_check_tokens(bu, f, v);
}

static bool bu_by_token(const struct dar_verdict *v)
{
	return v->mac >= DAR_MAC_PHKT;
}

/*
 * A token that we have given proves that its node was a guest, although nobody
 * remembers it.  A key that may have left the list of admitted ones proves nothing.
 */
static bool bu_fails_admission(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	if (f->admitted || (f->policy->admit == DAR_ADMIT_ATTACHED &&
			    v->mac == DAR_MAC_DERIVED))
		return false;
	v->keyed = false;
	return bu_refuse(v, DAR_STAT_NOT_ADMITTED, FAMA_BA_PROHIBITED);
}

/*
 * A wrong authenticator is dropped silently (RFC 6275 section 9.5.1).  If the secret
 * of the tokens is gone together with the memory, the node has to hear of that.
 */
static bool bu_fails_mac(const struct dar_facts *f, struct dar_verdict *v,
			 const struct dar_bu *bu)
{
	if (v->mac != DAR_MAC_WRONG)
		return false;
	if (bu->proof == DAR_PROOF_PHKT && !f->held->has_phkt && !f->lasting)
		return bu_refuse(v, DAR_STAT_NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE);
	return bu_drop(v, DAR_STAT_BAD_MAC);
}

/*
 * A node never sends a number twice, so that this is a copy.  Who does not know the
 * key of the address is not told so.
 */
static bool bu_is_copy(const struct dar_bu *bu, const struct dar_facts *f)
{
	return bu->rx->mh.bu.seq == f->held->seq;
}

/*
 * Check the sequence number (RFC 6275 section 9.5.1).  Only the node itself is told
 * the number that was accepted last: who has the PHKT, or the key, whose signature is
 * verified first.  Others are answered as if the number were right.
 */
static bool bu_fails_sequence(const struct dar_bu *bu,
			      const struct dar_facts *f,
			      struct dar_verdict *v)
{
	if (!f->held->version ||
	    fama_seq_newer(bu->rx->mh.bu.seq, f->held->seq))
		return false;
	if (f->hashed && !f->fresh && bu_is_copy(bu, f))
		return bu_drop(v, DAR_STAT_OLD_SEQUENCE);
	if (!bu_by_token(v) && !f->fresh)
		return false;
	v->seq = f->held->seq;
	return bu_refuse(v, DAR_STAT_OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW);
}

static bool bu_fails_freshness(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	v->mac = bu_check_mac(bu, f, v);
	v->keyed = bu_by_token(v);
	v->known |= v->mac == DAR_MAC_DERIVED &&
		    f->policy->admit == DAR_ADMIT_ATTACHED;
	return bu_fails_admission(bu, f, v) || bu_fails_mac(f, v, bu) ||
	       bu_fails_sequence(bu, f, v);
}

/*
 * Does the node ask for an early token?  This is a deregistration that is sent
 * from the home address itself while the cache has no entry.
 */
static bool bu_is_early(const struct dar_bu *bu, const struct dar_facts *f)
{
	return bu->dereg && !bu->rx->hao && !f->held->version;
}

/* Is a key of this size allowed?  Its signatures have the size of its modulus. */
static bool bu_key_allowed(const struct dar_bu *bu, const struct dar_facts *f)
{
	switch (bu->rx->mh.opt.sig_len) {
	case 1024 / 8:
		return f->policy->key_sizes & DAR_KEY_SIZE_1024;
	case 1536 / 8:
		return f->policy->key_sizes & DAR_KEY_SIZE_1536;
	case 2048 / 8:
		return f->policy->key_sizes & DAR_KEY_SIZE_2048;
	default:	/* dar_decide_cga() refuses all other sizes */
		return true;
	}
}

/* The end of a binding of which nothing is held: only its node, at home, is noted. */
static bool bu_ends_nothing(const struct dar_bu *bu, const struct dar_facts *f)
{
	return bu->dereg && bu->rx->hao && !f->held->version;
}

static bool bu_fails_cga(const struct dar_bu *bu, const struct dar_facts *f,
			 struct dar_verdict *v)
{
	/* Away from home there is no binding to end, and no early token. */
	if (bu_ends_nothing(bu, f))
		return bu_refuse(v, DAR_STAT_UNKNOWN_BINDING,
				 FAMA_BA_NOT_HOME_AGENT);
	if (bu_is_early(bu, f) && !f->policy->early)
		return bu_refuse(v, DAR_STAT_EARLY_OFF,
				 FAMA_BA_NOT_HOME_AGENT);
	if (!bu->rx->mh.opt.sig)
		return bu_refuse(v, DAR_STAT_BAD_SIGNATURE,
				 FAMA_BA_CGA_FAILED);
	if (fama_cga_sec(&bu->home) < f->policy->min_sec)
		return bu_refuse(v, DAR_STAT_LOW_SEC, FAMA_BA_CGA_FAILED);
	if (!bu_key_allowed(bu, f))
		return bu_refuse(v, DAR_STAT_KEY_SIZE, FAMA_BA_CGA_FAILED);
	return false;
}

/*
 * A token is to be replaced while sequence numbers are left (RFC 4866 section 4.9),
 * and when it is older than what a router without memory would accept.  The latter
 * can wait until nothing moves.
 */
static bool bu_token_is_old(const struct dar_bu *bu, const struct dar_facts *f)
{
	const struct dar_binding_data *held = f->held;

	if (bu->dereg || !held->version)
		return false;
	return dar_token_worn(held, bu->rx->mh.bu.seq) ||
	       ((u16)(f->epoch - held->epoch) >= DAR_EPOCHS && held->active &&
		ipv6_addr_equal(&held->coa, &bu->rx->src));
}

static bool bu_fails_token(const struct dar_bu *bu, const struct dar_facts *f,
			   struct dar_verdict *v)
{
	if (bu_ends_nothing(bu, f))
		return bu_refuse(v, DAR_STAT_UNKNOWN_BINDING,
				 FAMA_BA_NOT_HOME_AGENT);
	if (bu_token_is_old(bu, f))
		return bu_refuse(v, DAR_STAT_NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE);
	return false;
}

/*
 * Does the message offer the proof that is needed (RFC 4866 section 4.2)?  As we can
 * make a PHKT for every address, a message without one is answered in the same way
 * whether there is a binding or not.  A message whose nonce is not known any more is
 * refused for that.
 */
static bool bu_fails_proof(const struct dar_bu *bu, const struct dar_facts *f,
			   struct dar_verdict *v)
{
	if (bu->proof == DAR_PROOF_CGA)
		return bu_fails_cga(bu, f, v);
	if (bu->proof == DAR_PROOF_PHKT)
		return bu_by_token(v) && bu_fails_token(bu, f, v);
	return bu_refuse(v, f->held->has_phkt ? DAR_STAT_PHKT_EXISTS :
						DAR_STAT_UNAUTHENTICATED,
			 FAMA_BA_PHKT_EXISTS);
}

/* Without the nonce there is no key for the answer (RFC 6275 section 9.5.4). */
static bool bu_refuse_nonce(struct dar_verdict *v)
{
	v->keyed = false;
	return bu_refuse(v, DAR_STAT_CAREOF_NONCE, FAMA_BA_CAREOF_NONCE);
}

/*
 * Who has the PHKT is given the care-of token together with the refusal.  So a known
 * node need not take its turn among the Care-of Test Inits of everybody.
 */
static bool bu_refuse_untested(struct dar_verdict *v, bool asks)
{
	v->give_careof = v->keyed && asks;
	return bu_refuse(v, DAR_STAT_CAREOF_MISSING, FAMA_BA_CAREOF_NONCE);
}

/* A care-of address remains proven as long as the node does not leave it. */
static bool bu_careof_proven(const struct dar_bu *bu,
			     const struct dar_facts *f)
{
	return bu->nonce ||
	       (f->held->active && f->held->state == DAR_BINDING_VERIFIED &&
		ipv6_addr_equal(&f->held->coa, &bu->rx->src));
}

/*
 * Can it be no replay of a message that was accepted before we lost our memory?  What
 * a token authenticates is newer than the entry that has the token, unless that is older
 * than the loss itself.  Nonces are newer than the loss.
 */
static bool bu_is_news(const struct dar_bu *bu, const struct dar_facts *f)
{
	return f->held->version &&
	       (f->held->tested ||
		(bu->proof == DAR_PROOF_PHKT && !f->held->aged));
}

/* Is the care-of address proven as the policy demands (RFC 4866 section 4.2)? */
static bool bu_fails_careof(const struct dar_bu *bu, const struct dar_facts *f,
			    struct dar_verdict *v)
{
	bool asks = fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_COT_INIT);

	v->state = DAR_BINDING_VERIFIED;
	if (bu->dereg)
		return false;
	if (bu->nonce && !f->careof_known)
		return bu_refuse_nonce(v);
	if (f->policy->mode == DAR_CARE_OF_TEST_OFF || bu_careof_proven(bu, f))
		return false;
	v->state = DAR_BINDING_UNVERIFIED;
	if (f->policy->mode == DAR_CARE_OF_TEST_CONCURRENT && asks &&
	    bu_is_news(bu, f))
		return false;
	return bu_refuse_untested(v, asks);
}

/* Return: lifetime granted, in units of 4 s; 0 if the prefix is about to expire. */
static u16 bu_lifetime(const struct dar_bu *bu, const struct dar_facts *f,
		       u8 state)
{
	u32 cap = f->policy->lifetime_max;

	if (state != DAR_BINDING_VERIFIED)
		cap = min(cap, f->unverified);
	cap = max_t(u32, cap / FAMA_MH_LIFETIME_UNIT, 1);
	cap = min_t(u32, cap, DAR_LIFETIME_MAX);
	return min3((u32)bu->rx->mh.bu.lifetime, cap,
		    f->valid / FAMA_MH_LIFETIME_UNIT);
}

/*
 * Is the node known?  What only the neighbour table has shown is not enough, because
 * any neighbour can make it show an address.
 */
static bool bu_is_known(const struct dar_bu *bu, const struct dar_facts *f)
{
	return f->held->known || (bu->dereg && f->at_home) ||
	       f->policy->admit == DAR_ADMIT_KEYS;
}

/* Is there a place for the binding, or one that makes room for it? */
static bool bu_has_room(const struct dar_facts *f,
			const struct dar_verdict *v)
{
	return f->held->active || !f->full ||
	       (f->lowest != DAR_RANK_PROVEN &&
		dar_rank_yields(f->lowest, dar_rank(v->state, v->known)));
}

/* Nobody else vouches for an unknown node: its prefix has no more than its share. */
static bool bu_has_share(const struct dar_facts *f, const struct dar_verdict *v)
{
	return f->held->active || v->known || !f->crowded;
}

static bool bu_fails_resources(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	if (bu->dereg)
		return false;
	if (f->draining && !f->held->active)
		return bu_refuse(v, DAR_STAT_DRAINING, FAMA_BA_NO_RESOURCES);
	v->lifetime = bu_lifetime(bu, f, v->state);
	if (!v->lifetime)
		return bu_refuse(v, DAR_STAT_PREFIX_EXPIRED,
				 FAMA_BA_NOT_HOME_SUBNET);
	if (bu_has_room(f, v) && bu_has_share(f, v))
		return false;
	v->lifetime = 0;
	return bu_refuse(v, bu_has_share(f, v) ? DAR_STAT_CACHE_FULL :
						 DAR_STAT_CACHE_SHARE,
			 FAMA_BA_NO_RESOURCES);
}

/* Detection precedes the first binding only (RFC 6275 section 10.3.1). */
static bool bu_wants_detection(const struct dar_bu *bu,
			       const struct dar_facts *f)
{
	return f->policy->dad && !f->detected && !bu->dereg &&
	       !f->held->active;
}

/* Add what not every acceptance carries: a care-of token, a refresh advice. */
static void bu_add_extras(const struct dar_bu *bu, const struct dar_facts *f,
			  struct dar_verdict *v)
{
	u32 refresh = f->policy->refresh / FAMA_MH_LIFETIME_UNIT;

	if (bu->dereg)
		return;
	/* A verified node needs no further token. */
	v->give_careof = v->state == DAR_BINDING_UNVERIFIED &&
			 fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_COT_INIT);
	/*
	 * The interval must be shorter than the lifetime (RFC 6275 6.2.4).  A
	 * care-of address without proof is sent no larger answer than it must be.
	 */
	if (v->state == DAR_BINDING_VERIFIED && refresh < v->lifetime)
		v->refresh = refresh;
}

static enum dar_action bu_action(const struct dar_bu *bu,
				 const struct dar_facts *f)
{
	if (bu->proof == DAR_PROOF_CGA && !f->fresh)
		return DAR_VERIFY;
	if (bu_wants_detection(bu, f))
		return DAR_DETECT;
	return bu->dereg ? DAR_UNBIND : DAR_BIND;
}

struct dar_verdict dar_decide(const struct dar_bu *bu,
			      const struct dar_facts *facts)
{
	struct dar_verdict v = {
		.seq = bu->rx->mh.bu.seq,
		.known = bu_is_known(bu, facts),
		.at_home = facts->at_home,
	};

	if (bu_fails_addresses(bu, facts, &v) ||
	    bu_fails_freshness(bu, facts, &v) ||
	    bu_fails_proof(bu, facts, &v) ||
	    bu_fails_careof(bu, facts, &v) ||
	    bu_fails_resources(bu, facts, &v))
		return v;

	v.status = facts->draining && !bu->dereg ? FAMA_BA_PREFIX_DISCOVERY :
						   FAMA_BA_ACCEPTED;
	v.keyed = true;
	/* Otherwise v.kbm is the key of the message's authenticator. */
	if (facts->fresh)
		bu_make_kbm(bu, facts, facts->fresh, &v.kbm);
	bu_add_extras(bu, facts, &v);
	v.action = bu_action(bu, facts);
	return v;
}

bool dar_decide_cga(const struct dar_bu *bu, const u8 *params, size_t len,
		    struct dar_verdict *verdict)
{
	struct fama_spki spki;

	*verdict = (struct dar_verdict){ .seq = bu->rx->mh.bu.seq };
	if (fama_cga_verify(&bu->home, params, len) != FAMA_CGA_OK)
		return !bu_refuse(verdict, DAR_STAT_BAD_CGA,
				  FAMA_BA_CGA_FAILED);
	if (fama_spki_parse(params + FAMA_CGA_KEY_OFF, len - FAMA_CGA_KEY_OFF,
			    &spki) ||
	    fama_spki_usable(&spki, FAMA_KEY_ANY))
		return !bu_refuse(verdict, DAR_STAT_BAD_KEY,
				  FAMA_BA_CGA_FAILED);
	if (bu->rx->mh.opt.sig_len != spki.n_len)
		return !bu_refuse(verdict, DAR_STAT_BAD_SIGNATURE,
				  FAMA_BA_CGA_FAILED);
	return true;
}
