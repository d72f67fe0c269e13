/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_SET_H
#define FAMA_MN_SET_H

#include "common/args.h"
#include "common/fold.h"
#include "common/genl.h"
#include "common/setting.h"

extern const struct settings mn_settings;

int mn_set(struct args *a);

/* The settings, as they end a line of text, or inside a JSON object. */
void mn_set_text(const struct nlattr **tb, struct fold *fold);
void mn_set_json(const struct nlattr **tb);

#endif
