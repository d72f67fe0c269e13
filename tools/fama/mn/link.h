/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_LINK_H
#define FAMA_MN_LINK_H

#include "common/args.h"
#include "common/field.h"

extern const struct field_list mn_link_fields;

int mn_link(struct args *a);

#endif
