/* SPDX-License-Identifier: GPL-2.0-only */
/* Colours of what is shown to people, as ip(8) has them. */
#ifndef FAMA_COMMON_COLOUR_H
#define FAMA_COMMON_COLOUR_H

enum colour {
	COLOUR_NONE,
	COLOUR_DEVICE,
	COLOUR_ADDRESS,
	COLOUR_GOOD,
	COLOUR_BAD,
};

/*
 * Say when there are colours: "always", "never", or "auto", which is what holds at first: on a
 * terminal, unless NO_COLOR says that they are not wanted.  Return: the status of the program.
 */
int colour_set(const char *when);

/* What begins and ends a colour on stdout, empty without colours. */
const char *colour_begin(enum colour colour);
const char *colour_end(enum colour colour);

#endif
