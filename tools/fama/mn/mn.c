// SPDX-License-Identifier: GPL-2.0-only
/* fama mn */
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "anchor.h"
#include "checkpoint.h"
#include "common/counters.h"
#include "common/err.h"
#include "common/field.h"
#include "common/genl.h"
#include "common/json.h"
#include "common/number.h"
#include "keys.h"
#include "link.h"
#include "mn.h"
#include "permit.h"
#include "set.h"
#include "state.h"
#include "wait.h"

#define DEVICES_MAX 32

const char *const mn_state_names[] = {
	[MN_ADDRESS_IDLE] = "idle",
	[MN_ADDRESS_HOME] = "home",
	[MN_ADDRESS_REGISTERING] = "registering",
	[MN_ADDRESS_AWAY] = "away",
	[MN_ADDRESS_FAILED] = "failed",
	[MN_ADDRESS_GIVEN_UP] = "given-up",
	[MN_ADDRESS_RETURNING] = "returning",
	[MN_ADDRESS_REMOVED] = "removed",
};

const char *const mn_auth_names[] = {
	[MN_AUTH_CGA] = "cga",
	[MN_AUTH_PHKT] = "phkt",
};

static const char *const keep_names[] = {
	[MN_KEEP_RELEASE] = "release",
	[MN_KEEP_KEEP] = "keep",
	[MN_KEEP_AUTO] = "auto",
};

static const struct counters counters = {
	MN_A_COUNTER_NAME, MN_A_COUNTER_VALUE
};

static const uint8_t state_colours[] = {
	[MN_ADDRESS_HOME] = COLOUR_GOOD,
	[MN_ADDRESS_AWAY] = COLOUR_GOOD,
	[MN_ADDRESS_FAILED] = COLOUR_BAD,
	[MN_ADDRESS_GIVEN_UP] = COLOUR_BAD,
	[MN_ADDRESS_REMOVED] = COLOUR_BAD,
};

static const struct field address_fields[] = {
	{ .key = "address", .label = "", .type = FIELD_ADDRESS,
	  .attr = MN_A_ADDRESS, .flags = FIELD_LABEL | FIELD_BRIEF },
	{ .key = "dar", .label = "dar", .type = FIELD_ADDRESS,
	  .attr = MN_A_DAR,
	  .flags = FIELD_LABEL },
	{ .key = "state", .label = "state", .type = FIELD_NAME,
	  .attr = MN_A_STATE, .names = mn_state_names,
	  .names_count = ARRAY_SIZE(mn_state_names),
	  .colours = state_colours, .flags = FIELD_BRIEF,
	  .help = "1 for the state of an address" },
	{ .key = "careof", .label = "careof", .type = FIELD_ADDRESS,
	  .attr = MN_A_CAREOF, .flags = FIELD_BRIEF },
	{ .key = "lifetime", .label = "lifetime", .unit = "s",
	  .type = FIELD_U32, .attr = MN_A_LIFETIME,
	  .help = "Lifetime that was granted" },
	{ .key = "expires", .label = "expires", .unit = "s",
	  .type = FIELD_U32, .attr = MN_A_EXPIRES,
	  .help = "Time that is left of it" },
	{ .key = "seq", .label = "seq", .type = FIELD_U16, .attr = MN_A_SEQ },
	{ .key = "auth", .label = "auth", .type = FIELD_NAME,
	  .attr = MN_A_AUTH, .names = mn_auth_names,
	  .names_count = ARRAY_SIZE(mn_auth_names) },
	{ .key = "last_rtt_us", .label = "rtt", .unit = "us",
	  .type = FIELD_U32, .attr = MN_A_LAST_RTT_US,
	  .help = "Time from the last Binding Update to its answer" },
	{ .key = "reason", .label = "reason", .type = FIELD_NAME,
	  .attr = MN_A_STATE_REASON, .names = mn_reason_names,
	  .names_count = ARRAY_SIZE(mn_reason_names),
	  .help = "1 for the reason of the state, if there is one" },
	{ .key = "keep", .label = "keep", .type = FIELD_NAME,
	  .attr = MN_A_KEEP, .names = keep_names,
	  .names_count = ARRAY_SIZE(keep_names), .flags = FIELD_STATS },
	{ .key = "kept", .label = "kept:", .type = FIELD_TEXT,
	  .text = mn_kept_text },
	{ .key = "key_bits", .label = "key", .unit = " bits",
	  .type = FIELD_U32, .attr = MN_A_KEY_BITS, .flags = FIELD_STATS },
	{ .key = "sec", .label = "sec", .type = FIELD_U8, .attr = MN_A_SEC,
	  .flags = FIELD_STATS },
	{ .key = "key_old", .label = "old-key", .type = FIELD_BOOL,
	  .attr = MN_A_KEY_OLD },
};

