/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MN_MARK_H
#define FAMA_MN_MARK_H

#include "run/marker.h"

/* Which kind of address a program shall get */
enum mnmark {
	MNMARK_HOME,
	MNMARK_CAREOF,
};

/* The mark that "fama mn set" has given to a kind of address. */
int mnmark_get(enum mnmark kind, struct marker *m);

#endif
