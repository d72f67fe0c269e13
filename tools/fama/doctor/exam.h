/* SPDX-License-Identifier: GPL-2.0-only */
/* One examination: a function that looks and changes nothing. */
#ifndef FAMA_DOCTOR_EXAM_H
#define FAMA_DOCTOR_EXAM_H

#include "patient.h"

/*
 * struct exam - a row of the table
 * @roles: set of those that it is for
 * @always: also while the role is not enabled
 */
struct exam {
	const char *name;
	unsigned int roles;
	bool always;
	void (*look)(struct patient *p);
};

#endif
