/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MNPERMIT_H
#define FAMA_MNPERMIT_H

#include "args.h"

int mn_permit(struct args *a);

#endif
