/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_FIELD_H
#define FAMA_COMMON_FIELD_H

#include <stdint.h>

#include "args.h"
#include "colour.h"
#include "fold.h"
#include "genl.h"

enum field_type {
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_U64,
	FIELD_BOOL,
	FIELD_NAME,
	FIELD_SET,
	FIELD_STATUS,
	FIELD_STRING,
	FIELD_HEX,
	FIELD_ADDRESS,
	FIELD_PREFIX,
	FIELD_DEVICE,
	FIELD_TEXT,
};

/* Where a field is left out. */
#define FIELD_STATS	0x01	/* of text, but with -s */
#define FIELD_SPARSE	0x02	/* of JSON only if it is there: now and then, or in events */
/* Where a field stands. */
#define FIELD_BRIEF	0x04	/* in text with -br, as a value without its label */
/* What it is as a metric, which it is if it has @help: a counter, else a gauge. */
#define FIELD_COUNTER	0x08
#define FIELD_LABEL	0x10	/* no metric, but a label of all metrics of the record */

enum field_view {
	FIELD_VIEW_PLAIN,
	FIELD_VIEW_STATS,
	FIELD_VIEW_BRIEF,
};

/*
 * struct field - one attribute of a record, as JSON and as text
 * @key: its name in JSON
 * @label: what stands before it in text, may be empty
 * @unit: what stands behind it in text
 * @names: of the values; of a bool, only in text; of a text, there if it is a set
 * @attr2: of a prefix: its length
 * @help: what it means, of a metric
 * @text: of a text that is made of several attributes; false if it is absent
 * @colours: of the values that have names; others have that of their type, or @colour
 */
struct field {
	const char *key;
	const char *label;
	const char *unit;
	const char *help;
	const char *const *names;
	const uint8_t *colours;
	bool (*text)(const struct nlattr **tb, char *buf, size_t size);
	uint16_t attr;
	uint16_t attr2;
	uint8_t names_count;
	uint8_t type;
	uint8_t flags;
	uint8_t colour;
};

struct field_list {
	const struct field *fields;
	unsigned int count;
};

#define FIELD_LIST(array) { .fields = array, .count = ARRAY_SIZE(array) }

void field_list_json(const struct field_list *list, const struct nlattr **tb);
void field_list_text(const struct field_list *list, const struct nlattr **tb,
		     enum field_view view, unsigned int first_width);
/* Into a line that was begun, and is not ended. */
void field_list_fold(const struct field_list *list, const struct nlattr **tb,
		     enum field_view view, struct fold *fold);
void field_list_show(const struct field_list *list, const struct genl *g,
		     const struct args *a);

/* Names of the bits that are set, with commas */
void field_set(const char *const *names, unsigned int count, uint32_t bits,
	       char *buf, size_t size);

/* As JSON has it; false if it is absent. */
bool field_value(const struct field *f, const struct nlattr **tb, char *buf,
		 size_t size);
bool field_number(const struct field *f, const struct nlattr **tb, uint64_t *n);

uint32_t field_u32(const struct nlattr *attr);
bool field_true(const struct nlattr *attr);
const char *field_string(const struct nlattr *attr);
const char *field_device(uint32_t ifindex);

#endif
