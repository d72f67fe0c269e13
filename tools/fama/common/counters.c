// SPDX-License-Identifier: GPL-2.0-only
/* Named counters: what they are is the kernel's to say. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "counters.h"
#include "field.h"
#include "json.h"

static bool counter(const struct counters *c, const struct nlattr *entry,
		    const char **name, uint64_t *value)
{
	const struct nlattr *tb[GENL_ATTRS];

	genl_nest_attrs(entry, tb);
	*name = field_string(tb[c->name]);
	if (!*name || !tb[c->value] ||
	    mnl_attr_get_payload_len(tb[c->value]) < sizeof(*value))
		return false;
	*value = mnl_attr_get_u64(tb[c->value]);
	return true;
}

void counters_each(const struct counters *c, const struct nlattr *nest,
		   void (*take)(const char *name, uint64_t value, void *data),
		   void *data)
{
	const struct nlattr *entry;
	const char *name;
	uint64_t value;

	if (!nest)
		return;
	mnl_attr_for_each_nested(entry, nest)
		if (counter(c, entry, &name, &value))
			take(name, value, data);
}

void counters_json(const struct counters *c, const struct nlattr *nest)
{
	const struct nlattr *entry;
	const char *name;
	uint64_t value;

	json_open('{');
	if (nest)
		mnl_attr_for_each_nested(entry, nest) {
			if (!counter(c, entry, &name, &value))
				continue;
			json_key(name);
			json_number(value);
		}
	json_close('}');
}

void counters_text(const struct counters *c, const struct nlattr *nest)
{
	const struct nlattr *entry;
	const char *name;
	uint64_t value;
	int width = 0;

	if (!nest)
		return;
	mnl_attr_for_each_nested(entry, nest)
		if (counter(c, entry, &name, &value) &&
		    (int)strlen(name) > width)
			width = strlen(name);
	mnl_attr_for_each_nested(entry, nest)
		if (counter(c, entry, &name, &value))
			printf("    %-*s %" PRIu64 "\n", width, name, value);
}
