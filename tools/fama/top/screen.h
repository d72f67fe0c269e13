/* SPDX-License-Identifier: GPL-2.0-only */
/* A terminal that shows one thing which changes, until somebody has seen enough. */
#ifndef FAMA_TOP_SCREEN_H
#define FAMA_TOP_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

/* Why a pause is over. */
enum screen_end {
	SCREEN_TIME,
	SCREEN_RESIZED,
	SCREEN_QUIT,
};

/* Return: false: stdin and stdout are no terminal. */
bool screen_open(void);
void screen_close(void);

void screen_size(unsigned int *lines, unsigned int *columns);

/* Show lines, the last one without an end; they fit. */
void screen_show(const char *text);

/* Wait so long, unless something happens. */
enum screen_end screen_pause(uint64_t ns);

#endif
