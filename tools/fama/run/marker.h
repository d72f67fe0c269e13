/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RUN_MARKER_H
#define FAMA_RUN_MARKER_H

#include <stdint.h>

/*
 * struct marker - what new sockets get
 * @mark: value of the bits of their mark (SO_MARK) that are in @mask
 * @mask: other bits stay what they are
 */
struct marker {
	uint32_t mark;
	uint32_t mask;
};

/* The sockets that will be made in a cgroup, an open directory, and below it, have the mark. */
int marker_attach(const struct marker *m, int cgroup);

#endif
