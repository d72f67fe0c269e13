/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows as text and as JSON. */
#ifndef FAMA_TOP_TABLE_H
#define FAMA_TOP_TABLE_H

#include <stdio.h>

#include "rows.h"

/* No more lines and columns than these; the last line has no end. */
void table_text(FILE *out, const struct rows *rows, const struct row *total, size_t lines,
		unsigned int columns);
void table_json(const struct rows *rows, const struct row *total);

#endif