const struct field_list mn_address_fields = FIELD_LIST(address_fields);

struct enable {
	struct mnkeys keys;
	const char *devices[DEVICES_MAX];
	unsigned int count;
	uint32_t table;
	uint32_t preference;
	struct mncheckpoint from;
};

static int parse_device(struct args *a, struct enable *e)
{
	unsigned int i;
	int err;

	if (e->count == DEVICES_MAX)
		return fail("more than %u devices", DEVICES_MAX);
	err = args_value(a, "dev", &e->devices[e->count]);
	if (err)
		return err;
	for (i = 0; i < e->count; i++)
		if (!strcmp(e->devices[i], e->devices[e->count]))
			return fail_usage("device \"%s\" is given twice",
					  e->devices[i]);
	e->count++;
	return STATUS_OK;
}

static int parse_number(struct args *a, const char *name, uint32_t *number)
{
	const char *word = NULL;
	int err;

	if (*number)
		return fail_usage("%s is given twice", name);
	err = args_value(a, name, &word);
	if (!err)
		err = number_parse(name, word, UINT32_MAX, number);
	if (!err && !*number)
		err = fail_usage("%s is 0", name);
	return err;
}

static int parse_enable(struct args *a, struct enable *e)
{
	static const char *const names[] = {
		"key", "dev", "table", "preference",
	};
	unsigned int i;
	int err;

	while (*a->word) {
		err = args_choice("keyword", args_next(a), names,
				  ARRAY_SIZE(names), &i);
		if (err)
			return err;
		if (i == 0)
			err = mnkeys_parse(a, &e->keys);
		else if (i == 1)
			err = parse_device(a, e);
		else
			err = parse_number(a, names[i], i == 2 ? &e->table :
							&e->preference);
		if (err)
			return err;
	}
	if (!e->keys.count)
		return fail_usage("%s needs \"key\"", a->path);
	if (!e->count)
		return fail_usage("%s needs \"dev\"", a->path);
	return STATUS_OK;
}

static int send_enable(struct genl *g, const struct enable *e)
{
	unsigned int i;

	genl_request(g, MN_CMD_ENABLE, 0);
	mnkeys_put(g->request, &e->keys);
	for (i = 0; i < e->count; i++)
		mnl_attr_put_strz(g->request, MN_A_NAME, e->devices[i]);
	if (e->table)
		mnl_attr_put_u32(g->request, MN_A_TABLE, e->table);
	if (e->preference)
		mnl_attr_put_u32(g->request, MN_A_PREFERENCE, e->preference);
	mncheckpoint_put(g->request, &e->from);
	return genl_check(g, genl_run(g));
}

static int begin(struct enable *e)
{
	struct genl g;
	int err;

	err = mnkeys_load(&e->keys);
	if (!err)
		err = mncheckpoint_load(&e->from);
	if (!err) {
		err = genl_connect(&g, MN_GENL_NAME);
		if (!err)
			err = send_enable(&g, e);
		genl_close(&g);
	}
	if (!err)
		err = mncheckpoint_spend(&e->from);
	mnkeys_forget(&e->keys);
	mncheckpoint_forget(&e->from);
	return err;
}

static int enable(struct args *a)
{
	struct enable e = { 0 };
	int err = parse_enable(a, &e);

	return err ? err : begin(&e);
}

