/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DARSET_H
#define FAMA_DARSET_H

#include "args.h"
#include "field.h"

extern const struct field_list dar_set_fields;

int dar_set(struct args *a);

#endif
