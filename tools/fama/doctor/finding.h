/* SPDX-License-Identifier: GPL-2.0-only */
/* What was found: one thing that is missing or wrong, and the command that mends it. */
#ifndef FAMA_DOCTOR_FINDING_H
#define FAMA_DOCTOR_FINDING_H

#include <stdbool.h>

enum severity {
	SEVERITY_ERROR,		/* the role cannot work */
	SEVERITY_WARNING,	/* a part of the role does not work */
};

#define FINDINGS_MAX 64

/*
 * struct finding - one of them
 * @role: name of the role that was examined
 * @id: what scripts know it by; it is never changed
 * @text: one or two sentences
 * @command: what mends it; words in capitals are for the reader to fill in
 */
struct finding {
	const char *role;
	const char *id;
	enum severity severity;
	char text[512];
	char command[512];
};

struct findings {
	struct finding list[FINDINGS_MAX];
	unsigned int count;
};

struct finding *finding_add(struct findings *all, const char *role, const char *id,
			    enum severity severity);
void findings_show(const struct findings *all, bool json);

/* A word as a shell reads it: quoted if it has to be; valid until the eighth next call. */
const char *shell_word(const char *word);

#endif
