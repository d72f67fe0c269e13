// SPDX-License-Identifier: GPL-2.0-only
/* JSON on stdout. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json.h"

/* A value was written and the next one needs a comma before it. */
static bool comma;

/* The value of a key follows, in its line. */
static bool keyed;

static bool pretty;
static unsigned int depth;

void json_pretty(bool on)
{
	pretty = on;
}

bool json_is_pretty(void)
{
	return pretty;
}

static void begin_line(void)
{
	unsigned int i;

	if (!pretty)
		return;
	putchar('\n');
	for (i = 0; i < depth; i++)
		fputs("    ", stdout);
}

static void separate(void)
{
	if (comma)
		putchar(',');
	if (depth && !keyed)
		begin_line();
	comma = true;
	keyed = false;
}

void json_open(char bracket)
{
	separate();
	putchar(bracket);
	comma = false;
	depth++;
}

void json_close(char bracket)
{
	depth--;
	if (comma)
		begin_line();
	putchar(bracket);
	comma = true;
}

/* Octets of the UTF-8 character at @s, 0 if there is none. */
static unsigned int utf8_length(const unsigned char *s)
{
	unsigned int i, length;

	if (*s >= 0xc2 && *s <= 0xdf)
		length = 2;
	else if (*s >= 0xe0 && *s <= 0xef)
		length = 3;
	else if (*s >= 0xf0 && *s <= 0xf4)
		length = 4;
	else
		return 0;
	for (i = 1; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f) ||
	    (*s == 0xf0 && s[1] < 0x90) || (*s == 0xf4 && s[1] > 0x8f))
		return 0;
	return length;
}

/* Interface names are octets: one that is not UTF-8 is taken for Latin-1. */
static void quote(const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	unsigned int length;

	putchar('"');
	while (*s) {
		length = *s < 0x80 ? 1 : utf8_length(s);
		if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else if (*s < 0x20 || *s == 0x7f || !length)
			printf("\\u%04x", *s);
		else
			fwrite(s, 1, length, stdout);
		s += length ? length : 1;
	}
	putchar('"');
}

void json_key(const char *key)
{
	separate();
	quote(key);
	fputs(pretty ? ": " : ":", stdout);
	comma = false;
	keyed = true;
}

void json_string(const char *string)
{
	separate();
	quote(string);
}

void json_number(uint64_t number)
{
	separate();
	printf("%" PRIu64, number);
}

void json_bool(bool value)
{
	separate();
	fputs(value ? "true" : "false", stdout);
}

void json_null(void)
{
	separate();
	fputs("null", stdout);
}

void json_end(void)
{
	putchar('\n');
	comma = false;
}
