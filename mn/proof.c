// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include <fama/auth.h>
#include <fama/pki.h>

#include "addr.h"
#include "proof.h"

const struct in6_addr *mn_proof_careof(const struct mn_addr *a)
{
	return mn_bul_ends(&a->bul) ? &a->addr : &a->bul.coa;
}

/* @with_token: the care-of token is part of the key */
static void proof_kbm(const struct mn_addr *a, const u8 *phkt, bool with_token,
		      struct hmac_sha1_key *kbm)
{
	const u8 *token = with_token ? a->bul.careof.token : fama_auth_no_token;

	fama_auth_kbm(kbm, phkt, mn_bul_ends(&a->bul) ? NULL : token);
}

void mn_proof_make(const struct mn_addr *a, const u8 *phkt, const u8 *buf,
		   size_t len, u8 *auth)
{
	struct hmac_sha1_key kbm;

	proof_kbm(a, phkt, a->bul.careof.has_token, &kbm);
	fama_auth_mac(auth, &kbm, mn_proof_careof(a), mn_addr_router(a),
		      buf, len);
	memzero_explicit(&kbm, sizeof(kbm));
}

static bool proof_mac_ok(const struct mn_addr *a, const u8 *phkt,
			 const struct fama_mhio_rx *rx)
{
	struct hmac_sha1_key kbm;
	bool ok;

	proof_kbm(a, phkt, a->bul.careof.used, &kbm);
	ok = fama_auth_mac_ok(&kbm, mn_proof_careof(a), mn_addr_router(a),
			      rx->buf, rx->len);
	memzero_explicit(&kbm, sizeof(kbm));
	return ok;
}

/* Decrypt the PHKT of a message. */
static int proof_phkt(const struct mn_addr *a, const struct fama_mhopt *opt,
		      u8 *phkt)
{
	u8 cipher[FAMA_PKI_MAX_LEN];
	int len;

	len = fama_mhopt_phkt(opt, cipher, sizeof(cipher));
	if (len < 0)
		return len;
	return fama_pki_decrypt(a->key->pki, cipher, len, phkt);
}

int mn_proof_by_token(const struct mn_addr *a, const struct fama_mhio_rx *rx,
		      u8 *phkt)
{
	if (proof_phkt(a, &rx->mh.opt, phkt) || !proof_mac_ok(a, phkt, rx))
		return -EBADMSG;
	return 0;
}

int mn_proof_of_ack(const struct mn_addr *a, const struct fama_mhio_rx *rx)
{
	if (!a->bul.has_phkt || !fama_mhopt_has(&rx->mh.opt, FAMA_OPT_AUTH))
		return -ENODATA;
	return proof_mac_ok(a, a->bul.phkt, rx) ? 0 : -EBADMSG;
}
