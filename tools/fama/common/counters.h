/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_COUNTERS_H
#define FAMA_COMMON_COUNTERS_H

#include "genl.h"

/* The attributes of a counter in one family. */
struct counters {
	uint16_t name;
	uint16_t value;
};

void counters_each(const struct counters *c, const struct nlattr *nest,
		   void (*take)(const char *name, uint64_t value, void *data),
		   void *data);
void counters_json(const struct counters *c, const struct nlattr *nest);
void counters_text(const struct counters *c, const struct nlattr *nest);

#endif
