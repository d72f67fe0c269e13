/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MNPERMIT_H
#define FAMA_MNPERMIT_H

#include "args.h"
#include "setting.h"

/* What a rule is made of, in the order of the words. */
extern const struct settings permit_settings;

int mn_permit(struct args *a);

#endif
