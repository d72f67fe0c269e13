/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_USAGE_H
#define FAMA_COMMON_USAGE_H

#include <stdio.h>

/* How to use what is behind these words, as "dar anchor"; all of the command without words. */
void usage(FILE *out, const char *path);

#endif
