// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/slab.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/pki.h>
#include <fama/spki.h>

#include "signed.h"

#define SIGNED_PARAMS_MAX	(FAMA_CGA_KEY_OFF + FAMA_SPKI_MAX_LEN)

/* Unless u and g are 0, one parameter set fits several addresses. */
static bool signed_is_owner(const struct in6_addr *addr, const u8 *params,
			    int len)
{
	return len > FAMA_CGA_KEY_OFF && !fama_cga_ug(addr) &&
	       fama_cga_verify(addr, params, len) == FAMA_CGA_OK;
}

static int signed_verify(const u8 *spki, size_t len,
			 const struct fama_mhopt *opt,
			 const u8 digest[SHA1_DIGEST_SIZE])
{
	u8 sig[FAMA_PKI_MAX_LEN];
	struct fama_pki *key;
	int sig_len, err;

	sig_len = fama_mhopt_sig(opt, sig, sizeof(sig));
	if (sig_len < 0)
		return -EKEYREJECTED;
	key = fama_pki_public(spki, len, FAMA_KEY_ANY);
	if (IS_ERR(key))
		return PTR_ERR(key) == -ENOMEM ? -ENOMEM : -EKEYREJECTED;
	err = fama_pki_verify(key, digest, sig, sig_len);
	fama_pki_free(key);
	return err;
}

/* What stands behind the signature is not signed. */
static bool signed_covers_token(const struct fama_mhio_rx *rx)
{
	const struct fama_mhopt *opt = &rx->mh.opt;

	return !opt->phkt || opt->phkt < rx->buf + opt->signed_len;
}

int mn_signed_check(const struct fama_mhio_rx *rx,
		    const struct in6_addr *router,
		    const struct in6_addr *covered)
{
	const struct fama_mhopt *opt = &rx->mh.opt;
	u8 digest[SHA1_DIGEST_SIZE], *params;
	int len, err = -EKEYREJECTED;

	if (!fama_mhopt_has(opt, FAMA_OPT_CGA) &&
	    !fama_mhopt_has(opt, FAMA_OPT_SIGNATURE))
		return -ENODATA;
	if (!opt->sig || !signed_covers_token(rx))
		return -EKEYREJECTED;
	params = kmalloc(SIGNED_PARAMS_MAX, GFP_KERNEL);
	if (!params)
		return -ENOMEM;
	len = fama_mhopt_cga(opt, params, SIGNED_PARAMS_MAX);
	if (signed_is_owner(router, params, len)) {
		fama_auth_digest(digest, covered, router, rx->buf,
				 opt->signed_len);
		err = signed_verify(params + FAMA_CGA_KEY_OFF,
				    len - FAMA_CGA_KEY_OFF, opt, digest);
	}
	kfree(params);
	return err;
}
