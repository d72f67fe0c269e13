/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_KEY_KEYCMD_H
#define FAMA_KEY_KEYCMD_H

#include "common/args.h"

int keycmd(struct args *a);
int keycmd_export(const char *path);

#endif
