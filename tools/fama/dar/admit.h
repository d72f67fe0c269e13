/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_ADMIT_H
#define FAMA_DAR_ADMIT_H

#include "common/args.h"
#include "common/field.h"

extern const struct field_list admit_fields;

int admit_add(struct args *a);
int admit_del(struct args *a);
int admit_flush(struct args *a);

#endif
