// SPDX-License-Identifier: GPL-2.0-only
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "credit.h"

/* Number of intervals after which even the largest credit has aged to zero. */
#define CREDIT_INTERVALS	192

/* Number of the interval that a time lies in.  It wraps after 680 years. */
static u32 credit_interval(u64 now)
{
	return div64_u64(now, DAR_CREDIT_INTERVAL);
}

static u64 credit_word(u32 interval, u32 octets)
{
	return (u64)interval << 32 | octets;
}

/* CreditAgingFactor is 7/8 (RFC 4866 section 7). */
static u32 credit_aged(u64 octets, u32 intervals)
{
	u32 i;

	if (intervals > CREDIT_INTERVALS)
		return 0;
	for (i = 0; i < intervals && octets; i++)
		octets = octets * 7 / 8;
	return octets;
}

/* Age a credit, unless another processor has aged it to a later time. */
static u64 credit_age(u64 word, u64 now)
{
	u32 interval = credit_interval(now);
	s32 passed = interval - (u32)(word >> 32);

	if (passed <= 0)
		return word;
	return credit_word(interval, credit_aged((u32)word, passed));
}

u32 dar_credit_left(u64 word, u64 now)
{
	return credit_age(word, now);
}

void dar_credit_earn(atomic64_t *credit, u32 octets, u64 now)
{
	s64 old = atomic64_read(credit);
	u64 new;

	do {
		new = credit_age(old, now);
		new += min_t(u32, octets, U32_MAX - (u32)new);
	} while (!atomic64_try_cmpxchg(credit, &old, new));
}

bool dar_credit_spend(atomic64_t *credit, u32 octets, u64 now)
{
	s64 old = atomic64_read(credit);
	u64 new;

	do {
		new = credit_age(old, now);
		if ((u32)new < octets)
			return false;
		new -= octets;
	} while (!atomic64_try_cmpxchg(credit, &old, new));
	return true;
}
