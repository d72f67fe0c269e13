/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of files that a module keeps beside what it was given from them. */
#ifndef FAMA_COMMON_FILENAME_H
#define FAMA_COMMON_FILENAME_H

#include <libmnl/libmnl.h>

#define FILENAME_MAX_LEN 255

/*
 * Add the name of a regular file to a request, from the root on.  What is not found again
 * under its name, as a pipe, has none.
 */
void filename_put(struct nlmsghdr *nlh, uint16_t attr, const char *path);

#endif
