/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_KEY_SEARCH_H
#define FAMA_KEY_SEARCH_H

#include <stddef.h>
#include <stdint.h>

int search_modifier(uint8_t *modifier, unsigned int sec, const uint8_t *spki,
		    size_t spki_len);

#endif
