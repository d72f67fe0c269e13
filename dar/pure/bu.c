// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include <fama/mhopt.h>

#include "bu.h"

/* RFC 4866 section 4.2, without its case that needs a home nonce (status 150). */
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

/*
 * A deregistration uses no care-of token.  A token that does not key an
 * authenticator proves nothing and is ignored.
 */
static u16 bu_nonce(const struct dar_bu *bu)
{
	const struct fama_mhopt *opt = &bu->rx->mh.opt;

	if (bu->dereg || !fama_mhopt_has(opt, FAMA_OPT_AUTH))
		return 0;
	return opt->careof_nonce;
}

void dar_bu_read(struct dar_bu *bu, const struct fama_mhio_rx *rx)
{
	bu->rx = rx;
	bu->home = rx->hao ? rx->home : rx->src;
	bu->dereg = !rx->mh.bu.lifetime;
	bu->covered = bu->dereg ? bu->home : rx->src;
	bu->proof = bu_proof(&rx->mh.opt);
	bu->nonce = bu_nonce(bu);
}

bool dar_bu_copy(struct fama_mhio_rx *rx, u8 *data,
		 const struct fama_mhio_rx *from)
{
	*rx = *from;
	rx->buf = data;
	memcpy(data, from->buf, from->len);
	return fama_mh_parse(data, rx->len, &rx->mh) == FAMA_MH_OK;
}
