/* SPDX-License-Identifier: GPL-2.0-only */
/* The way from one configuration to another. */
#ifndef FAMA_CONFIG_PLAN_H
#define FAMA_CONFIG_PLAN_H

#include "config.h"

/*
 * struct step - a request of a plan
 * @kind: what it is about, CONFIG_KINDS: the role as a whole
 */
struct step {
	struct step *next;
	struct request *request;
	enum config_kinds kind;
};

/*
 * struct plan - steps, in their order
 * @anew: set of the roles that are disabled first, and enabled again
 */
struct plan {
	struct step *steps;
	struct step **end;
	unsigned int anew;
};

/*
 * Find the steps from @have to @want for the roles that @want knows, except those to enable a
 * role anew, for which @anew says which need it.
 */
int plan_make(struct plan *p, const struct config *have, const struct config *want,
	      unsigned int anew);
void plan_free(struct plan *p);

#endif
