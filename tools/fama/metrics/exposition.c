// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "exposition.h"

/* A field whose value has a name is 1 for this name, and not there for others. */
static bool is_name(const struct field *f)
{
	return f->type == FIELD_NAME || f->type == FIELD_STRING || f->type == FIELD_TEXT;
}

static bool in_us(const struct field *f)
{
	return f->unit && !strcmp(f->unit, "us");
}

static void name_of(const char *prefix, const struct field *f, char *buf, size_t size)
{
	bool seconds = f->unit && strchr(f->unit, 's') && !strstr(f->unit, "packets") &&
		       !strstr(f->unit, "bytes") && !strstr(f->unit, "bits");

	snprintf(buf, size, "%s%.*s%s%s", prefix, (int)strlen(f->key) - (in_us(f) ? 3 : 0),
		 f->key, seconds ? "_seconds" : "", f->flags & FIELD_COUNTER ? "_total" : "");
}

static void put_label(const char *key, const char *value, bool first)
{
	printf("%s%s=\"", first ? "{" : ",", key);
	for (; *value; value++)
		if (*value == '\n')
			fputs("\\n", stdout);
		else
			printf("%s%c", *value == '"' || *value == '\\' ? "\\" : "", *value);
	putchar('"');
}

/* Is there what tells the record from others?  That is its first label, if it has some. */
static bool has_label(const struct field_list *list, const struct nlattr **tb)
{
	const struct field *f = list->fields;
	char text[256];

	while (f < list->fields + list->count && !(f->flags & FIELD_LABEL))
		f++;
	return f == list->fields + list->count || field_value(f, tb, text, sizeof(text));
}

/* Return: false: there is none. */
static bool put_labels(const struct field_list *list, const struct nlattr **tb)
{
	const struct field *f = list->fields;
	bool first = true;
	char text[256];

	for (; f < list->fields + list->count; f++) {
		if (!(f->flags & FIELD_LABEL))
			continue;
		put_label(f->key, field_value(f, tb, text, sizeof(text)) ? text : "", first);
		first = false;
	}
	return !first;
}

static void put_sample(const char *name, const struct field_list *list, const struct field *f,
		       const struct nlattr **tb)
{
	bool labels, there;
	char text[256];
	uint64_t n = 1;

	there = is_name(f) ? field_value(f, tb, text, sizeof(text)) : field_number(f, tb, &n);
	if (!there)
		return;
	fputs(name, stdout);
	labels = put_labels(list, tb);
	if (is_name(f))
		put_label(f->key, text, !labels);
	if (labels || is_name(f))
		putchar('}');
	if (in_us(f))
		printf(" %" PRIu64 ".%06" PRIu64 "\n", n / 1000000, n % 1000000);
	else
		printf(" %" PRIu64 "\n", n);
}

static void put_head(const char *name, const char *help, bool counter)
{
	printf("# HELP %s %s\n# TYPE %s %s\n", name, help, name, counter ? "counter" : "gauge");
}

/* All samples of a metric stand together. */
static void put_metric(const char *prefix, const struct field_list *list, const struct field *f,
		       const struct genl *g)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	char name[128];

	name_of(prefix, f, name, sizeof(name));
	put_head(name, f->help, f->flags & FIELD_COUNTER);
	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		if (has_label(list, tb))
			put_sample(name, list, f, tb);
	}
}

void exposition_records(const char *prefix, const struct field_list *list, const struct genl *g)
{
	const struct field *f = list->fields;

	if (!genl_reply_next(g, NULL))
		return;
	for (; f < list->fields + list->count; f++)
		if (f->help)
			put_metric(prefix, list, f, g);
}

/*
 * struct told - of all counters
 * @help: how they are shown otherwise
 */
struct told {
	const char *prefix;
	const char *help;
};

static void put_counter(const char *key, uint64_t value, void *data)
{
	const struct told *told = data;
	char name[128], help[128];

	snprintf(name, sizeof(name), "%s%s_total", told->prefix, key);
	snprintf(help, sizeof(help), "Counter %s of \"%s\"", key, told->help);
	put_head(name, help, true);
	printf("%s %" PRIu64 "\n", name, value);
}

void exposition_counters(const char *prefix, const struct counters *c, const struct nlattr *nest,
			 const char *help)
{
	struct told told = { prefix, help };

	counters_each(c, nest, put_counter, &told);
}
