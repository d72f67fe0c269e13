// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/algapi.h>
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "secret.h"

void dar_secret_name(struct dar_secret *s, const char *file)
{
	strscpy(s->file, file ?: "", sizeof(s->file));
}

bool dar_secret_is(const struct dar_secret *s, const u8 *octets)
{
	return s->given && !crypto_memneq(s->octets, octets, sizeof(s->octets));
}

void dar_secret_set(struct dar_secret *s, const u8 *octets, const char *file)
{
	if (!octets && s->known)
		return;
	if (octets)
		memcpy(s->octets, octets, sizeof(s->octets));
	else
		get_random_bytes(s->octets, sizeof(s->octets));
	dar_secret_name(s, octets ? file : NULL);
	dar_token_key(s->kcn, s->octets);
	s->known = true;
	s->given = octets;
}

void dar_secret_exit(struct dar_secret *s)
{
	memzero_explicit(s, sizeof(*s));
}

u16 dar_secret_epoch(void)
{
	return dar_token_epoch(ktime_get_real_seconds());
}

void dar_secret_tokens(const struct dar_secret *s, const struct in6_addr *home,
		       u8 tokens[DAR_TOKENS][FAMA_TOKEN_LEN])
{
	u16 epoch = dar_secret_epoch();
	int i;

	for (i = 0; i < DAR_TOKENS; i++)
		dar_token_derive(tokens[i], s->kcn, home,
				 epoch - i / DAR_TURNS, i % DAR_TURNS);
}
