/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MONITOR_EVENT_H
#define FAMA_MONITOR_EVENT_H

#include "common/field.h"

/* A kind of notification: its name, and what is shown of it. */
struct event {
	const char *name;
	const struct field_list *list;
};

/* The notifications of one family. */
struct event_role {
	const char *name;
	uint8_t command;
	uint16_t event_attr;
	uint16_t time_attr;
	const struct event *events;
	unsigned int count;
};

extern const struct event_role event_dar;
extern const struct event_role event_mn;

#endif
