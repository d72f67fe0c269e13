/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_NUMBER_H
#define FAMA_COMMON_NUMBER_H

#include <stdint.h>

const char *number_read(const char *word, char end, uint32_t *value);
int number_parse(const char *what, const char *word, uint32_t max,
		 uint32_t *value);

#endif
