/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_SET_H
#define FAMA_DAR_SET_H

#include "common/args.h"
#include "common/field.h"
#include "common/setting.h"

extern const struct field_list dar_set_fields;
extern const struct settings dar_settings;

int dar_set(struct args *a);

#endif
