/* SPDX-License-Identifier: GPL-2.0-only */
/* A file is replaced as a whole, or not at all, by one that only its owner can read. */
#ifndef FAMA_COMMON_REPLACE_H
#define FAMA_COMMON_REPLACE_H

#include <stdio.h>

/*
 * struct replace - a file that is being written
 * @path: the file that it replaces in the end
 * @temporary: the file that it is written to; empty until there is one
 * @file: the same
 */
struct replace {
	const char *path;
	char temporary[4096];
	FILE *file;
};

int replace_open(struct replace *r, const char *path);

/* What was written takes the place of the file, and is on the disk. */
int replace_finish(struct replace *r);

/* After that, or instead of it: then the file is as it was. */
void replace_close(struct replace *r);

#endif
