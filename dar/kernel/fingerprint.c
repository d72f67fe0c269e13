// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/sha2.h>
#include <linux/build_bug.h>

#include <fama/cga.h>
#include <fama/mhopt.h>
#include <fama/spki.h>

#include "fingerprint.h"

static_assert(DAR_FINGERPRINT_LEN == SHA256_DIGEST_SIZE);

bool dar_fingerprint(const struct dar_bu *bu, u8 *fingerprint)
{
	u8 params[FAMA_CGA_KEY_OFF + FAMA_SPKI_MAX_LEN];
	const u8 *key = params + FAMA_CGA_KEY_OFF;
	struct fama_spki spki;
	int len;

	if (!fama_mhopt_has(&bu->rx->mh.opt, FAMA_OPT_CGA))
		return false;
	len = fama_mhopt_cga(&bu->rx->mh.opt, params, sizeof(params));
	if (len <= FAMA_CGA_KEY_OFF ||
	    fama_spki_parse(key, len - FAMA_CGA_KEY_OFF, &spki))
		return false;
	sha256(key, spki.len, fingerprint);
	return true;
}
