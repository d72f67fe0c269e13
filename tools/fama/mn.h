/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_H
#define FAMA_MN_H

#include "args.h"

extern const char *const mn_state_names[5];
extern const char *const mn_auth_names[2];

int mn(struct args *a);

struct key;
struct nlmsghdr;

/* What a request says of a key. */
int mn_put_key(struct nlmsghdr *nlh, const struct key *k);

#endif
