/* SPDX-License-Identifier: GPL-2.0-only */
/* What every examination of a role looks at: asked once, changed by nothing. */
#ifndef FAMA_DOCTOR_PATIENT_H
#define FAMA_DOCTOR_PATIENT_H

#include <net/if.h>
#include <stdbool.h>

#include "common/genl.h"
#include "finding.h"
#include "links.h"

enum {
	ROLE_DAR = 1,
	ROLE_MN = 2,
};

#define PATIENT_DEVICES_MAX 64

/*
 * struct patient - one role of this network namespace
 * @role: ROLE_DAR or ROLE_MN
 * @name: of the role, its module and its family
 * @loaded: the module is there
 * @enabled: and serves in this namespace
 * @tunnel: name of the tunnel device, empty without one
 * @status: its answer has the status of the role
 * @list: its answer has the anchors of a router, the addresses of a node
 * @links: its answer has the interfaces of a node; not of a router
 * @all: the devices of the namespace
 * @device: numbers of the devices where nodes are, or routers
 * @uplink: number of the device of the way to everywhere, 0: there is none
 * @listen: seconds to listen to advertisements, 0: not at all
 */
struct patient {
	unsigned int role;
	const char *name;
	bool loaded;
	bool enabled;
	char tunnel[IFNAMSIZ];
	struct genl status;
	struct genl list;
	struct genl links;
	struct links all;
	unsigned int device[PATIENT_DEVICES_MAX];
	unsigned int devices;
	unsigned int uplink;
	unsigned int listen;
	struct findings *findings;
};

/* Return: 0, or the status of a program that cannot go on. */
int patient_admit(struct patient *p, unsigned int role, struct findings *findings);
void patient_discharge(struct patient *p);

/* A finding about it: what is wrong, and then the command, which mend() sets. */
struct finding *patient_has(struct patient *p, const char *id, enum severity severity,
			    const char *format, ...) __attribute__((format(printf, 4, 5)));
void mend(struct finding *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Attributes of the status; a counter of it, 0 if there is none of this name. */
void patient_status(const struct patient *p, const struct nlattr **tb);
uint64_t patient_counter(const struct patient *p, const char *name);

#endif
