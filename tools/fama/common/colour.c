// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "colour.h"
#include "err.h"

enum when { AUTO, ALWAYS, NEVER };

static unsigned int when = AUTO;

/* On a light ground and on a dark one. */
static const char *const codes[][2] = {
	[COLOUR_DEVICE] = { "\033[36m", "\033[1;36m" },
	[COLOUR_ADDRESS] = { "\033[34m", "\033[1;34m" },
	[COLOUR_GOOD] = { "\033[32m", "\033[1;32m" },
	[COLOUR_BAD] = { "\033[31m", "\033[1;31m" },
};

int colour_set(const char *word)
{
	static const char *const names[] = {
		[AUTO] = "auto",
		[ALWAYS] = "always",
		[NEVER] = "never",
	};

	return args_choice("color", word, names, ARRAY_SIZE(names), &when);
}

static bool wanted(void)
{
	const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (when != AUTO)
		return when == ALWAYS;
	return isatty(STDOUT_FILENO) && !(no && *no) &&
	       !(terminal && !strcmp(terminal, "dumb"));
}

/* Some terminals tell their colours as "15;0": the last one is the ground. */
static bool dark(void)
{
	const char *colours = getenv("COLORFGBG");
	const char *ground = colours ? strrchr(colours, ';') : NULL;

	return ground && ground[1] && !ground[2] && ground[1] != '7' &&
	       ground[1] >= '0' && ground[1] <= '8';
}

const char *colour_begin(enum colour colour)
{
	return colour && wanted() ? codes[colour][dark()] : "";
}

const char *colour_end(enum colour colour)
{
	return colour && wanted() ? "\033[0m" : "";
}
