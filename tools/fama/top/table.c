// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <inttypes.h>

#include "common/colour.h"
#include "common/json.h"
#include "table.h"

#define ADDRESS_WIDTH 39
#define NUMBER_WIDTH 9
#define NARROW (ADDRESS_WIDTH + 4 * (NUMBER_WIDTH + 1))
#define WIDE (NARROW + 1 + ADDRESS_WIDTH)

static const char *const keys[ROWS_COUNTS] = {
	[ROWS_TX_PACKETS] = "tx_packets_per_second",
	[ROWS_TX_BYTES] = "tx_bytes_per_second",
	[ROWS_RX_PACKETS] = "rx_packets_per_second",
	[ROWS_RX_BYTES] = "rx_bytes_per_second",
};

/* Four digits at least, and a unit that keeps them few. */
static const char *number(uint64_t n, char *buf, size_t size)
{
	static const char units[] = " kMGTPE";
	unsigned int unit = 0;

	while (n >= 100000) {
		n = (n + 500) / 1000;
		unit++;
	}
	snprintf(buf, size, "%" PRIu64 "%.*s", n, !!unit, units + unit);
	return buf;
}

static void put_numbers(FILE *out, const struct row *r)
{
	char buf[32];
	unsigned int i;

	for (i = 0; i < ROWS_COUNTS; i++)
		fprintf(out, " %*s", NUMBER_WIDTH, number(r->counts[i], buf, sizeof(buf)));
}

static void put_address(FILE *out, const struct in6_addr *address, int width)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, address, text, sizeof(text));
	fprintf(out, "%s%-*s%s", colour_begin(COLOUR_ADDRESS), width, text,
		colour_end(COLOUR_ADDRESS));
}

static void put_row(FILE *out, const struct row *r, bool wide)
{
	put_address(out, &r->home, ADDRESS_WIDTH);
	put_numbers(out, r);
	if (wide) {
		fputc(' ', out);
		put_address(out, &r->careof, 0);
	}
}

static void put_head(FILE *out, const struct rows *rows, const struct row *total, bool wide)
{
	char text[ADDRESS_WIDTH + 1];

	fprintf(out, "%-*s %*s %*s %*s %*s%s\n", ADDRESS_WIDTH, "home", NUMBER_WIDTH, "tx pkts/s",
		NUMBER_WIDTH, "tx B/s", NUMBER_WIDTH, "rx pkts/s", NUMBER_WIDTH, "rx B/s",
		wide ? " careof" : "");
	snprintf(text, sizeof(text), "all %zu", rows->count);
	fprintf(out, "%-*s", ADDRESS_WIDTH, text);
	put_numbers(out, total);
}

void table_text(FILE *out, const struct rows *rows, const struct row *total, size_t lines,
		unsigned int columns)
{
	bool wide = columns >= WIDE;
	size_t i;

	if (columns < NARROW || lines < 2) {
		fprintf(out, "%.*s", (int)columns, "too small");
		return;
	}
	put_head(out, rows, total, wide);
	for (i = 0; i < rows->count && i < lines - 2; i++) {
		fputc('\n', out);
		put_row(out, &rows->list[i], wide);
	}
}

static void counts_json(const struct row *r)
{
	unsigned int i;

	for (i = 0; i < ROWS_COUNTS; i++) {
		json_key(keys[i]);
		json_number(r->counts[i]);
	}
}

static void address_json(const char *key, const struct in6_addr *address)
{
	char text[INET6_ADDRSTRLEN];

	json_key(key);
	json_string(inet_ntop(AF_INET6, address, text, sizeof(text)));
}

void table_json(const struct rows *rows, const struct row *total)
{
	size_t i;

	json_open('{');
	counts_json(total);
	json_key("bindings");
	json_open('[');
	for (i = 0; i < rows->count; i++) {
		json_open('{');
		address_json("home", &rows->list[i].home);
		address_json("careof", &rows->list[i].careof);
		counts_json(&rows->list[i]);
		json_close('}');
	}
	json_close(']');
	json_close('}');
	json_end();
}
