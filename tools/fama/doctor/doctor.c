// SPDX-License-Identifier: GPL-2.0-only
/* fama doctor: what is missing or wrong on this machine for a role, and what mends it */
#include <stdio.h>

#include "anchors.h"
#include "bridge.h"
#include "clock.h"
#include "common/err.h"
#include "common/number.h"
#include "config.h"
#include "doctor.h"
#include "exam.h"
#include "filters.h"
#include "flowtables.h"
#include "listen.h"
#include "module.h"
#include "node.h"
#include "path.h"
#include "secrets.h"
#include "settings.h"
#include "tally.h"

#define LISTEN_MAX 600

static const struct exam exams[] = {
	{ "module", ROLE_DAR | ROLE_MN, true, module_look },
	{ "kernel", ROLE_DAR | ROLE_MN, true, config_look },
	{ "keys", ROLE_DAR | ROLE_MN, false, secrets_look },
	{ "clock", ROLE_DAR | ROLE_MN, false, clock_look },
	{ "devices", ROLE_DAR | ROLE_MN, false, settings_look_devices },
	{ "forwarding", ROLE_DAR, false, settings_look_forwarding },
	{ "anchors", ROLE_DAR, false, anchors_look },
	{ "guests", ROLE_DAR, false, anchors_look_guests },
	{ "router", ROLE_DAR, false, anchors_look_router },
	{ "filters", ROLE_DAR | ROLE_MN, false, filters_look },
	{ "flowtables", ROLE_DAR, false, flowtables_look },
	{ "advertisements", ROLE_DAR | ROLE_MN, false, listen_look },
	{ "bridges", ROLE_DAR, false, bridge_look },
	{ "paths", ROLE_DAR | ROLE_MN, false, path_look_mtu },
	{ "answers", ROLE_MN, false, path_look_answers },
	{ "links", ROLE_MN, false, node_look_links },
	{ "addresses", ROLE_MN, false, node_look_addresses },
	{ "node", ROLE_MN, false, node_look_state },
	{ "counters", ROLE_DAR | ROLE_MN, false, tally_look },
};

struct wish {
	unsigned int roles;
	uint32_t listen;
};

static int parse_listen(struct args *a, struct wish *wish)
{
	const char *word = NULL;
	int err;

	if (wish->listen)
		return fail_usage("\"listen\" is given twice");
	err = args_value(a, "listen", &word);
	if (!err)
		err = number_parse("listen", word, UINT32_MAX, &wish->listen);
	if (!err && (!wish->listen || wish->listen > LISTEN_MAX))
		err = fail_usage("listen must be 1 to %u", LISTEN_MAX);
	return err;
}

static int parse(struct args *a, struct wish *wish)
{
	static const char *const words[] = { "dar", "mn", "listen" };
	unsigned int i;
	int err = STATUS_OK;

	while (!err && *a->word) {
		err = args_choice("word", args_next(a), words, ARRAY_SIZE(words), &i);
		if (err)
			break;
		if (i == 2)
			err = parse_listen(a, wish);
		else if (wish->roles)
			err = fail_usage("one role at most: without it, those that are enabled");
		else
			wish->roles = i ? ROLE_MN : ROLE_DAR;
	}
	return err;
}

static void examine(struct patient *p)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(exams); i++)
		if (exams[i].roles & p->role && (exams[i].always || p->enabled))
			exams[i].look(p);
}

/*
 * Those that are enabled; else those whose modules are loaded; else both, of which only
 * the modules are examined then.
 */
static unsigned int choose(const struct patient *dar, const struct patient *mn)
{
	unsigned int roles = (dar->enabled ? ROLE_DAR : 0) | (mn->enabled ? ROLE_MN : 0);

	if (roles)
		return roles;
	fprintf(stderr, "fama: no role is enabled in this network namespace\n");
	roles = (dar->loaded ? ROLE_DAR : 0) | (mn->loaded ? ROLE_MN : 0);
	return roles ? roles : ROLE_DAR | ROLE_MN;
}

int doctor(struct args *a)
{
	static struct findings findings;
	struct wish wish = { 0 };
	struct patient dar, mn;
	int err = parse(a, &wish);

	if (err)
		return err;
	err = patient_admit(&dar, ROLE_DAR, &findings);
	if (err)
		return err;
	err = patient_admit(&mn, ROLE_MN, &findings);
	if (!err) {
		if (!wish.roles)
			wish.roles = choose(&dar, &mn);
		dar.listen = wish.listen;
		mn.listen = wish.listen;
		if (wish.roles & ROLE_DAR)
			examine(&dar);
		if (wish.roles & ROLE_MN)
			examine(&mn);
		findings_show(&findings, a->json);
	}
	patient_discharge(&dar);
	patient_discharge(&mn);
	return err ? err : findings.count ? STATUS_FAILED : STATUS_OK;
}
