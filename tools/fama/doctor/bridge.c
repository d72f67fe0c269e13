// SPDX-License-Identifier: GPL-2.0-only
#include "bridge.h"

void bridge_look(struct patient *p)
{
	const struct link *link;
	struct finding *f;
	unsigned int i;

	for (i = 0; i < p->devices; i++) {
		link = links_find(&p->all, p->device[i]);
		if (!link || !link->bridge || !link->snooping || link->mcast_router)
			continue;
		f = patient_has(p, "bridge-snooping", SEVERITY_ERROR,
				"The bridge %s has MLD snooping, and takes nobody for a multicast router: the router does not hear who asks for a node that is away.",
				link->name);
		mend(f, "ip link set %s type bridge mcast_router 1", shell_word(link->name));
	}
}
