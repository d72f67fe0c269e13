/* SPDX-License-Identifier: GPL-2.0-only */
/* Records and counters in the text format of Prometheus, version 0.0.4, on stdout. */
#ifndef FAMA_METRICS_EXPOSITION_H
#define FAMA_METRICS_EXPOSITION_H

#include "common/counters.h"
#include "common/field.h"
#include "common/genl.h"

/*
 * The fields of all records of an answer that have a meaning as metrics, in base units; @prefix
 * begins their names.
 */
void exposition_records(const char *prefix, const struct field_list *list, const struct genl *g);

/* @help: how the counters are shown otherwise */
void exposition_counters(const char *prefix, const struct counters *c, const struct nlattr *nest,
			 const char *help);

#endif
