// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "rows.h"

#define SECOND 1000000000ULL

static int by_home(const void *a, const void *b)
{
	const struct row *one = a, *other = b;

	return memcmp(&one->home, &other->home, sizeof(one->home));
}

static uint64_t octets(const struct row *r)
{
	return r->counts[ROWS_TX_BYTES] + r->counts[ROWS_RX_BYTES];
}

static int by_traffic(const void *a, const void *b)
{
	uint64_t one = octets(a), other = octets(b);

	return one == other ? by_home(a, b) : one < other ? 1 : -1;
}

static uint64_t rate(uint64_t before, uint64_t now, uint64_t ns)
{
	uint64_t count = now < before ? now : now - before;

	return ns ? (long double)count * SECOND / ns + 0.5L : 0;
}

static void to_rates(const struct row *before, struct row *now, uint64_t ns)
{
	unsigned int i;

	for (i = 0; i < ROWS_COUNTS; i++)
		now->counts[i] = rate(before ? before->counts[i] : 0, now->counts[i], ns);
}

static void add(struct row *total, const struct row *r)
{
	unsigned int i;

	for (i = 0; i < ROWS_COUNTS; i++)
		total->counts[i] += r->counts[i];
}

static void sort(struct rows *rows, int (*order)(const void *, const void *))
{
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), order);
}

void rows_rates(struct rows *before, struct rows *now, struct row *total)
{
	const struct row *same;
	size_t i;

	memset(total, 0, sizeof(*total));
	sort(before, by_home);
	for (i = 0; i < now->count; i++) {
		same = before->count ? bsearch(&now->list[i], before->list, before->count,
					       sizeof(*before->list), by_home) : NULL;
		to_rates(same, &now->list[i], now->ns - before->ns);
		add(total, &now->list[i]);
	}
	sort(now, by_traffic);
}
