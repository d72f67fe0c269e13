// SPDX-License-Identifier: GPL-2.0-only
/* fama metrics: what the modules count, for Prometheus */
#include <linux/dar.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/err.h"
#include "dar/anchor.h"
#include "dar/set.h"
#include "exposition.h"
#include "metrics.h"
#include "mn/link.h"
#include "mn/mn.h"

static const struct field dar_fields[] = {
	{ .key = "enabled", .type = FIELD_BOOL, .attr = DAR_A_ENABLED,
	  .help = "Whether the router is enabled" },
	{ .key = "anchors", .type = FIELD_U32, .attr = DAR_A_ANCHORS,
	  .help = "Prefixes that are anchored" },
	{ .key = "bindings", .type = FIELD_U32, .attr = DAR_A_BINDINGS,
	  .help = "Nodes' addresses that are bound" },
	{ .key = "forwarding", .type = FIELD_BOOL, .attr = DAR_A_FORWARDING,
	  .help = "Whether IPv6 packets are forwarded" },
	{ .key = "frozen", .type = FIELD_BOOL, .attr = DAR_A_FROZEN,
	  .help = "Whether no message of a node is taken" },
	{ .key = "draining", .type = FIELD_BOOL, .attr = DAR_A_DRAINING,
	  .help = "Whether no further binding begins" },
};

static const struct field_list dar_status = FIELD_LIST(dar_fields);

static const struct field mn_fields[] = {
	{ .key = "enabled", .type = FIELD_BOOL, .attr = MN_A_ENABLED,
	  .help = "Whether the node is enabled" },
	{ .key = "addresses", .type = FIELD_U32, .attr = MN_A_ADDRESSES,
	  .help = "Addresses that follow the node" },
	{ .key = "frozen", .type = FIELD_BOOL, .attr = MN_A_FROZEN,
	  .help = "Whether the last checkpoint was made" },
};

static const struct field_list mn_status = FIELD_LIST(mn_fields);

/* What is asked, and which metrics the records of the answer are. */
struct question {
	uint8_t command;
	uint16_t flags;
	const char *prefix;
	const struct field_list *list;
};

static const struct question dar_questions[] = {
	{ DAR_CMD_GET, 0, "fama_dar_", &dar_status },
	{ DAR_CMD_GET, 0, "fama_dar_", &dar_set_fields },
	{ DAR_CMD_ANCHOR_GET, NLM_F_DUMP, "fama_dar_anchor_", &anchor_fields },
};

static const struct question mn_questions[] = {
	{ MN_CMD_GET, 0, "fama_mn_", &mn_status },
	{ MN_CMD_LINK_GET, NLM_F_DUMP, "fama_mn_link_", &mn_link_fields },
	{ MN_CMD_ADDRESS_GET, NLM_F_DUMP, "fama_mn_address_", &mn_address_fields },
};

static const struct role {
	const char *name;
	const struct question *questions;
	unsigned int count;
	struct counters counters;
	uint16_t nest;
	const char *prefix;
	const char *shown;
} roles[] = {
	{ DAR_GENL_NAME, dar_questions, ARRAY_SIZE(dar_questions),
	  { DAR_A_COUNTER_NAME, DAR_A_COUNTER_VALUE }, DAR_A_COUNTERS,
	  "fama_dar_", "fama dar show -s" },
	{ MN_GENL_NAME, mn_questions, ARRAY_SIZE(mn_questions),
	  { MN_A_COUNTER_NAME, MN_A_COUNTER_VALUE }, MN_A_COUNTERS,
	  "fama_mn_", "fama mn show -s" },
};

/* In a namespace that is not enabled there is nothing, which is no error. */
static int ask(struct genl *g, const struct question *q)
{
	int error;

	genl_request(g, q->command, q->flags);
	error = genl_run(g);
	if (error == ENOTCONN)
		g->reply_len = 0;
	return error == ENOTCONN ? STATUS_OK : genl_check(g, error);
}

static void show_counters(const struct role *role, const struct genl *g)
{
	const struct nlmsghdr *nlh = genl_reply_next(g, NULL);
	const struct nlattr *tb[GENL_ATTRS];

	if (!nlh)
		return;
	genl_attrs(nlh, tb);
	exposition_counters(role->prefix, &role->counters, tb[role->nest], role->shown);
}

static int show(const struct role *role, struct genl *g)
{
	unsigned int i;
	int err = STATUS_OK;

	for (i = 0; !err && i < role->count; i++) {
		err = ask(g, &role->questions[i]);
		if (err)
			return err;
		exposition_records(role->questions[i].prefix, role->questions[i].list, g);
		if (!i)
			show_counters(role, g);
	}
	return err;
}

static int show_role(const struct role *role)
{
	struct genl g;
	int err;

	err = genl_connect(&g, role->name);
	if (!err)
		err = show(role, &g);
	genl_close(&g);
	return err;
}

/* [dar|mn], else those of the modules that are loaded */
int metrics(struct args *a)
{
	static const char *const names[] = { DAR_GENL_NAME, MN_GENL_NAME };
	unsigned int i, only = ARRAY_SIZE(roles);
	int err = STATUS_OK;

	if (*a->word)
		err = args_choice("word", args_next(a), names, ARRAY_SIZE(names), &only);
	if (!err)
		err = args_end(a);
	if (!err && only < ARRAY_SIZE(roles))
		return show_role(&roles[only]);
	for (i = 0; !err && i < ARRAY_SIZE(roles); i++)
		if (genl_loaded(roles[i].name))
			err = show_role(&roles[i]);
	return err;
}
