// SPDX-License-Identifier: GPL-2.0-only
/* fama dar */
#include <linux/dar.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "anchor.h"
#include "checkpoint.h"
#include "common/counters.h"
#include "common/err.h"
#include "common/field.h"
#include "common/filename.h"
#include "common/genl.h"
#include "common/json.h"
#include "common/secret.h"
#include "dar.h"
#include "drain.h"
#include "set.h"

const char *const dar_auth_names[] = {
	[DAR_AUTH_CGA] = "cga",
	[DAR_AUTH_PHKT] = "phkt",
};

static const char *const state_names[] = {
	[DAR_BINDING_VERIFIED] = "verified",
	[DAR_BINDING_UNVERIFIED] = "unverified",
};

static const uint8_t state_colours[] = {
	[DAR_BINDING_VERIFIED] = COLOUR_GOOD,
	[DAR_BINDING_UNVERIFIED] = COLOUR_BAD,
};

static const char *const change_names[] = {
	[DAR_CHANGE_BEGUN] = "begun",
	[DAR_CHANGE_MOVED] = "moved",
	[DAR_CHANGE_VERIFIED] = "verified",
	[DAR_CHANGE_REFRESHED] = "refreshed",
	[DAR_CHANGE_ENDED] = "ended",
	[DAR_CHANGE_REMEMBERED] = "remembered",
};

static const char *const end_names[] = {
	[DAR_END_DEREGISTERED] = "deregistered",
	[DAR_END_EXPIRED] = "expired",
	[DAR_END_DISPLACED] = "displaced",
	[DAR_END_FLUSHED] = "flushed",
	[DAR_END_ANCHOR] = "anchor",
};

/* An event begins with the address, and so does a line of a list. */
#define FIELD_HOME { .key = "home", .label = "", .type = FIELD_ADDRESS, \
		     .attr = DAR_A_HOME, .flags = FIELD_BRIEF }

#define FIELD_CHANGE { .key = "change", .label = "", .type = FIELD_NAME, \
		       .attr = DAR_A_CHANGE, .names = change_names, \
		       .names_count = ARRAY_SIZE(change_names), \
		       .flags = FIELD_SPARSE }

#define FIELD_ANCHOR { .key = "prefix", .label = "anchor", \
		       .type = FIELD_PREFIX, .attr = DAR_A_PREFIX, \
		       .attr2 = DAR_A_PREFIX_LEN, .flags = FIELD_SPARSE }

#define FIELD_NUMBER { .key = "number", .label = "number", \
		       .type = FIELD_U64, .attr = DAR_A_NUMBER, \
		       .flags = FIELD_STATS }

#define FIELD_KEY_ID { .key = "key_id", .label = "key", .type = FIELD_HEX, \
		       .attr = DAR_A_KEY_ID, .flags = FIELD_STATS }

#define FIELD_ABSENT { .key = "absent", .label = "absent", .type = FIELD_BOOL, \
		       .attr = DAR_A_ABSENT, .flags = FIELD_SPARSE }

#define FIELD_HELD { .key = "held_packets", .label = "held", \
		     .unit = " packets", .type = FIELD_U32, \
		     .attr = DAR_A_HELD_PACKETS, .flags = FIELD_SPARSE }

#define FIELD_HELD_OCTETS { .key = "held_octets", .label = "", \
			    .unit = " bytes", .type = FIELD_U32, \
			    .attr = DAR_A_HELD_OCTETS, .flags = FIELD_SPARSE }

