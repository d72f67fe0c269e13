// SPDX-License-Identifier: GPL-2.0-only
/* Records of attributes, shown as a table tells: JSON or one line of text. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "field.h"
#include "json.h"
#include "status.h"

#define VALUE_MAX 256
#define COLUMNS_MAX 24

/* Octets that an attribute of a type must have at least. */
static const uint8_t sizes[] = {
	[FIELD_U8] = 1,
	[FIELD_U16] = 2,
	[FIELD_U32] = 4,
	[FIELD_U64] = 8,
	[FIELD_BOOL] = 1,
	[FIELD_NAME] = 1,
	[FIELD_SET] = 4,
	[FIELD_STATUS] = 1,
	[FIELD_STRING] = 1,
	[FIELD_HEX] = 1,
	[FIELD_ADDRESS] = 16,
	[FIELD_PREFIX] = 16,
	[FIELD_DEVICE] = 4,
};

uint32_t field_u32(const struct nlattr *attr)
{
	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(uint32_t))
		return 0;
	return mnl_attr_get_u32(attr);
}

bool field_true(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) &&
	       mnl_attr_get_u8(attr);
}

const char *field_string(const struct nlattr *attr)
{
	if (!attr || mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return NULL;
	return mnl_attr_get_str(attr);
}

/* An interface that is gone keeps a name that says which it was. */
const char *field_device(uint32_t ifindex)
{
	static char name[IF_NAMESIZE];

	if (!if_indextoname(ifindex, name))
		snprintf(name, sizeof(name), "if%" PRIu32, ifindex);
	return name;
}

static const struct nlattr *present(const struct field *f,
				    const struct nlattr **tb)
{
	const struct nlattr *attr = tb[f->attr];

	if (!attr || mnl_attr_get_payload_len(attr) < sizes[f->type])
		return NULL;
	if (f->type == FIELD_STRING && !field_string(attr))
		return NULL;
	return attr;
}

static uint64_t number(const struct field *f, const struct nlattr *attr)
{
	switch (sizes[f->type]) {
	case 1:
		return mnl_attr_get_u8(attr);
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	default:
		return mnl_attr_get_u64(attr);
	}
}

static void address(const struct field *f, const struct nlattr **tb, char *buf,
		    size_t size)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr in6;

	memcpy(&in6, mnl_attr_get_payload(tb[f->attr]), sizeof(in6));
	inet_ntop(AF_INET6, &in6, text, sizeof(text));
	if (f->type == FIELD_PREFIX && tb[f->attr2])
		snprintf(buf, size, "%s/%u", text,
			 mnl_attr_get_u8(tb[f->attr2]));
	else
		snprintf(buf, size, "%s%s", text,
			 f->type == FIELD_PREFIX ? "/64" : "");
}

/* Octets with colons between them, as "fama key show" has them. */
static void hex(const struct nlattr *attr, char *buf, size_t size)
{
	const uint8_t *octets = mnl_attr_get_payload(attr);
	unsigned int i, len = mnl_attr_get_payload_len(attr);

	*buf = '\0';
	for (i = 0; i < len && 3 * i + 2 < size; i++)
		buf += sprintf(buf, "%s%02x", i ? ":" : "", octets[i]);
}

void field_set(const char *const *names, unsigned int count, uint32_t bits,
	       char *buf, size_t size)
{
	unsigned int i;
	size_t used = 0;

	*buf = '\0';
	for (i = 0; i < count && used < size; i++)
		if (bits & 1u << i)
			used += snprintf(buf + used, size - used, "%s%s",
					 used ? "," : "", names[i]);
}

/* The value as JSON and text have it in common; false if it is absent. */
static bool value(const struct field *f, const struct nlattr **tb, char *buf,
		  size_t size)
{
	const struct nlattr *attr;
	uint64_t n;

	if (f->type == FIELD_TEXT)
		return f->text(tb, buf, size);
	attr = present(f, tb);
	if (!attr)
		return false;
	switch (f->type) {
	case FIELD_STRING:
		snprintf(buf, size, "%s", mnl_attr_get_str(attr));
		return true;
	case FIELD_HEX:
		hex(attr, buf, size);
		return true;
	case FIELD_ADDRESS:
	case FIELD_PREFIX:
		address(f, tb, buf, size);
		return true;
	case FIELD_SET:
		field_set(f->names, f->names_count, number(f, attr), buf, size);
		return true;
	case FIELD_DEVICE:
		snprintf(buf, size, "%s", field_device(number(f, attr)));
		return true;
	}
	n = number(f, attr);
	if (f->names && n < f->names_count)
		snprintf(buf, size, "%s", f->names[n]);
	else
		snprintf(buf, size, "%" PRIu64, n);
	return true;
}

