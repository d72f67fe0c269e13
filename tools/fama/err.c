// SPDX-License-Identifier: GPL-2.0-only
/* One line on stderr for each thing that went wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "err.h"

static void say(const char *kind, const char *format, va_list args)
{
	fflush(stdout);
	fprintf(stderr, "fama: %s", kind);
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
