/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of commands, one on a line. */
#ifndef FAMA_CONFIG_LINES_H
#define FAMA_CONFIG_LINES_H

#include <stdio.h>

/*
 * Read a file, "-" is the standard input, and give the words of each line that has some to
 * @take.  A word in quotes may have blanks; a word that begins with # begins a comment.
 *
 * Messages say the line.  The whole file is read, whatever is wrong in it.
 *
 * Return: the worst status of any line.
 */
int lines_read(const char *path, int (*take)(char **words, unsigned int line, void *data),
	       void *data);

/* What messages call the file. */
const char *lines_name(const char *path);

/* Write a word as a line of such a file, or of a shell, has it. */
void lines_put_word(FILE *f, const char *word);

#endif
