// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <fama/auth.h>

#include "../state/limit.h"
#include "ack.h"
#include "event.h"
#include "pay.h"

/* Message without a PHKT: header 12, small options, authenticator 14, padding. */
#define ACK_MAX_LEN	64

/* A PHKT of 4 + 256, CGA parameters of 3 * 2 + 537, a signature of 4 + 256. */
#define ACK_LARGE_LEN	(ACK_MAX_LEN + 1064)

/**
 * struct ack_large - buffers for an answer that delivers a PHKT
 * @params_len: octets of CGA parameters, 0: the answer is not signed
 * @params: CGA parameters of our address
 * @sig: signature in one piece
 * @buf: the message
 */
struct ack_large {
	size_t params_len;
	u8 params[DAR_SIGNER_PARAMS_MAX];
	u8 sig[FAMA_PKI_MAX_LEN];
	u8 buf[ACK_LARGE_LEN];
};

/*
 * The Care-of Test option has no field for the index of the nonce, although RFC
 * 4866 section 4.1 lets the node take the index from it.  So a Nonce Indices option
 * carries it, as in a Binding Update.
 */
static void ack_give_careof(struct dar_net *dn, const struct dar_bu *bu,
			    struct fama_mhopt *opt)
{
	opt->present |= BIT(FAMA_OPT_COT) | BIT(FAMA_OPT_NONCES);
	opt->careof_nonce = dar_rr_token(&dn->rr, ktime_get_boottime_ns(),
					 &bu->rx->src, opt->cot);
}

static void ack_want_signature(const struct dar_net *dn,
			       const struct ack_large *large,
			       struct fama_mhopt *opt)
{
	opt->present |= BIT(FAMA_OPT_CGA) | BIT(FAMA_OPT_SIGNATURE);
	opt->cga = large->params;
	opt->cga_len = large->params_len;
	opt->sig_len = dar_signer_len(&dn->signer);
}

/*
 * The signature covers the addresses in the order of the Binding Update (RFC 4866
 * section 4.5).
 */
static int ack_sign(struct dar_net *dn, const struct dar_bu *bu,
		    struct ack_large *large, const struct fama_mhopt_fixup *fix)
{
	u8 digest[SHA1_DIGEST_SIZE];
	int err;

	fama_auth_digest(digest, &bu->covered, &bu->rx->dst, large->buf,
			 fix->signed_len);
	err = dar_signer_sign(&dn->signer, digest, large->sig);
	if (!err)
		fama_mhopt_put_sig(fix, large->sig, dar_signer_len(&dn->signer));
	return err;
}

static void ack_options(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_verdict *v,
			const struct dar_phkt *fresh,
			const struct ack_large *large, struct fama_mhopt *opt)
{
	if (fresh) {
		opt->present |= BIT(FAMA_OPT_PHKT);
		opt->phkt = fresh->cipher;
		opt->phkt_len = fresh->cipher_len;
	}
	if (v->refresh) {
		opt->present |= BIT(FAMA_OPT_REFRESH);
		opt->refresh = v->refresh;
	}
	if (v->give_careof)
		ack_give_careof(dn, bu, opt);
	if (large && large->params_len)
		ack_want_signature(dn, large, opt);
	if (v->keyed)
		opt->present |= BIT(FAMA_OPT_AUTH);
}

/* @large: buffers of an answer with a PHKT, of which @buf is one; or NULL. */
static int ack_build(struct dar_net *dn, const struct dar_bu *bu,
		     const struct dar_verdict *v,
		     const struct dar_phkt *fresh, struct ack_large *large,
		     u8 *buf, size_t size)
{
	struct fama_mh mh = {
		.type = FAMA_MH_BA,
		.ba.status = v->status,
		.ba.seq = v->seq,
		.ba.lifetime = v->lifetime,
	};
	struct fama_mhopt_fixup fix = {};
	int len;

	ack_options(dn, bu, v, fresh, large, &mh.opt);
	len = fama_mh_build(&mh, buf, size, &fix);
	if (len > 0 && fix.sig && ack_sign(dn, bu, large, &fix))
		len = -ENOKEY;
	/* ORDER: the authenticator covers the signature. */
	if (len > 0 && fix.auth)
		fama_auth_mac(fix.auth, &v->kbm, &bu->covered, &bu->rx->dst,
			      buf, len);
	memzero_explicit(mh.opt.cot, sizeof(mh.opt.cot));
	return len;
}

