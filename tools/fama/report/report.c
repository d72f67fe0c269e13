// SPDX-License-Identifier: GPL-2.0-only
/* fama report: starts what makes a page of a recording, which is written in Python. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/err.h"
#include "common/share.h"
#include "report.h"

#define WORDS_MAX 64

int report(struct args *a)
{
	char path[PATH_MAX + 64];
	const char *argv[WORDS_MAX] = { "python3", "-I", "-B", path };
	unsigned int n = 4;
	int err;

	while (*a->word && n < WORDS_MAX - 1)
		argv[n++] = *a->word++;
	err = args_end(a);
	if (!err)
		err = share_find("report", "__main__.py", path, sizeof(path));
	if (err)
		return err;
	fflush(stdout);
	execvp(*argv, (char *const *)argv);
	return fail("%s: %s (the package python3 has it)", *argv, strerror(errno));
}
