/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration that a file of commands makes. */
#ifndef FAMA_CONFIG_WANTED_H
#define FAMA_CONFIG_WANTED_H

#include "config.h"

/*
 * struct wanted - what the file says
 * @requests: what its commands would tell the modules; @config points into them
 */
struct wanted {
	struct config config;
	struct request *requests;
	struct request **end;
	unsigned int line;
};

void wanted_init(struct wanted *w);
void wanted_free(struct wanted *w);

/* Read a file; no module is asked.  All that is wrong is said. */
int wanted_read(struct wanted *w, const char *path);

/* Let a command say what it would tell a module; NULL: something is wrong, which was said. */
struct request *wanted_request(struct wanted *w, char **words);

#endif
