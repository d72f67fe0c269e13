/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_H
#define FAMA_MN_H

#include "common/args.h"
#include "common/field.h"
#include "common/genl.h"

extern const char *const mn_state_names[8];
extern const char *const mn_auth_names[2];

extern const struct field_list mn_address_fields;

int mn(struct args *a);

/*
 * Ask for what is to be shown.  In a namespace that is not enabled there is
 * nothing, which is no error.  The caller closes @g.
 */
int mn_run_show(struct args *a, struct genl *g, uint8_t command,
		uint16_t flags);

#endif
