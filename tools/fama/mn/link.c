// SPDX-License-Identifier: GPL-2.0-only
/* fama mn link: the devices of a node */
#include <linux/mn.h>
#include <string.h>

#include "common/err.h"
#include "common/field.h"
#include "common/number.h"
#include "link.h"
#include "mn.h"
#include "state.h"

static const char *const up_names[] = { "down", "up" };
static const char *const active_names[] = { "", "active" };

static const uint8_t up_colours[] = { COLOUR_BAD, COLOUR_GOOD };

static const char *const trial_names[] = { "none", "asking", "failed" };

static const uint8_t trial_colours[] = { [MN_TRIAL_FAILED] = COLOUR_BAD };

static const struct field link_fields[] = {
	{ .key = "dev", .label = "", .type = FIELD_DEVICE,
	  .attr = MN_A_IFINDEX, .flags = FIELD_LABEL | FIELD_BRIEF },
	{ .key = "metric", .label = "metric", .type = FIELD_U32,
	  .attr = MN_A_METRIC, .flags = FIELD_BRIEF,
	  .help = "Metric of an interface" },
	{ .key = "up", .label = "", .type = FIELD_BOOL, .attr = MN_A_STATUS,
	  .names = up_names, .names_count = ARRAY_SIZE(up_names),
	  .colours = up_colours,
	  .flags = FIELD_BRIEF,
	  .help = "Whether an interface is up" },
	{ .key = "waiting", .label = "waiting for", .type = FIELD_STRING,
	  .attr = MN_A_NAME },
	{ .key = "active", .label = "", .type = FIELD_BOOL,
	  .attr = MN_A_ACTIVE, .names = active_names,
	  .names_count = ARRAY_SIZE(active_names),
	  .help = "Whether an interface is the one in use" },
	{ .key = "careof", .label = "careof", .type = FIELD_ADDRESS,
	  .attr = MN_A_CAREOF, .flags = FIELD_BRIEF },
	{ .key = "trial", .label = "trial", .type = FIELD_NAME,
	  .attr = MN_A_TRIAL, .names = trial_names,
	  .names_count = ARRAY_SIZE(trial_names), .colours = trial_colours },
	{ .key = "ssid", .label = "ssid", .type = FIELD_TEXT,
	  .text = mn_ssid_text },
};

const struct field_list mn_link_fields = FIELD_LIST(link_fields);

static int link_show(struct args *a)
{
	struct genl g = { 0 };
	int err;

	err = mn_run_show(a, &g, MN_CMD_LINK_GET, NLM_F_DUMP);
	if (!err)
		field_list_show(&mn_link_fields, &g, a);
	genl_close(&g);
	return err;
}

/*
 * A name that stands for several devices, or for one that is not there, is set as it is, and so
 * is each in a file, which says what holds whatever is there.
 */
static bool by_name(const struct args *a, const char *device)
{
	return a->only || strchr(device, '*') || !if_nametoindex(device);
}

static int parse_metric(struct args *a, unsigned int *ifindex,
			uint32_t *metric)
{
	static const char *const names[] = { "metric" };
	const char *device = args_next(a), *word;
	unsigned int i;
	int err;

	if (!device)
		return fail_usage("%s needs a device", a->path);
	if (!*a->word)
		return fail_usage("%s needs \"metric\"", a->path);
	err = args_choice("keyword", args_next(a), names, ARRAY_SIZE(names),
			  &i);
	word = NULL;
	if (!err)
		err = args_value(a, "metric", &word);
	if (!err)
		err = number_parse("metric", word, UINT32_MAX, metric);
	if (!err)
		err = args_end(a);
	if (!err && strlen(device) >= IF_NAMESIZE)
		err = fail("\"%s\" is not a name of a device", device);
	if (!err)
		*ifindex = by_name(a, device) ? 0 : if_nametoindex(device);
	return err;
}

static int link_set(struct args *a)
{
	unsigned int ifindex = 0;
	const char *device = *a->word;
	uint32_t metric;
	struct genl g;
	int err;

	err = parse_metric(a, &ifindex, &metric);
	if (err)
		return err;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		genl_request(&g, MN_CMD_LINK_SET, 0);
		if (ifindex)
			mnl_attr_put_u32(g.request, MN_A_IFINDEX, ifindex);
		else
			mnl_attr_put_strz(g.request, MN_A_NAME, device);
		mnl_attr_put_u32(g.request, MN_A_METRIC, metric);
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}

static int send_name(int command, const char *name, uint32_t metric)
{
	struct genl g;
	int err = genl_connect(&g, MN_GENL_NAME);

	if (!err) {
		genl_request(&g, command, 0);
		mnl_attr_put_strz(g.request, MN_A_NAME, name);
		if (metric)
			mnl_attr_put_u32(g.request, MN_A_METRIC, metric);
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}

static int link_add(struct args *a)
{
	static const char *const names[] = { "metric" };
	const char *name = args_next(a), *word = NULL;
	uint32_t metric = 0;
	unsigned int i;
	int err = STATUS_OK;

	if (!name)
		return fail_usage("%s needs a device", a->path);
	if (*a->word) {
		err = args_choice("keyword", args_next(a), names,
				  ARRAY_SIZE(names), &i);
		if (!err)
			err = args_value(a, "metric", &word);
		if (!err)
			err = number_parse("metric", word, UINT32_MAX, &metric);
		if (!err)
			err = args_end(a);
	}
	return err ? err : send_name(MN_CMD_LINK_NEW, name, metric);
}

static int link_del(struct args *a)
{
	const char *name = args_next(a);
	int err;

	if (!name)
		return fail_usage("%s needs a device", a->path);
	err = args_end(a);
	return err ? err : send_name(MN_CMD_LINK_DEL, name, 0);
}

int mn_link(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "show", .run = link_show },
		{ .name = "add", .run = link_add },
		{ .name = "del", .run = link_del },
		{ .name = "set", .run = link_set },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
