/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_KEY_SEARCH_H
#define FAMA_KEY_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From now on a signal ends a search, with a message, and does not end the program. */
void search_catch_signals(void);
bool search_interrupted(void);

int search_modifier(uint8_t *modifier, unsigned int sec, const uint8_t *spki,
		    size_t spki_len);

#endif
