// SPDX-License-Identifier: GPL-2.0-only
/* fama mn anchor: access routers of networks that do not say that they anchor */
#include <linux/mn.h>

#include "anchor.h"
#include "common/err.h"
#include "common/field.h"
#include "mn.h"

#define PREFIX_LEN 64

static const struct field fields[] = {
	{ .key = "prefix", .label = "", .type = FIELD_PREFIX,
	  .attr = MN_A_PREFIX, .attr2 = MN_A_PREFIX_LEN, .flags = FIELD_BRIEF },
	{ .key = "dar", .label = "dar", .type = FIELD_ADDRESS,
	  .attr = MN_A_DAR, .flags = FIELD_BRIEF },
};

static const struct field_list list = FIELD_LIST(fields);

/* Everything was checked before a module is asked for; @dar can be NULL. */
static int send_anchor(uint8_t command, const struct in6_addr *prefix,
		       const struct in6_addr *dar)
{
	struct genl g;
	int err;

	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		genl_request(&g, command, 0);
		mnl_attr_put(g.request, MN_A_PREFIX, sizeof(*prefix), prefix);
		mnl_attr_put_u8(g.request, MN_A_PREFIX_LEN, PREFIX_LEN);
		if (dar)
			mnl_attr_put(g.request, MN_A_DAR, sizeof(*dar), dar);
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}

static int parse_dar(struct args *a, const char **word)
{
	static const char *const names[] = { "dar" };
	unsigned int i;
	int err;

	if (!*a->word)
		return fail_usage("%s needs \"dar\"", a->path);
	err = args_choice("keyword", args_next(a), names, ARRAY_SIZE(names),
			  &i);
	if (!err)
		err = args_value(a, "dar", word);
	return err ? err : args_end(a);
}

static int add(struct args *a)
{
	const char *word = args_next(a), *dar_word = NULL;
	struct in6_addr prefix, dar;
	int err;

	if (!word)
		return fail_usage("%s needs a prefix", a->path);
	err = parse_dar(a, &dar_word);
	if (!err)
		err = args_prefix(word, &prefix);
	if (!err)
		err = args_address(dar_word, &dar);
	return err ? err : send_anchor(MN_CMD_ANCHOR_NEW, &prefix, &dar);
}

static int del(struct args *a)
{
	const char *word = args_next(a);
	struct in6_addr prefix;
	int err;

	if (!word)
		return fail_usage("%s needs a prefix", a->path);
	err = args_end(a);
	if (!err)
		err = args_prefix(word, &prefix);
	return err ? err : send_anchor(MN_CMD_ANCHOR_DEL, &prefix, NULL);
}

static int show(struct args *a)
{
	struct genl g = { 0 };
	int err;

	err = mn_run_show(a, &g, MN_CMD_ANCHOR_GET, NLM_F_DUMP);
	if (!err)
		field_list_show(&list, &g, a);
	genl_close(&g);
	return err;
}

int mn_anchor(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "add", .run = add },
		{ .name = "del", .run = del },
		{ .name = "show", .run = show },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
