// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proc.h"

static bool read_line(char *line, size_t size, const char *path)
{
	FILE *file = fopen(path, "re");
	bool good;

	if (!file)
		return false;
	good = fgets(line, size, file);
	fclose(file);
	if (good)
		line[strcspn(line, "\n")] = '\0';
	return good;
}

bool proc_line(char *line, size_t size, const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	return read_line(line, size, path);
}

long proc_ipv6(const char *format, ...)
{
	char path[PATH_MAX] = "/proc/sys/net/ipv6/", line[32];
	size_t used = strlen(path);
	va_list args;

	va_start(args, format);
	vsnprintf(path + used, sizeof(path) - used, format, args);
	va_end(args);
	return read_line(line, sizeof(line), path) ? strtol(line, NULL, 10) : -1;
}
