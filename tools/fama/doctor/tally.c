// SPDX-License-Identifier: GPL-2.0-only
#include "common/args.h"
#include "tally.h"

/* struct tally - a counter that is 0 on a healthy machine, and what it is about */
struct tally {
	unsigned int role;
	const char *counter;
	const char *id;
	const char *text;
	const char *command;
};

static const struct tally tallies[] = {
	{ ROLE_DAR, "fib_lost", "routes-lost",
	  "Since the module was loaded, somebody has removed routes of bindings, which the router has made again. If it was a routing daemon or a network manager, it should leave alone what has the protocol number of \"fama dar show\"; routes also go when the tunnel device goes down.",
	  "ip -6 monitor route" },
	{ ROLE_DAR, "dad_failed", "address-taken",
	  "Since the module was loaded, another host on an access link had the address of a node that was away, which was refused (134): two nodes have the same key, or the host answers for every address.",
	  "ip -6 neigh show" },
	{ ROLE_MN, "dad_failed", "address-taken",
	  "Since the module was loaded, the node found all three addresses that it could form in a network taken, and formed none there: another node has the same key, or somebody on the link claims every address.",
	  "fama key show FILE" },
	{ ROLE_MN, "contested", "contested",
	  "Since the module was loaded, another program has removed addresses, rules or routes of the node again and again. Events say which one; it should leave alone what has the protocol number 250.",
	  "fama monitor mn" },
};

void tally_look(struct patient *p)
{
	const struct tally *t;
	struct finding *f;

	for (t = tallies; t < tallies + ARRAY_SIZE(tallies); t++) {
		if (t->role != p->role || !patient_counter(p, t->counter))
			continue;
		f = patient_has(p, t->id, SEVERITY_WARNING, "%s", t->text);
		mend(f, "%s", t->command);
	}
}