static void field_json(const struct field *f, const struct nlattr **tb)
{
	char text[VALUE_MAX];
	bool there = value(f, tb, text, sizeof(text));

	if (!there && f->flags & FIELD_EVENT)
		return;
	json_key(f->key);
	if (!there)
		return json_null();
	switch (f->type) {
	case FIELD_BOOL:
		return json_bool(number(f, tb[f->attr]));
	case FIELD_U8:
	case FIELD_U16:
	case FIELD_U32:
	case FIELD_U64:
	case FIELD_STATUS:
		return json_number(number(f, tb[f->attr]));
	default:
		return json_string(text);
	}
}

void field_list_json(const struct field_list *list, const struct nlattr **tb)
{
	const struct field *f = list->fields;

	for (; f < list->fields + list->count; f++)
		field_json(f, tb);
}

/* A value in each record: programs count columns. */
static void brief_text(const struct field *f, const struct nlattr **tb,
		       char *buf, size_t size)
{
	if (f->flags & FIELD_BRIEF && !value(f, tb, buf, size))
		snprintf(buf, size, "-");
}

/* Label, value and unit; empty if there is nothing to say. */
static void field_text(const struct field *f, const struct nlattr **tb,
		       enum field_view view, char *buf, size_t size)
{
	char text[VALUE_MAX];
	uint64_t n;

	*buf = '\0';
	if (view == FIELD_VIEW_BRIEF)
		return brief_text(f, tb, buf, size);
	if (f->flags & FIELD_STATS && view != FIELD_VIEW_STATS)
		return;
	if (!value(f, tb, text, sizeof(text)))
		return;
	n = f->type == FIELD_BOOL || f->type == FIELD_STATUS ?
		number(f, tb[f->attr]) : 0;
	if (f->type == FIELD_BOOL && !f->names)
		snprintf(buf, size, "%s", n ? f->label : "");
	else
		snprintf(buf, size, "%s%s%s%s", f->label, *f->label ? " " : "",
			 text, f->unit ? f->unit : "");
	if (f->type == FIELD_STATUS)
		snprintf(buf + strlen(buf), size - strlen(buf), " (%s)",
			 status_name(n));
}

/* Spaces are owed until something follows: no line ends in one. */
static void put(const char *text, int width, int *owed)
{
	if (*text)
		printf("%*s%s", *owed, "", text);
	if (*text)
		*owed = 0;
	*owed += width - (int)strlen(text);
}

static int line(const struct field_list *list, const struct nlattr **tb,
		enum field_view view, const int *widths, int owed)
{
	char text[VALUE_MAX + 64];
	unsigned int i;
	int len;

	for (i = 0; i < list->count; i++) {
		field_text(&list->fields[i], tb, view, text, sizeof(text));
		len = strlen(text);
		if (!len && !widths[i])
			continue;
		put(text, widths[i] > len ? widths[i] : len, &owed);
		owed++;
	}
	return owed;
}

void field_list_text(const struct field_list *list, const struct nlattr **tb,
		     enum field_view view, unsigned int first_width)
{
	int widths[COLUMNS_MAX] = { first_width };

	line(list, tb, view, widths, 1);
	putchar('\n');
}

static void measure(const struct field_list *list, const struct nlattr **tb,
		    enum field_view view, int *widths)
{
	char text[VALUE_MAX + 64];
	unsigned int i;
	int len;

	for (i = 0; i < list->count; i++) {
		field_text(&list->fields[i], tb, view, text, sizeof(text));
		len = strlen(text);
		if (len > widths[i])
			widths[i] = len;
	}
}

static void show_json(const struct field_list *list, const struct genl *g)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	json_open('[');
	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		json_open('{');
		field_list_json(list, tb);
		json_close('}');
	}
	json_close(']');
	json_end();
}

/* All records of an answer, in columns. */
void field_list_show(const struct field_list *list, const struct genl *g,
		     const struct args *a)
{
	enum field_view view = a->brief ? FIELD_VIEW_BRIEF :
			       a->stats ? FIELD_VIEW_STATS : FIELD_VIEW_PLAIN;
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	int widths[COLUMNS_MAX] = { 0 };

	if (a->json)
		return show_json(list, g);
	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		measure(list, tb, view, widths);
	}
	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		line(list, tb, view, widths, 0);
		putchar('\n');
	}
}
