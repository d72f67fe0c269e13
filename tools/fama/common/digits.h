/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_DIGITS_H
#define FAMA_COMMON_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool digits_read(const char *text, uint8_t *octets, size_t len);

#endif
