/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MONITOR_FEED_H
#define FAMA_MONITOR_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "common/genl.h"
#include "event.h"

#define FEED_ROLES 2

extern const struct event_role *const feed_roles[FEED_ROLES];

/*
 * struct feed - a socket that receives events
 * @families: of the roles, without id: not loaded
 * @only: the one role that is heard, -1: all
 */
struct feed {
	struct genl g;
	struct genl_family families[FEED_ROLES];
	int only;
};

/**
 * struct feed_event - what has arrived
 * @role: NULL: events were lost, and nothing else is known
 * @event: what kind it is of
 * @tb: its attributes, by their types
 * @ns: when it happened, since 1970
 */
struct feed_event {
	const struct event_role *role;
	const struct event *event;
	const struct nlattr **tb;
	uint64_t ns;
};

/* Read the word that names a role; without it @only is -1: all. */
int feed_role(const char *word, int *only);
int feed_open(struct feed *f, int only);
void feed_close(struct feed *f);
int feed_fd(const struct feed *f);
/* Give @take all that one message of the socket has. */
int feed_receive(struct feed *f, void (*take)(void *data, const struct feed_event *e), void *data);
/* One line of JSON */
void feed_json(const struct feed_event *e);

uint64_t feed_clock(void);

#endif