static const struct field binding_fields[] = {
	FIELD_HOME,
	FIELD_CHANGE,
	{ .key = "end", .label = "", .type = FIELD_NAME, .attr = DAR_A_END,
	  .names = end_names, .names_count = ARRAY_SIZE(end_names),
	  .flags = FIELD_SPARSE },
	{ .key = "careof", .label = "careof", .type = FIELD_ADDRESS,
	  .attr = DAR_A_CAREOF, .flags = FIELD_BRIEF },
	{ .key = "lifetime", .label = "lifetime", .unit = "s",
	  .type = FIELD_U32, .attr = DAR_A_LIFETIME },
	{ .key = "expires", .label = "expires", .unit = "s",
	  .type = FIELD_U32, .attr = DAR_A_EXPIRES },
	{ .key = "seq", .label = "seq", .type = FIELD_U16, .attr = DAR_A_SEQ },
	{ .key = "auth", .label = "auth", .type = FIELD_NAME,
	  .attr = DAR_A_AUTH, .names = dar_auth_names,
	  .names_count = ARRAY_SIZE(dar_auth_names) },
	{ .key = "state", .label = "state", .type = FIELD_NAME,
	  .attr = DAR_A_STATE, .names = state_names,
	  .colours = state_colours,
	  .names_count = ARRAY_SIZE(state_names), .flags = FIELD_BRIEF },
	{ .key = "phkt", .label = "phkt", .type = FIELD_BOOL,
	  .attr = DAR_A_PHKT },
	{ .key = "credit", .label = "credit", .unit = " bytes",
	  .type = FIELD_U32, .attr = DAR_A_CREDIT },
	{ .key = "credit_packets", .label = "", .unit = " packets",
	  .type = FIELD_U32, .attr = DAR_A_CREDIT_PACKETS },
	FIELD_ABSENT,
	FIELD_HELD,
	FIELD_HELD_OCTETS,
	{ .key = "tx_packets", .label = "tx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_TX_PACKETS, .flags = FIELD_STATS },
	{ .key = "tx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_TX_BYTES, .flags = FIELD_STATS },
	{ .key = "rx_packets", .label = "rx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_RX_PACKETS, .flags = FIELD_STATS },
	{ .key = "rx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_RX_BYTES, .flags = FIELD_STATS },
	FIELD_ANCHOR,
	FIELD_NUMBER,
	FIELD_KEY_ID,
};

const struct field_list dar_binding_fields = FIELD_LIST(binding_fields);

static const struct field memory_fields[] = {
	FIELD_HOME,
	FIELD_CHANGE,
	{ .key = "seq", .label = "seq", .type = FIELD_U16, .attr = DAR_A_SEQ },
	{ .key = "phkt", .label = "phkt", .type = FIELD_BOOL,
	  .attr = DAR_A_PHKT },
	{ .key = "forget", .label = "forget", .unit = "s",
	  .type = FIELD_U32, .attr = DAR_A_FORGET },
	FIELD_ABSENT,
	FIELD_HELD,
	FIELD_HELD_OCTETS,
	FIELD_ANCHOR,
	FIELD_NUMBER,
	FIELD_KEY_ID,
};

const struct field_list dar_memory_fields = FIELD_LIST(memory_fields);

/* Send what @build adds to a request of that command. */
static int simple(struct args *a, uint8_t command,
		  void (*build)(struct nlmsghdr *nlh, const void *data),
		  const void *data)
{
	int err = args_end(a);

	return err ? err : genl_send(DAR_GENL_NAME, command, build, data);
}

struct secret {
	uint8_t octets[SECRET_LEN];
	const char *path;
};

static void put_secret(struct nlmsghdr *nlh, const void *data)
{
	const struct secret *secret = data;

	mnl_attr_put(nlh, DAR_A_SECRET, SECRET_LEN, secret->octets);
	filename_put(nlh, DAR_A_SECRET_FILE, secret->path);
}

/* [secret FILE] */
static int enable(struct args *a)
{
	struct secret secret = { .path = NULL };
	unsigned int i;
	int err = STATUS_OK;

	while (!err && *a->word) {
		err = args_choice("keyword", args_next(a),
				  (const char *const[]){ "secret" }, 1, &i);
		if (!err)
			err = args_value(a, "secret", &secret.path);
	}
	if (!err && secret.path)
		err = secret_load(secret.octets, secret.path);
	if (!err)
		err = simple(a, DAR_CMD_ENABLE,
			     secret.path ? put_secret : NULL, &secret);
	explicit_bzero(&secret, sizeof(secret));
	return err;
}

static int disable(struct args *a)
{
	return simple(a, DAR_CMD_DISABLE, NULL, NULL);
}

static void put_thaw(struct nlmsghdr *nlh, const void *data)
{
	(void)data;
	mnl_attr_put_u8(nlh, DAR_A_FROZEN, 0);
}

static int thaw(struct args *a)
{
	return simple(a, DAR_CMD_FREEZE, put_thaw, NULL);
}

static void enabled_text(const struct nlattr **tb)
{
	const char *device = field_string(tb[DAR_A_DEVICE]);
	struct fold fold = { 0 };

	fold_coloured(&fold, "enabled", 0, 7, COLOUR_GOOD);
	fold_device(&fold, "dev", device);
	fold_words(&fold, "anchors %u", field_u32(tb[DAR_A_ANCHORS]));
	fold_words(&fold, "bindings %u", field_u32(tb[DAR_A_BINDINGS]));
	if (!field_true(tb[DAR_A_FORWARDING]))
		fold_coloured(&fold, "forwarding off", 11, 3, COLOUR_BAD);
	if (field_true(tb[DAR_A_FROZEN]))
		fold_coloured(&fold, "frozen", 0, 6, COLOUR_BAD);
	if (field_true(tb[DAR_A_DRAINING]))
		fold_coloured(&fold, "draining", 0, 8, COLOUR_BAD);
	field_list_fold(&dar_set_fields, tb, FIELD_VIEW_PLAIN, &fold);
	fold_end(&fold);
}

static void show_text(const struct nlattr **tb, bool stats)
{
	static const struct counters counters = {
		DAR_A_COUNTER_NAME, DAR_A_COUNTER_VALUE
	};

	if (field_true(tb[DAR_A_ENABLED]))
		enabled_text(tb);
	else
		puts("disabled");
	if (stats)
		counters_text(&counters, tb[DAR_A_COUNTERS]);
}

static void show_json(const struct nlattr **tb)
{
	const char *device = field_string(tb[DAR_A_DEVICE]);
	static const struct counters counters = {
		DAR_A_COUNTER_NAME, DAR_A_COUNTER_VALUE
	};

	json_open('{');
	json_key("enabled");
	json_bool(field_true(tb[DAR_A_ENABLED]));
	json_key("device");
	if (device)
		json_string(device);
	else
		json_null();
	json_key("anchors");
	json_number(field_u32(tb[DAR_A_ANCHORS]));
	json_key("bindings");
	json_number(field_u32(tb[DAR_A_BINDINGS]));
	json_key("forwarding");
	json_bool(field_true(tb[DAR_A_FORWARDING]));
	json_key("frozen");
	json_bool(field_true(tb[DAR_A_FROZEN]));
	json_key("draining");
	json_bool(field_true(tb[DAR_A_DRAINING]));
	field_list_json(&dar_set_fields, tb);
	json_key("counters");
	counters_json(&counters, tb[DAR_A_COUNTERS]);
	json_close('}');
	json_end();
}

static int show_status(const struct genl *g, const struct args *a)
{
	const struct nlmsghdr *nlh = genl_reply_next(g, NULL);
	const struct nlattr *tb[GENL_ATTRS] = { NULL };

	if (nlh)
		genl_attrs(nlh, tb);
	if (a->json)
		show_json(tb);
	else
		show_text(tb, a->stats);
	return STATUS_OK;
}

/* In a namespace that is not enabled there is nothing, which is no error. */
static int run_show(struct genl *g)
{
	int error = genl_run(g);

	return error == ENOTCONN ? STATUS_OK : genl_check(g, error);
}

static int show(struct args *a)
{
	struct genl g;
	int err;

	args_stats(a);
	err = args_end(a);
	if (err)
		return err;
	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err) {
		genl_request(&g, DAR_CMD_GET, 0);
		err = run_show(&g);
	}
	if (!err)
		err = show_status(&g, a);
	genl_close(&g);
	return err;
}

static void put_address(struct nlmsghdr *nlh, uint16_t type,
			const struct in6_addr *address)
{
	mnl_attr_put(nlh, type, sizeof(*address), address);
}

/* Show all records of a dump, or the one of @home. */
static int show_list(struct args *a, uint8_t command,
		     const struct field_list *list,
		     const struct in6_addr *home)
{
	struct genl g;
	int err;

	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err) {
		genl_request(&g, command, home ? 0 : NLM_F_DUMP);
		if (home)
			put_address(g.request, DAR_A_HOME, home);
		err = home ? genl_check(&g, genl_run(&g)) : run_show(&g);
	}
	if (!err)
		field_list_show(list, &g, a);
	genl_close(&g);
	return err;
}

static int anchor_show(struct args *a)
{
	int err;

	args_stats(a);
	err = args_end(a);
	if (err)
		return err;
	return show_list(a, DAR_CMD_ANCHOR_GET, &anchor_fields, NULL);
}

static int anchor(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "add", .run = anchor_add },
		{ .name = "change", .run = anchor_change },
		{ .name = "del", .run = anchor_del },
		{ .name = "show", .run = anchor_show },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}

/* [HoA] */
static int parse_home(struct args *a, struct in6_addr *home, bool *given)
{
	const char *word = args_next(a);
	int err = args_end(a);

	*given = word;
	return err || !word ? err : args_address(word, home);
}

/* [HoA] [-s], in any order */
static int parse_shown(struct args *a, struct in6_addr *home, bool *given)
{
	const char *word;
	int err;

	args_stats(a);
	word = args_next(a);
	args_stats(a);
	err = args_end(a);
	*given = word;
	return err || !word ? err : args_address(word, home);
}

static int binding_show(struct args *a)
{
	struct in6_addr home;
	bool given;
	int err;

	err = parse_shown(a, &home, &given);
	if (err)
		return err;
	return show_list(a, DAR_CMD_BINDING_GET, &dar_binding_fields,
			 given ? &home : NULL);
}

static void put_home(struct nlmsghdr *nlh, const void *home)
{
	put_address(nlh, DAR_A_HOME, home);
}

/* Of one home address, or of all */
static int flush(struct args *a, uint8_t command)
{
	struct in6_addr home;
	bool given;
	int err;

	err = parse_home(a, &home, &given);
	if (err)
		return err;
	return simple(a, command, given ? put_home : NULL, &home);
}

static int show_all(struct args *a, uint8_t command,
		    const struct field_list *fields)
{
	int err;

	args_stats(a);
	err = args_end(a);
	if (err)
		return err;
	return show_list(a, command, fields, NULL);
}

static int binding_flush(struct args *a)
{
	return flush(a, DAR_CMD_BINDING_FLUSH);
}

static int binding(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "show", .run = binding_show },
		{ .name = "flush", .run = binding_flush },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}

static int memory_show(struct args *a)
{
	return show_all(a, DAR_CMD_MEMORY_GET, &dar_memory_fields);
}

static int memory_flush(struct args *a)
{
	return flush(a, DAR_CMD_MEMORY_FLUSH);
}

static int memory(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "show", .run = memory_show },
		{ .name = "flush", .run = memory_flush },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}

static int admit_show(struct args *a)
{
	return show_all(a, DAR_CMD_ADMIT_GET, &admit_fields);
}

static int admit(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "add", .run = admit_add },
		{ .name = "del", .run = admit_del },
		{ .name = "show", .run = admit_show },
		{ .name = "flush", .run = admit_flush },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}

int dar(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "enable", .run = enable },
		{ .name = "disable", .run = disable },
		{ .name = "show", .run = show },
		{ .name = "anchor", .run = anchor, .group = true },
		{ .name = "admit", .run = admit, .group = true },
		{ .name = "binding", .run = binding, .group = true },
		{ .name = "memory", .run = memory, .group = true },
		{ .name = "set", .run = dar_set },
		{ .name = "checkpoint", .run = checkpoint_make },
		{ .name = "resume", .run = checkpoint_resume },
		{ .name = "thaw", .run = thaw },
		{ .name = "drain", .run = drain },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
