// SPDX-License-Identifier: GPL-2.0-only
/* Reports of all flows, as JSON. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "flow.h"

static void report_flow(FILE *o, const struct flow *f, bool full)
{
	char a[INET6_ADDRSTRLEN];
	size_t i;

	inet_ntop(AF_INET6, &f->addr.sin6_addr, a, sizeof(a));
	fprintf(o, "{\"name\":\"%s\",\"type\":\"%s\",\"address\":\"%s\",\"id\":%u,\"start\":%lld,\"period_ms\":%lld,\"open\":%s,\"error\":",
		f->name, type_name[f->type], a, f->id, (long long)f->start,
		(long long)(f->period / NSEC_PER_MSEC),
		f->open ? "true" : "false");
	if (f->error)
		fprintf(o, "\"%s\"", strerror(f->error));
	else
		fprintf(o, "%s", f->corrupt ? "\"wrong data\"" : "null");
	fprintf(o, ",\"sent\":%llu,\"received\":%llu,\"duplicate\":%llu,\"last\":%lld",
		(unsigned long long)f->sent, (unsigned long long)f->received,
		(unsigned long long)f->duplicate, (long long)f->last_in);
	if (f->type == TCP) {
		fprintf(o, ",\"bytes_out\":%llu,\"bytes_in\":%llu,\"max_gap\":%lld,\"gaps\":[",
			(unsigned long long)f->bytes_out,
			(unsigned long long)f->bytes_in, (long long)f->max_gap);
		for (i = 0; i < f->gaps; i++)
			fprintf(o, "%s[%lld,%lld]", i ? "," : "",
				(long long)f->gap[i].sent,
				(long long)f->gap[i].received);
		fprintf(o, "]");
	} else if (full) {
		size_t n = f->sent < f->probes ? f->sent : f->probes;

		fprintf(o, ",\"probes\":[");
		for (i = 0; i < n; i++)
			fprintf(o, "%s[%lld,%lld]", i ? "," : "",
				(long long)f->probe[i].sent,
				(long long)f->probe[i].received);
		fprintf(o, "]");
	}
	fprintf(o, "}");
}

void report(FILE *o, bool full)
{
	size_t i;

	fprintf(o, "{\"time\":%lld,\"flows\":[", (long long)now_ns());
	for (i = 0; i < nflows; i++) {
		if (i)
			fprintf(o, full ? ",\n" : ",");
		report_flow(o, &flows[i], full);
	}
	fprintf(o, "]}\n");
	fflush(o);
}

void report_file(const char *path)
{
	FILE *o = fopen(path, "w");

	if (!o)
		die(path);
	report(o, true);
	if (fclose(o))
		die(path);
}
