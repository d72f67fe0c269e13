// SPDX-License-Identifier: GPL-2.0-only
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <crypto/sha1.h>

#include "token.h"

void dar_token_key(u8 kcn[FAMA_KCN_LEN], const u8 *secret)
{
	static const u8 purpose[] = "permanent home keygen tokens";
	struct hmac_sha1_key key;
	struct hmac_sha1_ctx ctx;

	hmac_sha1_preparekey(&key, secret, DAR_SECRET_LEN);
	hmac_sha1_init(&ctx, &key);
	hmac_sha1_update(&ctx, purpose, sizeof(purpose) - 1);
	hmac_sha1_final(&ctx, kcn);
	memzero_explicit(&key, sizeof(key));
}

u16 dar_token_epoch(s64 seconds)
{
	return div_u64(max_t(s64, seconds, 0), DAR_EPOCH_SECONDS);
}

void dar_token_derive(u8 token[FAMA_TOKEN_LEN], const u8 kcn[FAMA_KCN_LEN],
		      const struct in6_addr *home, u16 epoch, u8 turn)
{
	const u8 nonce[] = { epoch >> 8, epoch, turn };

	fama_auth_home_token(token, kcn, home, nonce, sizeof(nonce));
}

bool dar_token_worn(const struct dar_binding_data *held, u16 seq)
{
	return (u16)(seq - held->phkt_seq) >= DAR_TOKEN_SEQS;
}

u8 dar_token_turn(const struct dar_binding_data *held, u16 epoch, u16 seq)
{
	if (!held->version || held->epoch != epoch)
		return 0;
	if (dar_token_worn(held, seq))
		return max(held->turn + 1, DAR_TURNS);
	return held->turn < DAR_TURNS ? (held->turn + 1) % DAR_TURNS :
					held->turn + 1;
}

void dar_token_renew(struct dar_binding_data *d, const u8 *token, u16 epoch,
		     u8 turn, u16 seq)
{
	d->has_former = d->has_phkt && !dar_token_worn(d, seq);
	memcpy(d->former, d->phkt, FAMA_TOKEN_LEN);
	d->unused |= !d->has_phkt;
	memcpy(d->phkt, token, FAMA_TOKEN_LEN);
	d->has_phkt = true;
	d->phkt_seq = seq;
	d->epoch = epoch;
	d->turn = turn;
}

void dar_token_used(struct dar_binding_data *d)
{
	memzero_explicit(d->former, FAMA_TOKEN_LEN);
	d->has_former = false;
	d->unused = false;
}
