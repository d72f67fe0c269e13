// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

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

bool proc_installed(const char *module)
{
	char path[PATH_MAX], line[4096], name[80];
	struct utsname uts;
	bool found = false;
	FILE *file;

	if (uname(&uts))
		return false;
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", uts.release);
	snprintf(name, sizeof(name), "/%s.ko", module);
	file = fopen(path, "re");
	if (!file)
		return false;
	while (!found && fgets(line, sizeof(line), file)) {
		line[strcspn(line, ":")] = '\0';
		found = strstr(line, name);
	}
	fclose(file);
	return found;
}
