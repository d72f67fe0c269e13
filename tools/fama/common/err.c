// SPDX-License-Identifier: GPL-2.0-only
/* One line on stderr for each thing that went wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "err.h"

static const char *place_file;
static unsigned int place_line;

void err_place(const char *file, unsigned int line)
{
	place_file = file;
	place_line = line;
}

const char *err_place_get(unsigned int *line)
{
	*line = place_line;
	return place_file;
}

static void say_place(void)
{
	if (place_file && place_line)
		fprintf(stderr, "%s:%u: ", place_file, place_line);
	else if (place_file)
		fprintf(stderr, "%s: ", place_file);
}

static void say(const char *kind, const char *format, va_list args)
{
	fflush(stdout);
	fputs("fama: ", stderr);
	say_place();
	fputs(kind, stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

int fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("", format, args);
	va_end(args);
	return STATUS_FAILED;
}

int fail_usage(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("", format, args);
	va_end(args);
	return STATUS_USAGE;
}

void warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("warning: ", format, args);
	va_end(args);
}
