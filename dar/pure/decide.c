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

/*
 * The care-of address must be the source of the packet, because this is the
 * address that a care-of test proves: a different Alternate Care-of Address could
 * direct traffic to a third party.  A care-of address that is bound here, or
 * anchored here, would make a forwarding loop.
 */
static bool bu_careof_bad(const struct dar_bu *bu, const struct dar_facts *f)
{
	const struct fama_mhopt *opt = &bu->rx->mh.opt;

	return !fama_mhopt_has(opt, FAMA_OPT_ALT_COA) ||
	       !ipv6_addr_equal(&opt->alt_coa, &bu->rx->src) ||
	       dar_address_same_prefix(&opt->alt_coa, &bu->home) ||
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
	 * If the u and g bits could be set, several addresses would match the
	 * same CGA parameters (RFC 3972 section 7.1).
	 */
	if (fama_cga_ug(&bu->home) || ipv6_addr_equal(&bu->home, &rx->dst))
		return bu_refuse(v, DAR_STAT_BAD_HOME, FAMA_BA_NOT_HOME_SUBNET);
	if (!bu->dereg && bu_careof_bad(bu, f))
		return bu_refuse(v, DAR_STAT_BAD_CAREOF, FAMA_BA_BAD_CAREOF);
	if (!f->admitted)
		return bu_refuse(v, DAR_STAT_NOT_ADMITTED, FAMA_BA_PROHIBITED);
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

/*
 * The token that an authenticator was keyed with.  Beside a signature the
 * authenticator only has to prove the care-of address, and a node that has no
 * PHKT keys it with the care-of token alone.
 */
enum bu_mac { BU_MAC_NONE, BU_MAC_WRONG, BU_MAC_CAREOF, BU_MAC_PHKT };

/* @kbm: result: the key that fits, if one does. */
static enum bu_mac bu_check_mac(const struct dar_bu *bu,
				const struct dar_facts *f,
				struct hmac_sha1_key *kbm)
{
	bool cga = bu->proof == DAR_PROOF_CGA;

	if (bu->nonce && !f->careof_known)
		return BU_MAC_NONE;
	if (cga ? !bu->nonce :
		  bu->proof != DAR_PROOF_PHKT || !f->held->has_phkt)
		return BU_MAC_NONE;
	if (cga && bu_mac_fits(bu, f, fama_auth_no_token, kbm))
		return BU_MAC_CAREOF;
	if (f->held->has_phkt && bu_mac_fits(bu, f, f->held->phkt, kbm))
		return BU_MAC_PHKT;
	return BU_MAC_WRONG;
}

/*
 * Check the sequence number (RFC 6275 section 9.5.1), then the authenticator.  A
 * refusal tells every sender the number that was accepted last, but only the
 * holder of the PHKT gets it with an authenticator.
 */
static bool bu_fails_freshness(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	enum bu_mac mac = bu_check_mac(bu, f, &v->kbm);

	v->keyed = mac == BU_MAC_PHKT;
	if (f->held->version &&
	    !fama_seq_newer(bu->rx->mh.bu.seq, f->held->seq)) {
		v->seq = f->held->seq;
		return bu_refuse(v, DAR_STAT_OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW);
	}
	if (mac == BU_MAC_WRONG)
		return bu_drop(v, DAR_STAT_BAD_MAC);
	return false;
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

static bool bu_fails_cga(const struct dar_bu *bu, const struct dar_facts *f,
			 struct dar_verdict *v)
{
	/* Away from home there is no binding to end, and no early token. */
	if (bu->dereg && bu->rx->hao && !f->held->version)
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

/* Does the message offer the proof that is needed (RFC 4866 section 4.4)? */
static bool bu_fails_proof(const struct dar_bu *bu, const struct dar_facts *f,
			   struct dar_verdict *v)
{
	if (bu->proof == DAR_PROOF_CGA)
		return bu_fails_cga(bu, f, v);
	if (bu->proof == DAR_PROOF_PHKT && f->held->has_phkt)
		return false;
	if (f->held->has_phkt)
		return bu_refuse(v, DAR_STAT_PHKT_EXISTS, FAMA_BA_PHKT_EXISTS);
	if (bu->proof == DAR_PROOF_NONE)
		return bu_drop(v, DAR_STAT_UNAUTHENTICATED);
	return bu_refuse(v, DAR_STAT_NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE);
}

/* This refusal never has an authenticator (RFC 6275 section 9.5.4). */
static bool bu_refuse_careof(struct dar_verdict *v, enum dar_stat reason)
{
	v->keyed = false;
	return bu_refuse(v, reason, FAMA_BA_CAREOF_NONCE);
}

/* A care-of address remains proven as long as the node does not leave it. */
static bool bu_careof_proven(const struct dar_bu *bu,
			     const struct dar_facts *f)
{
	return bu->nonce ||
	       (f->held->active && f->held->state == DAR_BINDING_VERIFIED &&
		ipv6_addr_equal(&f->held->coa, &bu->rx->src));
}

/* Is the care-of address proven as the policy demands (RFC 4866 section 4.4)? */
static bool bu_fails_careof(const struct dar_bu *bu, const struct dar_facts *f,
			    struct dar_verdict *v)
{
	bool asks = fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_COT_INIT);

	v->state = DAR_BINDING_VERIFIED;
	if (bu->dereg)
		return false;
	if (bu->nonce && !f->careof_known)
		return bu_refuse_careof(v, DAR_STAT_CAREOF_NONCE);
	if (f->policy->mode == DAR_CARE_OF_TEST_OFF || bu_careof_proven(bu, f))
		return false;
	v->state = DAR_BINDING_UNVERIFIED;
	if (f->policy->mode == DAR_CARE_OF_TEST_CONCURRENT && asks)
		return false;
	return bu_refuse_careof(v, DAR_STAT_CAREOF_MISSING);
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
	};

	if (bu_fails_addresses(bu, facts, &v) ||
	    bu_fails_freshness(bu, facts, &v) ||
	    bu_fails_proof(bu, facts, &v) ||
	    bu_fails_careof(bu, facts, &v) ||
	    bu_fails_resources(bu, facts, &v))
		return v;

	v.status = FAMA_BA_ACCEPTED;
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
