/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DARSET_H
#define FAMA_DARSET_H

#include "args.h"
#include "field.h"
#include "setting.h"

extern const struct field_list dar_set_fields;
extern const struct settings dar_settings;

int dar_set(struct args *a);

#endif
