/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DAR_ANCHOR_H
#define FAMA_DAR_ANCHOR_H

#include "common/args.h"
#include "common/field.h"
#include "common/setting.h"

extern const struct field_list anchor_fields;
extern const char *const anchor_size_names[3];
extern const struct settings anchor_settings;

bool anchor_state_text(const struct nlattr **tb, char *buf, size_t size);

/* RSA keys that the kernel takes, if it refuses some. */
bool anchor_rsa_text(const struct nlattr **tb, char *buf, size_t size);

int anchor_add(struct args *a);
int anchor_change(struct args *a);
int anchor_del(struct args *a);

#endif
