// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>
#include <net/ipv6.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/spki.h>

#include "decide.h"

bool dar_address_usable(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK |
			 IPV6_ADDR_MAPPED));
}

bool dar_prefix_equal(const struct in6_addr *a, const struct in6_addr *b)
{
	return ipv6_prefix_equal(a, b, 64);
}

/* RFC 4866 section 4.4, without its case that wants a home nonce (150). */
static enum dar_proof bu_proof(const struct fama_mhopt *opt)
{
	if (fama_mhopt_has(opt, FAMA_OPT_CGA))
		return DAR_PROOF_CGA;
	if (!fama_mhopt_has(opt, FAMA_OPT_AUTH))
		return DAR_PROOF_NONE;
	if (fama_mhopt_has(opt, FAMA_OPT_NONCES) && opt->home_nonce)
		return DAR_PROOF_REACHABLE;
	return DAR_PROOF_PHKT;
}

void dar_bu_read(struct dar_bu *bu, const struct fama_mhio_rx *rx)
{
	bu->rx = rx;
	bu->home = rx->hao ? rx->home : rx->src;
	bu->dereg = !rx->mh.bu.lifetime;
	bu->covered = bu->dereg ? bu->home : rx->src;
	bu->proof = bu_proof(&rx->mh.opt);
}

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

struct dar_verdict dar_bu_refusal(const struct dar_bu *bu,
				  enum dar_stat reason, u8 status)
{
	struct dar_verdict v = { .seq = bu->rx->mh.bu.seq };

	bu_refuse(&v, reason, status);
	return v;
}

/*
 * The care-of address is the source of the packet: an Alternate Care-of
 * Address that says otherwise could point traffic at a third party, and there
 * is no care-of test that would notice.
 */
static bool bu_careof_bad(const struct dar_bu *bu)
{
	const struct fama_mhopt *opt = &bu->rx->mh.opt;

	return !fama_mhopt_has(opt, FAMA_OPT_ALT_COA) ||
	       !ipv6_addr_equal(&opt->alt_coa, &bu->rx->src) ||
	       ipv6_addr_equal(&opt->alt_coa, &bu->home);
}

/* RFC 6275 section 10.3.1; addresses that must not even get an answer first */
static bool bu_fails_addresses(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	const struct fama_mhio_rx *rx = bu->rx;

	if (!dar_address_usable(&bu->home))
		return bu_drop(v, DAR_STAT_BAD_HOME);
	if (!dar_address_usable(&rx->src))
		return bu_drop(v, DAR_STAT_BAD_CAREOF);
	if (!f->local)
		return bu_drop(v, DAR_STAT_NOT_ADDRESSED);
	if (!(rx->mh.bu.flags & FAMA_BU_HOME))
		return bu_drop(v, DAR_STAT_NO_HOME_FLAG);
	if (!f->serving)
		return bu_refuse(v, DAR_STAT_NOT_SERVING,
				 FAMA_BA_NOT_SUPPORTED);
	if (!f->anchored)
		return bu_refuse(v, DAR_STAT_FOREIGN_HOME,
				 FAMA_BA_NOT_HOME_SUBNET);
	/* One parameter set makes several addresses otherwise (RFC 3972 7.1) */
	if (fama_cga_ug(&bu->home) || ipv6_addr_equal(&bu->home, &rx->dst))
		return bu_refuse(v, DAR_STAT_BAD_HOME, FAMA_BA_NOT_HOME_SUBNET);
	if (!bu->dereg && bu_careof_bad(bu))
		return bu_refuse(v, DAR_STAT_BAD_CAREOF, FAMA_BA_BAD_CAREOF);
	return false;
}

/* A care-of token that the message was keyed with, besides the PHKT. */
static bool bu_has_careof_nonce(const struct dar_bu *bu)
{
	return !bu->dereg &&
	       fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_NONCES) &&
	       bu->rx->mh.opt.careof_nonce;
}

/* Is there an authenticator, and all that it takes to check it. */
static bool bu_can_check_mac(const struct dar_bu *bu,
			     const struct dar_facts *f)
{
	return bu->proof == DAR_PROOF_PHKT && f->held->has_phkt &&
	       !bu_has_careof_nonce(bu);
}

static bool bu_mac_ok(const struct dar_bu *bu, const struct dar_facts *f)
{
	const struct fama_mhio_rx *rx = bu->rx;
	u8 kbm[FAMA_KBM_LEN];
	bool ok;

	fama_auth_kbm(kbm, f->held->phkt,
		      bu->dereg ? NULL : fama_auth_no_token);
	ok = fama_auth_mac_ok(kbm, &bu->covered, &rx->dst, rx->buf, rx->len);
	memzero_explicit(kbm, sizeof(kbm));
	return ok;
}

/*
 * Sequence number (RFC 6275 section 9.5.1), then the authenticator.  A refusal
 * tells the number accepted last to whoever asks, but only to the holder of
 * the PHKT in a way that can be believed.
 */
