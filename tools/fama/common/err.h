/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_ERR_H
#define FAMA_COMMON_ERR_H

/* Exit statuses; every function that returns int returns one of these. */
enum {
	STATUS_OK,
	STATUS_FAILED,
	STATUS_USAGE,
};

int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
void warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Messages are about a line of a file from now on, 0: the file; NULL: about no file. */
void err_place(const char *file, unsigned int line);
const char *err_place_get(unsigned int *line);

#endif
