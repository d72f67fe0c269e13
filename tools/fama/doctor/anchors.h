/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_DOCTOR_ANCHORS_H
#define FAMA_DOCTOR_ANCHORS_H

#include <arpa/inet.h>

#include "patient.h"

/* struct anchor - what an anchor says of itself; the name of its device is that of the message */
struct anchor {
	char prefix[INET6_ADDRSTRLEN];
	const char *dev;
	unsigned int state;
	unsigned int admit;
	uint32_t key_sizes;
	bool fib;
};

bool anchors_parse(struct anchor *a, const struct nlmsghdr *nlh);

/* The first anchor whose bindings have no routes, on @dev or, NULL, any device. */
bool anchors_without_fib(const struct patient *p, const char *dev, struct anchor *a);

/* Does every anchor of the router serve its nodes? */
void anchors_look(struct patient *p);

/* Does it take note of those who come to its links? */
void anchors_look_guests(struct patient *p);

/* Does the router accept bindings, and does it know its nodes again after a crash? */
void anchors_look_router(struct patient *p);

#endif
