// SPDX-License-Identifier: GPL-2.0-only
/* Records of attributes, shown as a table tells: JSON or one line of text. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "colour.h"
#include "field.h"
#include "fold.h"
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

bool field_number(const struct field *f, const struct nlattr **tb, uint64_t *n)
{
	const struct nlattr *attr = f->type == FIELD_TEXT ? NULL : present(f, tb);

	if (attr)
		*n = number(f, attr);
	return attr;
}

/* The value as JSON and text have it in common. */
bool field_value(const struct field *f, const struct nlattr **tb, char *buf,
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

/* A set is an array of numbers, which its names are; "none" is an empty one. */
static void set_json(const char *text)
{
	json_open('[');
	for (; *text >= '0' && *text <= '9'; text += strcspn(text, ","), text += *text == ',')
		json_number(strtoul(text, NULL, 10));
	json_close(']');
}

static void field_json(const struct field *f, const struct nlattr **tb)
{
	char text[VALUE_MAX];
	bool there = field_value(f, tb, text, sizeof(text));

	if (!there && f->flags & FIELD_SPARSE)
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
	case FIELD_SET:
		return set_json(text);
	case FIELD_TEXT:
		return f->names ? set_json(text) : json_string(text);
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

/*
 * struct cell - a field in text
 * @text: label, value and unit; empty if there is nothing to say
 * @len: of the text
 * @value: where in it the value begins
 * @value_len: of the value
 */
struct cell {
	char text[VALUE_MAX + 64];
	int len;
	int value;
	int value_len;
	enum colour colour;
};

static enum colour colour(const struct field *f, const struct nlattr **tb)
{
	uint64_t n;

	switch (f->type) {
	case FIELD_ADDRESS:
	case FIELD_PREFIX:
		return COLOUR_ADDRESS;
	case FIELD_DEVICE:
		return COLOUR_DEVICE;
	case FIELD_NAME:
	case FIELD_BOOL:
		n = number(f, tb[f->attr]);
		return f->colours && n < f->names_count ? f->colours[n] :
							  COLOUR_NONE;
	default:
		return f->colour;
	}
}

/* A value in each record: programs count columns. */
static void brief_cell(const struct field *f, const struct nlattr **tb,
		       struct cell *c)
{
	if (!(f->flags & FIELD_BRIEF))
		return;
	if (field_value(f, tb, c->text, sizeof(c->text)))
		c->colour = colour(f, tb);
	else
		snprintf(c->text, sizeof(c->text), "-");
	c->value_len = strlen(c->text);
}

/* Microseconds are milliseconds for people. */
static void unit_of(const struct field *f, const struct nlattr **tb, char *text,
		    size_t size, const char **unit)
{
	uint64_t n;

	*unit = f->unit ? f->unit : "";
	if (strcmp(*unit, "us"))
		return;
	n = number(f, tb[f->attr]);
	snprintf(text, size, "%" PRIu64 ".%03" PRIu64, n / 1000, n % 1000);
	*unit = "ms";
}

static void whole_cell(const struct field *f, const struct nlattr **tb,
		       struct cell *c)
{
	bool flag = f->type == FIELD_BOOL && !f->names;
	char text[VALUE_MAX];
	const char *unit;

	if (!field_value(f, tb, text, sizeof(text)))
		return;
	if (flag) {
		if (number(f, tb[f->attr]))
			snprintf(c->text, sizeof(c->text), "%s", f->label);
		return;
	}
	c->value = snprintf(c->text, sizeof(c->text), "%s%s", f->label,
			    *f->label ? " " : "");
	unit_of(f, tb, text, sizeof(text), &unit);
	c->value_len = strlen(text);
	c->colour = colour(f, tb);
	snprintf(c->text + c->value, sizeof(c->text) - c->value, "%s%s", text,
		 unit);
	if (f->type == FIELD_STATUS)
		snprintf(c->text + strlen(c->text),
			 sizeof(c->text) - strlen(c->text), " (%s)",
			 status_name(number(f, tb[f->attr])));
}

static void cell(const struct field *f, const struct nlattr **tb,
		 enum field_view view, struct cell *c)
{
	*c = (struct cell){ .text = "" };
	if (view == FIELD_VIEW_BRIEF)
		brief_cell(f, tb, c);
	else if (!(f->flags & FIELD_STATS) || view == FIELD_VIEW_STATS)
		whole_cell(f, tb, c);
	c->len = strlen(c->text);
}

static void put_cell(const struct cell *c)
{
	printf("%.*s%s%.*s%s%s", c->value, c->text, colour_begin(c->colour),
	       c->value_len, c->text + c->value, colour_end(c->colour),
	       c->text + c->value + c->value_len);
}

/* Spaces are owed until something follows: no line ends in one. */
static void put(const struct cell *c, int width, int *owed)
{
	if (c->len) {
		printf("%*s", *owed, "");
		put_cell(c);
		*owed = 0;
	}
	*owed += width - c->len;
}

static void line(const struct field_list *list, const struct nlattr **tb,
		 enum field_view view, const int *widths, int owed)
{
	struct cell c;
	unsigned int i;

	for (i = 0; i < list->count; i++) {
		cell(&list->fields[i], tb, view, &c);
		if (!c.len && !widths[i])
			continue;
		put(&c, widths[i] > c.len ? widths[i] : c.len, &owed);
		owed++;
	}
	putchar('\n');
}

void field_list_text(const struct field_list *list, const struct nlattr **tb,
		     enum field_view view, unsigned int first_width)
{
	int widths[COLUMNS_MAX] = { first_width };

	line(list, tb, view, widths, 1);
}

/* A value without a label stays with the one before: packets and octets. */
static bool is_rest(const struct field *f)
{
	return !*f->label && f->unit;
}

void field_list_fold(const struct field_list *list, const struct nlattr **tb,
		     enum field_view view, struct fold *fold)
{
	struct cell c, rest;
	unsigned int i;

	for (i = 0; i < list->count; i++) {
		cell(&list->fields[i], tb, view, &c);
		while (i + 1 < list->count && is_rest(&list->fields[i + 1])) {
			cell(&list->fields[++i], tb, view, &rest);
			snprintf(c.text + c.len, sizeof(c.text) - c.len, "%s%s",
				 c.len && rest.len ? " " : "", rest.text);
			c.len = strlen(c.text);
		}
		if (c.len)
			fold_coloured(fold, c.text, c.value, c.value_len,
				      c.colour);
	}
}

static void measure(const struct field_list *list, const struct nlattr **tb,
		    enum field_view view, int *widths)
{
	struct cell c;
	unsigned int i;

	for (i = 0; i < list->count; i++) {
		cell(&list->fields[i], tb, view, &c);
		if (c.len > widths[i])
			widths[i] = c.len;
	}
}

/* Is there room for all columns in a line?  There is for programs, which count columns. */
static bool narrow(enum field_view view, const int *widths)
{
	unsigned int i;
	int used = 0;

	for (i = 0; i < COLUMNS_MAX; i++)
		if (widths[i])
			used += !!used + widths[i];
	return used <= FOLD_WIDTH || view == FIELD_VIEW_BRIEF;
}

static void folded(const struct field_list *list, const struct nlattr **tb,
		   enum field_view view)
{
	struct fold fold = { 0 };

	field_list_fold(list, tb, view, &fold);
	fold_end(&fold);
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

/* All records of an answer, in columns, or each in as many lines as it needs. */
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
		if (narrow(view, widths))
			line(list, tb, view, widths, 0);
		else
			folded(list, tb, view);
	}
}