/*
 * The destination is the source of the Binding Update.  A node at home is where its
 * message came from, although a binding, which may have a route, says otherwise.
 */
static int ack_transmit(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_verdict *v, u8 *buf, size_t len)
{
	const struct fama_mhio_rx *rx = bu->rx;
	struct fama_mhio_tx tx = {
		.src = &rx->dst,
		.dst = &rx->src,
		.rh2 = rx->hao ? &bu->home : NULL,
		.oif = v->at_home ? rx->ifindex : 0,
	};

	return fama_mhio_send(dn->net, &tx, buf, len);
}

/*
 * A care-of address without proof is sent no more than came from there.  Return: @len,
 * or an error if the answer may not be sent.
 */
static int ack_pay(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_verdict *v, int len)
{
	if (len < 0 || dar_pay_answer(dn, bu, v, len))
		return len;
	return -EDQUOT;
}

/* @len: octets of the answer, which is paid; or an error. */
static void ack_finish(struct dar_net *dn, const struct dar_bu *bu,
		       const struct dar_verdict *v, u8 *buf, int len)
{
	if (len < 0 || ack_transmit(dn, bu, v, buf, len)) {
		dar_stat_inc(dn->mib, DAR_STAT_TX_BA_FAILED);
		return;
	}
	dar_stat_inc(dn->mib, DAR_STAT_TX_BA);
	dar_event_ba(dn, bu, v);
}

/*
 * If it cannot be signed, or is too large for a care-of address without proof, the
 * answer is sent without a signature, because a node that insists on a signature
 * notices that it is missing.
 */
static int ack_build_large(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_verdict *v,
			   const struct dar_phkt *fresh,
			   struct ack_large *large)
{
	bool asked = fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_CGA_REQ);
	int len = -ENOKEY;

	large->params_len = 0;
	if (asked)
		large->params_len = dar_signer_hold(&dn->signer,
						    &bu->rx->dst,
						    large->params);
	if (large->params_len) {
		if (dar_limit_signature(dn, &bu->rx->src, &bu->home,
					dar_signer_len(&dn->signer)))
			len = ack_build(dn, bu, v, fresh, large, large->buf,
					sizeof(large->buf));
		dar_signer_release(&dn->signer);
		large->params_len = 0;
		len = ack_pay(dn, bu, v, len);
	}
	if (asked)
		dar_stat_inc(dn->mib, len < 0 ? DAR_STAT_BA_UNSIGNED :
					    DAR_STAT_BA_SIGNED);
	if (len < 0)
		len = ack_pay(dn, bu, v,
			      ack_build(dn, bu, v, fresh, large, large->buf,
					sizeof(large->buf)));
	return len;
}

/* The buffers are too large for the stack, and signing may sleep. */
static void ack_deliver(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_verdict *v,
			const struct dar_phkt *fresh)
{
	struct ack_large *large;
	int len = -ENOMEM;

	large = kmalloc(sizeof(*large), GFP_KERNEL);
	if (large)
		len = ack_build_large(dn, bu, v, fresh, large);
	ack_finish(dn, bu, v, len < 0 ? NULL : large->buf, len);
	kfree(large);
}

void dar_ack_send(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v, const struct dar_phkt *fresh)
{
	u8 buf[ACK_MAX_LEN];
	int len;

	if (fresh) {
		ack_deliver(dn, bu, v, fresh);
		return;
	}
	len = ack_build(dn, bu, v, NULL, NULL, buf, sizeof(buf));
	len = ack_pay(dn, bu, v, len);
	ack_finish(dn, bu, v, buf, len);
}
