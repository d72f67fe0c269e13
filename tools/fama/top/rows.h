/* SPDX-License-Identifier: GPL-2.0-only */
/* How much traffic each binding had between two looks at all of them. */
#ifndef FAMA_TOP_ROWS_H
#define FAMA_TOP_ROWS_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

/* To the node, and from it. */
enum rows_count {
	ROWS_TX_PACKETS,
	ROWS_TX_BYTES,
	ROWS_RX_PACKETS,
	ROWS_RX_BYTES,
	ROWS_COUNTS,
};

/*
 * struct row - a binding
 * @counts: since it began; or, of a row that is shown, in a second
 */
struct row {
	struct in6_addr home;
	struct in6_addr careof;
	uint64_t counts[ROWS_COUNTS];
};

/*
 * struct rows - all bindings at one time
 * @ns: that time, on a clock that only goes on
 */
struct rows {
	struct row *list;
	size_t count;
	uint64_t ns;
};

/*
 * rows_rates - from what was counted until now to what was counted in a second
 * @before: an earlier look; it is sorted
 * @now: the result: those with the most octets both ways come first
 * @total: of all
 *
 * What a binding has counted that was not there before, or that has begun again, it has
 * counted since.
 */
void rows_rates(struct rows *before, struct rows *now, struct row *total);

#endif
