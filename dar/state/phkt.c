// SPDX-License-Identifier: GPL-2.0-only
#include "phkt.h"

void dar_phkt_make(struct dar_phkt *phkt, const struct dar_secret *s,
		   const struct dar_binding_view *held, u16 seq)
{
	phkt->epoch = dar_secret_epoch();
	phkt->turn = dar_token_turn(&held->d, phkt->epoch, seq);
	dar_token_derive(phkt->token, s->kcn, &held->home, phkt->epoch,
			 phkt->turn);
}
