// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include <fama/auth.h>

#include "dar.h"

/*
 * Header 12, Binding Refresh Advice 4, PHKT 2 + 192, Care-of Test 10, Nonce
 * Indices 6, padding, authenticator 14, rounded up to 8.
 */
#define ACK_MAX_LEN	248

static void ack_authenticate(const struct dar_bu *bu,
			     const struct dar_verdict *v, const u8 *phkt,
			     u8 *buf, size_t len, u8 *auth)
{
	u8 kbm[FAMA_KBM_LEN];

	fama_auth_kbm(kbm, phkt, bu->dereg ? NULL : v->careof);
	fama_auth_mac(auth, kbm, &bu->covered, &bu->rx->dst, buf, len);
	memzero_explicit(kbm, sizeof(kbm));
}

/*
 * The option has no room for the index, which RFC 4866 section 4.1 nevertheless
 * has the node take from it: Nonce Indices, which a BU names it with, tell it.
 */
static void ack_give_careof(struct dar_net *dn, const struct dar_bu *bu,
			    struct fama_mhopt *opt)
{
	opt->present |= BIT(FAMA_OPT_COT) | BIT(FAMA_OPT_NONCES);
	opt->careof_nonce = dar_rr_token(&dn->rr, ktime_get_boottime_ns(),
					 &bu->rx->src, opt->cot);
}

static int ack_build(struct dar_net *dn, const struct dar_bu *bu, const struct dar_verdict *v,
		     const u8 *phkt, const struct dar_fresh *fresh,
		     u8 buf[ACK_MAX_LEN])
{
	struct fama_mh mh = {
		.type = FAMA_MH_BA,
		.ba.status = v->status,
		.ba.seq = v->seq,
		.ba.lifetime = v->lifetime,
	};
	struct fama_mh_fixup fix = {};
	int len;

	if (fresh) {
		mh.opt.present |= BIT(FAMA_OPT_PHKT);
		mh.opt.phkt = fresh->cipher;
		mh.opt.phkt_len = fresh->cipher_len;
	}
	if (v->refresh) {
		mh.opt.present |= BIT(FAMA_OPT_REFRESH);
		mh.opt.refresh = v->refresh;
	}
	if (v->give_careof)
		ack_give_careof(dn, bu, &mh.opt);
	if (v->keyed)
		mh.opt.present |= BIT(FAMA_OPT_AUTH);
	len = fama_mh_build(&mh, buf, ACK_MAX_LEN, &fix);
	if (len > 0 && fix.auth)
		ack_authenticate(bu, v, phkt, buf, len, fix.auth);
	memzero_explicit(mh.opt.cot, sizeof(mh.opt.cot));
	return len;
}

/* To the source of the Binding Update, whatever care-of address it names. */
static int ack_transmit(struct dar_net *dn, const struct dar_bu *bu,
			u8 *buf, size_t len)
{
	const struct fama_mhio_rx *rx = bu->rx;
	struct fama_mhio_tx tx = {
		.src = &rx->dst,
		.dst = &rx->src,
		.rh2 = rx->hao ? &bu->home : NULL,
	};

	return fama_mhio_send(dn->net, &tx, buf, len);
}

void dar_ack_send(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v, const u8 *phkt,
		  const struct dar_fresh *fresh)
{
	u8 buf[ACK_MAX_LEN];
	int len;

	len = ack_build(dn, bu, v, phkt, fresh, buf);
	if (len < 0 || ack_transmit(dn, bu, buf, len)) {
		dar_stats_inc(dn, DAR_STAT_TX_BA_FAILED);
		return;
	}
	dar_stats_inc(dn, DAR_STAT_TX_BA);
	dar_notify_ba(dn, bu, v);
}
