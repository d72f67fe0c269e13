/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_SHARE_H
#define FAMA_COMMON_SHARE_H

#include <stddef.h>

/* The path of this program. */
int share_self(char *path, size_t size);

/* The folder of scripts that has this file, as it was built or as it was installed. */
int share_find(const char *folder, const char *file, char *path, size_t size);

#endif
