/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_H
#define FAMA_DAR_H

#include "common/args.h"
#include "common/field.h"

extern const struct field_list dar_binding_fields;
extern const struct field_list dar_memory_fields;

extern const char *const dar_auth_names[2];

int dar(struct args *a);

#endif
