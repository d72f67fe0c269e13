// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bits.h>
#include <linux/ipv6.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "credit.h"

/*
 * The word: number of the interval in which it was last aged, octets, packets.
 * The numbers of intervals repeat after 242 days.  An entry that nobody touches for
 * that long may keep a credit of that time for some minutes.
 */
#define CREDIT_PACKETS_BITS	16
#define CREDIT_OCTETS_BITS	26
#define CREDIT_INTERVAL_BITS	22
#define CREDIT_INTERVAL_MASK	((1U << CREDIT_INTERVAL_BITS) - 1)

/* A processor whose time is behind is behind by less than that. */
#define CREDIT_LATE		16

/* Number of intervals after which even the largest credit has aged to zero. */
#define CREDIT_INTERVALS	160

#define CREDIT_FRAGMENT_HEADER	8

static u32 credit_interval(u64 now)
{
	return div64_u64(now, DAR_CREDIT_INTERVAL) & CREDIT_INTERVAL_MASK;
}

static u32 credit_word_interval(u64 word)
{
	return word >> (CREDIT_OCTETS_BITS + CREDIT_PACKETS_BITS);
}

static struct dar_credit credit_read(u64 word)
{
	return (struct dar_credit) {
		.octets = word >> CREDIT_PACKETS_BITS & DAR_CREDIT_OCTETS_MAX,
		.packets = word & DAR_CREDIT_PACKETS_MAX,
	};
}

static u64 credit_write(u32 interval, struct dar_credit c)
{
	return ((u64)interval << CREDIT_OCTETS_BITS | c.octets)
	       << CREDIT_PACKETS_BITS | c.packets;
}

/* CreditAgingFactor is 7/8 (RFC 4866 section 7). */
static u32 credit_aged(u32 amount, u32 intervals)
{
	u32 i;

	if (intervals > CREDIT_INTERVALS)
		return 0;
	for (i = 0; i < intervals && amount; i++)
		amount = amount * 7 / 8;
	return amount;
}

/*
 * Read a credit as it is now.  @interval: the interval of @now, or a later one that
 * another processor has aged the credit to already.
 */
static struct dar_credit credit_age(u64 word, u64 now, u32 *interval)
{
	struct dar_credit c = credit_read(word);
	u32 passed;

	*interval = credit_interval(now);
	passed = (*interval - credit_word_interval(word)) &
		 CREDIT_INTERVAL_MASK;
	if (passed > CREDIT_INTERVAL_MASK - CREDIT_LATE)
		*interval = credit_word_interval(word);
	else if (passed)
		c = (struct dar_credit) { credit_aged(c.octets, passed),
					  credit_aged(c.packets, passed) };
	return c;
}

/* No more than the word has room for. */
static struct dar_credit credit_sum(struct dar_credit a, struct dar_credit b)
{
	return (struct dar_credit) {
		.octets = min_t(u64, (u64)a.octets + b.octets,
				DAR_CREDIT_OCTETS_MAX),
		.packets = min_t(u64, (u64)a.packets + b.packets,
				 DAR_CREDIT_PACKETS_MAX),
	};
}

struct dar_credit dar_credit_left(u64 word, u64 now)
{
	u32 interval;

	return credit_age(word, now, &interval);
}

void dar_credit_earn(atomic64_t *credit, struct dar_credit earned, u64 now)
{
	dar_credit_exchange(credit, earned, (struct dar_credit) {}, now);
}

bool dar_credit_exchange(atomic64_t *credit, struct dar_credit earned,
			 struct dar_credit cost, u64 now)
{
	s64 old = atomic64_read(credit);
	struct dar_credit c;
	u32 interval;

	do {
		c = credit_sum(credit_age(old, now, &interval), earned);
		if (c.octets < cost.octets || c.packets < cost.packets)
			return false;
		c.octets -= cost.octets;
		c.packets -= cost.packets;
	} while (!atomic64_try_cmpxchg(credit, &old,
				       credit_write(interval, c)));
	return true;
}

bool dar_credit_spend(atomic64_t *credit, struct dar_credit cost, u64 now)
{
	return dar_credit_exchange(credit, (struct dar_credit) {}, cost, now);
}

struct dar_credit dar_credit_tunnel(u32 octets, u32 packets, u32 mtu)
{
	u32 head = sizeof(struct ipv6hdr), pieces = 1, room;

	if (mtu && octets + head > mtu) {
		head += CREDIT_FRAGMENT_HEADER;
		room = (max_t(u32, mtu, IPV6_MIN_MTU) - head) & ~7U;
		pieces = DIV_ROUND_UP(octets, room);
	}
	return (struct dar_credit) {
		.octets = packets * (octets + pieces * head),
		.packets = packets * pieces,
	};
}
