/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_PERMIT_H
#define FAMA_MN_PERMIT_H

#include "common/args.h"
#include "common/setting.h"

/* What a rule is made of, in the order of the words. */
extern const struct settings permit_settings;

int mn_permit(struct args *a);

#endif
