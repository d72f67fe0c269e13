/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of text that fit a terminal: what does not fit goes on in the next line, indented. */
#ifndef FAMA_COMMON_FOLD_H
#define FAMA_COMMON_FOLD_H

#include "colour.h"

#define FOLD_WIDTH 80
#define FOLD_INDENT 4

/*
 * struct fold - a line that is being written to stdout; all zero at its beginning
 * @used: characters in it
 */
struct fold {
	int used;
};

/* Words that stay together, with a space before them. */
void fold_words(struct fold *f, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, of which the characters from @begin on are in a colour; @len of them. */
void fold_coloured(struct fold *f, const char *words, int begin, int len,
		   enum colour colour);

/* The name of a device behind a word; NULL: "none" */
void fold_device(struct fold *f, const char *label, const char *device);

void fold_end(struct fold *f);

#endif
