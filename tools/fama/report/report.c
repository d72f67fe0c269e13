// SPDX-License-Identifier: GPL-2.0-only
/* fama report: starts what makes a page of a recording, which is written in Python. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/err.h"
#include "report.h"

#define WORDS_MAX 64

/* As it was built, and as it was installed. */
static const char *const places[] = { "report", "../share/fama/report" };

/* The folder of this program, with a slash at its end. */
static int find_folder(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);

	if (len < 0)
		return fail("/proc/self/exe: %s", strerror(errno));
	path[len] = '\0';
	strrchr(path, '/')[1] = '\0';
	return STATUS_OK;
}

static int find_report(char *path, size_t size)
{
	char folder[PATH_MAX], file[PATH_MAX + 64];
	unsigned int i;
	int err;

	err = find_folder(folder, sizeof(folder));
	for (i = 0; !err && i < ARRAY_SIZE(places); i++) {
		snprintf(path, size, "%s%s", folder, places[i]);
		snprintf(file, sizeof(file), "%s/__main__.py", path);
		if (!access(file, R_OK))
			return STATUS_OK;
	}
	return err ? err : fail("%s: %s", file, strerror(errno));
}

int report(struct args *a)
{
	char path[PATH_MAX + 32];
	const char *argv[WORDS_MAX] = { "python3", "-I", "-B", path };
	unsigned int n = 4;
	int err;

	while (*a->word && n < WORDS_MAX - 1)
		argv[n++] = *a->word++;
	err = args_end(a);
	if (!err)
		err = find_report(path, sizeof(path));
	if (err)
		return err;
	fflush(stdout);
	execvp(*argv, (char *const *)argv);
	return fail("%s: %s (the package python3 has it)", *argv, strerror(errno));
}
