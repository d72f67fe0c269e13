// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fold.h"

static void space(struct fold *f, int len)
{
	if (f->used && f->used + 1 + len > FOLD_WIDTH)
		f->used = printf("\n%*s", FOLD_INDENT, "") - 1;
	else if (f->used)
		f->used += printf(" ");
}

void fold_coloured(struct fold *f, const char *words, int begin, int len,
		   enum colour colour)
{
	space(f, strlen(words));
	printf("%.*s%s%.*s%s%s", begin, words, colour_begin(colour), len,
	       words + begin, colour_end(colour), words + begin + len);
	f->used += strlen(words);
}

void fold_words(struct fold *f, const char *format, ...)
{
	char words[512];
	va_list list;

	va_start(list, format);
	vsnprintf(words, sizeof(words), format, list);
	va_end(list);
	fold_coloured(f, words, strlen(words), 0, COLOUR_NONE);
}

void fold_device(struct fold *f, const char *label, const char *device)
{
	const char *name = device ? device : "none";
	char words[64];

	snprintf(words, sizeof(words), "%s %s", label, name);
	fold_coloured(f, words, strlen(label) + 1, strlen(name), COLOUR_DEVICE);
}

void fold_end(struct fold *f)
{
	putchar('\n');
	f->used = 0;
}
