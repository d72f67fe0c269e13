// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "filename.h"

/* A line of a configuration has no room for others. */
static bool plain(const char *path)
{
	for (; *path; path++)
		if ((unsigned char)*path < ' ' || *path == 0x7f)
			return false;
	return true;
}

/* Symbolic links stay: the administrator may let them point to another file. */
static bool absolute(const char *path, char *whole, size_t size)
{
	char here[PATH_MAX];
	int len;

	if (*path == '/')
		len = snprintf(whole, size, "%s", path);
	else if (getcwd(here, sizeof(here)))
		len = snprintf(whole, size, "%s/%s", here, path);
	else
		return false;
	return len >= 0 && (size_t)len < size;
}

void filename_put(struct nlmsghdr *nlh, uint16_t attr, const char *path)
{
	char whole[FILENAME_MAX_LEN + 1];
	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return;
	if (absolute(path, whole, sizeof(whole)) && plain(whole))
		mnl_attr_put_strz(nlh, attr, whole);
	else
		warning("%s: this name is too long or too odd for fama save", path);
}
