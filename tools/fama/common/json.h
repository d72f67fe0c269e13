/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_JSON_H
#define FAMA_COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>

/*
 * From now on one member of an object or array stands in each line, or all are in one line again.
 * Who writes a stream, whose lines are values, says so.
 */
void json_pretty(bool on);
bool json_is_pretty(void);

/* Writes one JSON value to stdout, piece by piece; adds the commas. */
void json_open(char bracket);
void json_close(char bracket);
void json_key(const char *key);
void json_string(const char *string);
void json_number(uint64_t number);
void json_bool(bool value);
void json_null(void);
void json_end(void);

#endif
