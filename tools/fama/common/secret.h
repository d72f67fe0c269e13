/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_SECRET_H
#define FAMA_COMMON_SECRET_H

#include <stdint.h>

#define SECRET_LEN 32

int secret_load(uint8_t *octets, const char *path);

#endif