/* FILE secret FILE, and what "enable" takes */
static int resume(struct args *a)
{
	struct enable e = { 0 };
	int err;

	err = mncheckpoint_parse(a, &e.from);
	if (!err)
		err = parse_enable(a, &e);
	return err ? err : begin(&e);
}

static int disable(struct args *a)
{
	int err = args_end(a);

	return err ? err : genl_send(MN_GENL_NAME, MN_CMD_DISABLE, NULL, NULL);
}

/* Of an attribute that is repeated: the next one behind @attr. */
static const struct nlattr *next_of(const struct nlmsghdr *nlh, uint16_t type,
				    const struct nlattr *attr)
{
	attr = attr ? mnl_attr_next(attr) :
		      mnl_nlmsg_get_payload_offset(nlh, GENL_HDRLEN);
	for (; mnl_attr_ok(attr, (char *)mnl_nlmsg_get_payload_tail(nlh) -
				 (char *)attr); attr = mnl_attr_next(attr))
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

static void files_text(const struct nlmsghdr *nlh, struct fold *fold)
{
	const struct nlattr *attr = NULL;
	const char *name;

	while ((attr = next_of(nlh, MN_A_KEY_FILE, attr))) {
		name = field_string(attr);
		if (name && *name)
			fold_words(fold, "from %s", name);
	}
}

static void enabled_text(const struct nlmsghdr *nlh, const struct nlattr **tb)
{
	const struct nlattr *attr = NULL;
	struct fold fold = { 0 };

	fold_coloured(&fold, "enabled", 0, 7, COLOUR_GOOD);
	fold_device(&fold, "tunnel", field_string(tb[MN_A_DEVICE]));
	while ((attr = next_of(nlh, MN_A_IFINDEX, attr)))
		fold_device(&fold, "dev", field_device(field_u32(attr)));
	fold_words(&fold, "addresses %u", field_u32(tb[MN_A_ADDRESSES]));
	fold_words(&fold, "key %u bits sec %u", field_u32(tb[MN_A_KEY_BITS]),
		   tb[MN_A_SEC] ? mnl_attr_get_u8(tb[MN_A_SEC]) : 0);
	if (field_u32(tb[MN_A_KEY_COUNT]) > 1)
		fold_words(&fold, "keys %u", field_u32(tb[MN_A_KEY_COUNT]));
	files_text(nlh, &fold);
	if (field_true(tb[MN_A_FROZEN]))
		fold_coloured(&fold, "frozen", 0, 6, COLOUR_BAD);
	mn_set_text(tb, &fold);
	fold_end(&fold);
}

static void show_text(const struct nlmsghdr *nlh, const struct nlattr **tb,
		      bool stats)
{
	if (field_true(tb[MN_A_ENABLED]))
		enabled_text(nlh, tb);
	else
		puts("disabled");
	if (stats)
		counters_text(&counters, tb[MN_A_COUNTERS]);
}

static void key_json(const struct nlattr **tb)
{
	json_key("key");
	if (!tb[MN_A_KEY_BITS] || !tb[MN_A_SEC])
		return json_null();
	json_open('{');
	json_key("bits");
	json_number(field_u32(tb[MN_A_KEY_BITS]));
	json_key("sec");
	json_number(mnl_attr_get_u8(tb[MN_A_SEC]));
	json_close('}');
}

static void number_json(const char *key, const struct nlattr *attr)
{
	json_key(key);
	if (attr)
		json_number(field_u32(attr));
	else
		json_null();
}

static void devices_json(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr = NULL;

	json_key("devs");
	json_open('[');
	while (nlh && (attr = next_of(nlh, MN_A_IFINDEX, attr)))
		json_string(field_device(field_u32(attr)));
	json_close(']');
}

/* Of each key, in their order; an empty name is not known. */
static void files_json(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr = NULL;
	const char *name;

	json_key("key_file");
	json_open('[');
	while (nlh && (attr = next_of(nlh, MN_A_KEY_FILE, attr))) {
		name = field_string(attr);
		json_string(name ? name : "");
	}
	json_close(']');
}

static void show_json(const struct nlmsghdr *nlh, const struct nlattr **tb)
{
	const char *device = field_string(tb[MN_A_DEVICE]);

	json_open('{');
	json_key("enabled");
	json_bool(field_true(tb[MN_A_ENABLED]));
	json_key("device");
	if (device)
		json_string(device);
	else
		json_null();
	devices_json(nlh);
	json_key("addresses");
	json_number(field_u32(tb[MN_A_ADDRESSES]));
	key_json(tb);
	json_key("keys");
	json_number(field_u32(tb[MN_A_KEY_COUNT]));
	files_json(nlh);
	number_json("table", tb[MN_A_TABLE]);
	number_json("preference", tb[MN_A_PREFERENCE]);
	json_key("frozen");
	json_bool(field_true(tb[MN_A_FROZEN]));
	mn_set_json(tb);
	json_key("counters");
	counters_json(&counters, tb[MN_A_COUNTERS]);
	json_close('}');
	json_end();
}

static void show_status(const struct genl *g, const struct args *a)
{
	const struct nlmsghdr *nlh = genl_reply_next(g, NULL);
	const struct nlattr *tb[GENL_ATTRS] = { NULL };

	if (nlh)
		genl_attrs(nlh, tb);
	if (a->json)
		show_json(nlh, tb);
	else
		show_text(nlh, tb, a->stats);
}

int mn_run_show(struct args *a, struct genl *g, uint8_t command,
		uint16_t flags)
{
	int err, error;

	args_stats(a);
	err = args_end(a);
	if (err)
		return err;
	err = genl_connect(g, MN_GENL_NAME);
	if (err)
		return err;
	genl_request(g, command, flags);
	error = genl_run(g);
	return error == ENOTCONN ? STATUS_OK : genl_check(g, error);
}

static int show(struct args *a)
{
	struct genl g = { 0 };
	int err;

	err = mn_run_show(a, &g, MN_CMD_GET, 0);
	if (!err)
		show_status(&g, a);
	genl_close(&g);
	return err;
}

static int address_show(struct args *a)
{
	struct genl g = { 0 };
	int err;

	err = mn_run_show(a, &g, MN_CMD_ADDRESS_GET, NLM_F_DUMP);
	if (!err)
		field_list_show(&mn_address_fields, &g, a);
	genl_close(&g);
	return err;
}

static int address_set(struct args *a, enum mn_keep keep)
{
	const char *word = args_next(a);
	struct in6_addr address;
	struct genl g;
	int err;

	if (!word)
		return fail_usage("%s needs an address", a->path);
	err = args_end(a);
	if (!err)
		err = args_address(word, &address);
	if (err)
		return err;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		genl_request(&g, MN_CMD_ADDRESS_SET, 0);
		mnl_attr_put(g.request, MN_A_ADDRESS, sizeof(address),
			     &address);
		mnl_attr_put_u8(g.request, MN_A_KEEP, keep);
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}

static int address_keep(struct args *a)
{
	return address_set(a, MN_KEEP_KEEP);
}

static int address_release(struct args *a)
{
	return address_set(a, MN_KEEP_RELEASE);
}

static int address_auto(struct args *a)
{
	return address_set(a, MN_KEEP_AUTO);
}

static int address(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "show", .run = address_show },
		{ .name = "keep", .run = address_keep },
		{ .name = "release", .run = address_release },
		{ .name = "auto", .run = address_auto },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}

int mn(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "enable", .run = enable },
		{ .name = "disable", .run = disable },
		{ .name = "checkpoint", .run = mncheckpoint_make },
		{ .name = "resume", .run = resume },
		{ .name = "thaw", .run = mncheckpoint_thaw },
		{ .name = "show", .run = show },
		{ .name = "address", .run = address, .group = true },
		{ .name = "link", .run = mn_link, .group = true },
		{ .name = "anchor", .run = mn_anchor, .group = true },
		{ .name = "permit", .run = mn_permit, .group = true },
		{ .name = "set", .run = mn_set },
		{ .name = "wait", .run = mn_wait },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
