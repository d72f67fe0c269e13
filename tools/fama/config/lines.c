// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/args.h"
#include "common/err.h"
#include "lines.h"

#define FILE_MAX (16 << 20)	/* octets: some hundred thousand lines */
#define LINE_MAX_LEN 16384
#define WORDS_MAX 1024

static const char blanks[] = " \t\r\n\v\f";

const char *lines_name(const char *path)
{
	return strcmp(path, "-") ? path : "(standard input)";
}

void lines_put_word(FILE *f, const char *word)
{
	const char *c = word;

	while (isalnum((unsigned char)*c) || (*c && strchr("_@%+=:,./-", *c)))
		c++;
	if (*word && !*c) {
		fputs(word, f);
		return;
	}
	fputc('\'', f);
	for (; *word; word++)
		if (*word == '\'')
			fputs("'\\''", f);
		else
			fputc(*word, f);
	fputc('\'', f);
}

/*
 * Take what is quoted, behind the quote, to @to.
 * Return: what follows, or NULL: the quote has no end.
 */
static char *take_quoted(char *from, char quote, char **to)
{
	while (*from && *from != quote) {
		if (quote == '"' && *from == '\\' && from[1])
			from++;
		*(*to)++ = *from++;
	}
	return *from ? from + 1 : NULL;
}

/* Take one word; it becomes shorter by its quotes. */
static char *take_word(char *from)
{
	char *to = from;

	while (from && *from && !strchr(blanks, *from)) {
		if (*from == '\'' || *from == '"') {
			from = take_quoted(from + 1, *from, &to);
			continue;
		}
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from++;
	}
	if (from) {
		if (*from)
			from++;
		*to = '\0';
	}
	return from;
}

static int split(char *line, char **words)
{
	unsigned int n = 0;

	for (;;) {
		line += strspn(line, blanks);
		if (!*line || *line == '#')
			break;
		if (n == WORDS_MAX)
			return fail_usage("more than %u words", WORDS_MAX);
		words[n++] = line;
		line = take_word(line);
		if (!line)
			return fail_usage("a quote has no end");
	}
	words[n] = NULL;
	return STATUS_OK;
}

static int read_line(char *line, size_t len, char **words)
{
	if (strlen(line) != len)
		return fail_usage("there is a character of value 0");
	if (len > LINE_MAX_LEN)
		return fail_usage("the line is longer than %u octets", LINE_MAX_LEN);
	return split(line, words);
}

static int read_all(FILE *f, const char *name,
		    int (*take)(char **words, unsigned int line, void *data),
		    void *data)
{
	char *words[WORDS_MAX + 1], *line = NULL;
	unsigned int number = 0;
	size_t size = 0, total = 0;
	int worst = STATUS_OK, err;
	ssize_t len;

	while ((len = getline(&line, &size, f)) >= 0) {
		err_place(name, ++number);
		total += len;
		if (total > FILE_MAX) {
			worst = fail_usage("the file has more than %u octets", FILE_MAX);
			break;
		}
		err = read_line(line, len, words);
		if (!err && *words)
			err = take(words, number, data);
		if (err > worst)
			worst = err;
	}
	err_place(name, 0);
	if (ferror(f))
		worst = fail("%s", strerror(errno));
	if (line)
		explicit_bzero(line, size);
	free(line);
	return worst;
}

int lines_read(const char *path, int (*take)(char **words, unsigned int line, void *data),
	       void *data)
{
	bool input = !strcmp(path, "-");
	FILE *f = input ? stdin : fopen(path, "re");
	int err;

	if (!f)
		return fail("%s: %s", path, strerror(errno));
	err = read_all(f, lines_name(path), take, data);
	if (!input)
		fclose(f);
	return err;
}
