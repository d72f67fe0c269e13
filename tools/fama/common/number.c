// SPDX-License-Identifier: GPL-2.0-only
/* Numbers on the command line */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "number.h"

/*
 * number_read - read a number, decimal, or hexadecimal with 0x
 * @end: what may follow it
 *
 * Return: what follows, NULL: it is none, or too large.
 */
const char *number_read(const char *word, char end, uint32_t *value)
{
	unsigned long long n;
	char *rest;

	if (*word < '0' || *word > '9')
		return NULL;
	errno = 0;
	n = strtoull(word, &rest, strncmp(word, "0x", 2) ? 10 : 16);
	if (errno || n > UINT32_MAX || (*rest && *rest != end))
		return NULL;
	*value = n;
	return rest;
}

/* A word that is a number, but too large for any of ours. */
static bool is_large(const char *word)
{
	size_t digits = strspn(word, "0123456789");

	return digits && !word[digits];
}

int number_parse(const char *what, const char *word, uint32_t max,
		 uint32_t *value)
{
	bool read = number_read(word, '\0', value);

	if (!read && !is_large(word))
		return fail_usage("%s \"%s\" is not a number", what, word);
	if (!read || *value > max)
		return fail_usage("%s %s is out of range", what, word);
	return STATUS_OK;
}
