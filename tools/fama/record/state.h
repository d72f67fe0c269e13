/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RECORD_STATE_H
#define FAMA_RECORD_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define STATE_DEVICES_MAX 64

/**
 * struct state - what the modules say of themselves, and of which a recording has lines
 * @tunnel: the device of the router's tunnels, 0: it is none
 * @devices: the interfaces of the node
 * @count: of them, 0: it is none
 * @written: what the counters of each role were when they were last written, in short
 */
struct state {
	unsigned int tunnel;
	unsigned int devices[STATE_DEVICES_MAX];
	unsigned int count;
	uint64_t written[2];
};

/*
 * Write the counters of the roles that are loaded if they have changed, and see which devices they
 * have.  @only: of feed_role().
 */
int state_look(struct state *s, int only);
/* Write all addresses and bindings. */
int state_write(int only);

bool state_has(const struct state *s, unsigned int ifindex);

#endif
