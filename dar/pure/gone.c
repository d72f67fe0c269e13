// SPDX-License-Identifier: GPL-2.0-only
#include <linux/compiler.h>

#include <fama/mh.h>

#include "gone.h"
#include "rr.h"

void dar_gone_note(struct dar_gone *g, u32 hash, u16 newest)
{
	WRITE_ONCE(g->newest[hash % DAR_GONE_PLACES], newest);
}

/* Nonces that are so old are not accepted at all; one number is left out, 0. */
static bool gone_is_past(u16 noted, u16 newest)
{
	return !noted || (u16)(newest - noted) > DAR_RR_NONCES;
}

bool dar_gone_before(const struct dar_gone *g, u32 hash, u16 nonce, u16 newest)
{
	u16 noted = READ_ONCE(g->newest[hash % DAR_GONE_PLACES]);

	return gone_is_past(noted, newest) || fama_seq_newer(nonce, noted);
}