static bool bu_fails_freshness(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	bool checkable = bu_can_check_mac(bu, f);

	v->keyed = checkable && bu_mac_ok(bu, f);
	if (f->held->version &&
	    !fama_seq_newer(bu->rx->mh.bu.seq, f->held->seq)) {
		v->seq = f->held->seq;
		return bu_refuse(v, DAR_STAT_OLD_SEQUENCE, FAMA_BA_SEQ_WINDOW);
	}
	if (checkable && !v->keyed)
		return bu_drop(v, DAR_STAT_BAD_MAC);
	return false;
}

static bool bu_fails_cga(const struct dar_bu *bu, const struct dar_facts *f,
			 struct dar_verdict *v)
{
	/* At home it leaves a PHKT; elsewhere there is nothing to end. */
	if (bu->dereg && bu->rx->hao && !f->held->version)
		return bu_refuse(v, DAR_STAT_UNKNOWN_BINDING,
				 FAMA_BA_NOT_HOME_AGENT);
	if (!bu->rx->mh.opt.sig)
		return bu_refuse(v, DAR_STAT_BAD_SIGNATURE,
				 FAMA_BA_CGA_FAILED);
	return false;
}

/* Is what the message offers what the DAR wants (RFC 4866 section 4.4). */
static bool bu_fails_proof(const struct dar_bu *bu, const struct dar_facts *f,
			   struct dar_verdict *v)
{
	if (bu->proof == DAR_PROOF_CGA)
		return bu_fails_cga(bu, f, v);
	if (bu->proof == DAR_PROOF_PHKT && f->held->has_phkt) {
		if (bu_has_careof_nonce(bu))
			return bu_refuse(v, DAR_STAT_CAREOF_NONCE,
					 FAMA_BA_CAREOF_NONCE);
		return false;
	}
	if (f->held->has_phkt)
		return bu_refuse(v, DAR_STAT_PHKT_EXISTS, FAMA_BA_PHKT_EXISTS);
	if (bu->proof == DAR_PROOF_NONE)
		return bu_drop(v, DAR_STAT_UNAUTHENTICATED);
	return bu_refuse(v, DAR_STAT_NO_PHKT, FAMA_BA_PHKT_UNAVAILABLE);
}

static bool bu_fails_resources(const struct dar_bu *bu,
			       const struct dar_facts *f,
			       struct dar_verdict *v)
{
	if (bu->dereg)
		return false;
	v->lifetime = min3((u32)bu->rx->mh.bu.lifetime, (u32)DAR_LIFETIME_MAX,
			   f->valid / FAMA_MH_LIFETIME_UNIT);
	if (!v->lifetime)
		return bu_refuse(v, DAR_STAT_PREFIX_EXPIRED,
				 FAMA_BA_NOT_HOME_SUBNET);
	if (f->held->active || !f->full)
		return false;
	v->lifetime = 0;
	return bu_refuse(v, DAR_STAT_CACHE_FULL, FAMA_BA_NO_RESOURCES);
}

struct dar_verdict dar_bu_decide(const struct dar_bu *bu,
				 const struct dar_facts *facts)
{
	struct dar_verdict v = { .seq = bu->rx->mh.bu.seq };

	if (bu_fails_addresses(bu, facts, &v) ||
	    bu_fails_freshness(bu, facts, &v) ||
	    bu_fails_proof(bu, facts, &v) ||
	    bu_fails_resources(bu, facts, &v))
		return v;

	v.status = FAMA_BA_ACCEPTED;
	v.keyed = true;
	if (bu->proof == DAR_PROOF_CGA && !facts->verified)
		v.action = DAR_VERIFY;
	else
		v.action = bu->dereg ? DAR_UNBIND : DAR_BIND;
	return v;
}

bool dar_bu_check_cga(const struct dar_bu *bu, const u8 *params, size_t len,
		      struct dar_verdict *verdict)
{
	struct fama_spki spki;

	*verdict = (struct dar_verdict){ .seq = bu->rx->mh.bu.seq };
	if (fama_cga_verify(&bu->home, params, len) != FAMA_CGA_OK)
		return !bu_refuse(verdict, DAR_STAT_BAD_CGA,
				  FAMA_BA_CGA_FAILED);
	if (fama_spki_parse(params + FAMA_CGA_KEY_OFF, len - FAMA_CGA_KEY_OFF,
			    &spki) ||
	    fama_spki_usable(&spki))
		return !bu_refuse(verdict, DAR_STAT_BAD_KEY,
				  FAMA_BA_CGA_FAILED);
	if (bu->rx->mh.opt.sig_len != spki.n_len)
		return !bu_refuse(verdict, DAR_STAT_BAD_SIGNATURE,
				  FAMA_BA_CGA_FAILED);
	return true;
}
