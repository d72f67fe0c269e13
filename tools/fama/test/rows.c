// SPDX-License-Identifier: GPL-2.0-only
/* Rates of bindings, of two looks that are made here.  Prints what is wrong. */
#include <stdio.h>
#include <string.h>

#include "top/rows.h"

#define SECOND 1000000000ULL

static int failed;

static struct row row(unsigned int n, uint64_t tx, uint64_t rx)
{
	struct row r = { .home.s6_addr[15] = n, .counts = { tx / 100, tx, rx / 100, rx } };

	return r;
}

static void expect(const char *what, const struct row *r, unsigned int n, uint64_t tx, uint64_t rx)
{
	struct row wanted = row(n, tx, rx);

	if (!memcmp(r, &wanted, sizeof(wanted)))
		return;
	printf("%s: address %u, %llu and %llu octets\n", what, r->home.s6_addr[15],
	       (unsigned long long)r->counts[ROWS_TX_BYTES],
	       (unsigned long long)r->counts[ROWS_RX_BYTES]);
	failed = 1;
}

int main(void)
{
	/* In any order; 2 ends, 9 begins, 5 begins again, 7 and 8 are idle. */
	struct row first[] = {
		row(7, 100, 100), row(3, 1000, 0), row(8, 0, 0), row(5, 90000, 90000),
		row(2, 500, 500), row(1, 0, 100000),
	};
	struct row second[] = {
		row(1, 2000, 100000), row(8, 0, 0), row(9, 600, 1000), row(5, 800, 1800),
		row(3, 1000, 8000), row(7, 100, 100),
	};
	struct rows before = { first, 6, 5 * SECOND }, now = { second, 6, 7 * SECOND };
	struct rows none = { 0 };
	struct row total;

	rows_rates(&before, &now, &total);
	expect("most", &now.list[0], 3, 0, 4000);
	expect("begun again", &now.list[1], 5, 400, 900);
	expect("equal to the one before, by address", &now.list[2], 1, 1000, 0);
	expect("begun", &now.list[3], 9, 300, 500);
	expect("idle", &now.list[4], 7, 0, 0);
	expect("idle, by address", &now.list[5], 8, 0, 0);
	expect("all", &total, 0, 1700, 5400);

	second[0] = row(1, 0, 0);
	second[1] = row(2, 100ULL << 54, 100ULL << 54);
	now = (struct rows){ second, 2, 4 * SECOND };
	rows_rates(&none, &now, &total);
	expect("many", &now.list[0], 2, 25ULL << 54, 25ULL << 54);
	now = (struct rows){ second, 2, SECOND };
	none.ns = SECOND;
	rows_rates(&none, &now, &total);
	expect("no time", &total, 0, 0, 0);
	now.count = 0;
	rows_rates(&before, &now, &total);
	expect("nobody", &total, 0, 0, 0);
	return failed;
}
