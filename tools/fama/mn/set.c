// SPDX-License-Identifier: GPL-2.0-only
/* fama mn set: settings of a namespace, and the key of addresses to come */
#include <inttypes.h>
#include <linux/mn.h>
#include <stdio.h>

#include "common/err.h"
#include "common/field.h"
#include "common/json.h"
#include "keys.h"
#include "mn.h"
#include "set.h"

static const char *const policy_names[] = {
	[MN_POLICY_ALL] = "all",
	[MN_POLICY_IN_USE] = "in-use",
	[MN_POLICY_MANUAL] = "manual",
};

static const char *const signed_names[] = {
	[MN_SIGNED_ACK_OFF] = "off",
	[MN_SIGNED_ACK_ASK] = "ask",
	[MN_SIGNED_ACK_REQUIRE] = "require",
};

static const char *const permission_names[] = {
	[MN_PERMISSION_ALLOW] = "allow",
	[MN_PERMISSION_DENY] = "deny",
};

static const char *const flag_names[] = {
	[MN_HOME_FLAG_OFF] = "off",
	[MN_HOME_FLAG_AUTO] = "auto",
	[MN_HOME_FLAG_ON] = "on",
};

static const char *const switch_names[] = { "off", "on" };

static const char transient_mark[] = "transient-mark";
static const char home_mark[] = "home-mark";
static const char careof_mark[] = "careof-mark";

static const struct setting keywords[] = {
	{ .keyword = "policy", .type = SETTING_CHOICE, .attr = MN_A_POLICY,
	  .names = policy_names, .names_count = ARRAY_SIZE(policy_names),
	  .flags = SETTING_STANDARD, .standard = MN_POLICY_ALL },
	{ .keyword = "idle", .type = SETTING_U32, .attr = MN_A_IDLE_TIME,
	  .flags = SETTING_STANDARD, .standard = 60 },
	{ .keyword = "max-addresses", .type = SETTING_U32,
	  .attr = MN_A_MAX_ADDRESSES, .flags = SETTING_STANDARD,
	  .standard = 16 },
	{ .keyword = transient_mark, .type = SETTING_MARK,
	  .attr = MN_A_TRANSIENT_MARK, .attr2 = MN_A_TRANSIENT_MASK,
	  .flags = SETTING_STANDARD },
	{ .keyword = "transient-cgroup", .type = SETTING_CGROUP,
	  .attr = MN_A_TRANSIENT_CGROUP, .flags = SETTING_STANDARD },
	{ .keyword = "signed-ack", .type = SETTING_CHOICE,
	  .attr = MN_A_SIGNED_ACK, .names = signed_names,
	  .names_count = ARRAY_SIZE(signed_names),
	  .flags = SETTING_STANDARD, .standard = MN_SIGNED_ACK_OFF },
	{ .keyword = "early-token", .type = SETTING_CHOICE,
	  .attr = MN_A_EARLY_TOKEN, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names),
	  .flags = SETTING_STANDARD, .standard = 1 },
	{ .keyword = "give-up", .type = SETTING_U32,
	  .attr = MN_A_GIVE_UP_TIME, .flags = SETTING_STANDARD,
	  .standard = 3600 },
	{ .keyword = "anchors", .type = SETTING_CHOICE, .attr = MN_A_PERMIT,
	  .names = permission_names,
	  .names_count = ARRAY_SIZE(permission_names),
	  .flags = SETTING_STANDARD, .standard = MN_PERMISSION_ALLOW },
	{ .keyword = "home-flag", .type = SETTING_CHOICE,
	  .attr = MN_A_HOME_FLAG, .names = flag_names,
	  .names_count = ARRAY_SIZE(flag_names),
	  .flags = SETTING_STANDARD, .standard = MN_HOME_FLAG_OFF },
	{ .keyword = home_mark, .type = SETTING_MARK,
	  .attr = MN_A_HOME_MARK, .attr2 = MN_A_HOME_MASK,
	  .flags = SETTING_STANDARD },
	{ .keyword = careof_mark, .type = SETTING_MARK,
	  .attr = MN_A_CAREOF_MARK, .attr2 = MN_A_CAREOF_MASK,
	  .flags = SETTING_STANDARD },
	{ .keyword = "key", .type = SETTING_FILE, .attr = MN_A_KEY_FILE },
};

const struct settings mn_settings = SETTINGS(keywords);

static int read_key(struct args *a, void *keys)
{
	return mnkeys_parse(a, keys);
}

static int send_settings(struct genl *g, const char *const *values)
{
	int err;

	genl_request(g, MN_CMD_SET, 0);
	err = settings_put(g->request, &mn_settings, values);
	return err ? err : genl_check(g, genl_run(g));
}

static int send_keys(struct genl *g, const struct mnkeys *k)
{
	genl_request(g, MN_CMD_SET, 0);
	mnkeys_put(g->request, k);
	return genl_check(g, genl_run(g));
}

int mn_set(struct args *a)
{
	const char *values[ARRAY_SIZE(keywords)] = { NULL };
	struct mnkeys k = { 0 };
	uint32_t buffer[64];
	struct genl g;
	int err;

	if (!*a->word)
		return fail_usage("%s needs something to set", a->path);
	err = settings_read(a, &mn_settings, values, read_key, &k);
	if (!err)
		err = settings_put(mnl_nlmsg_put_header(buffer), &mn_settings,
				   values);
	if (err)
		return err;
	err = mnkeys_load(&k);
	if (err)
		goto out;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err && settings_given(&mn_settings, values))
		err = send_settings(&g, values);
	if (!err && k.count)
		err = send_keys(&g, &k);
	genl_close(&g);
out:
	mnkeys_forget(&k);
	return err;
}

static uint8_t number(const struct nlattr *attr)
{
	return attr ? mnl_attr_get_u8(attr) : 0;
}

static const char *policy(const struct nlattr **tb)
{
	uint8_t n = number(tb[MN_A_POLICY]);

	return n < ARRAY_SIZE(policy_names) ? policy_names[n] : "unknown";
}

static const char *signed_ack(const struct nlattr **tb)
{
	uint8_t n = number(tb[MN_A_SIGNED_ACK]);

	return n < ARRAY_SIZE(signed_names) ? signed_names[n] : "unknown";
}

static const char *home_flag(const struct nlattr **tb)
{
	uint8_t n = number(tb[MN_A_HOME_FLAG]);

	return n < ARRAY_SIZE(flag_names) ? flag_names[n] : "unknown";
}

static uint64_t cgroup(const struct nlattr **tb)
{
	const struct nlattr *attr = tb[MN_A_TRANSIENT_CGROUP];

	return attr && mnl_attr_get_payload_len(attr) >= sizeof(uint64_t) ?
		mnl_attr_get_u64(attr) : 0;
}

static void mark_text(struct fold *fold, const char *name,
		      const struct nlattr *mark, const struct nlattr *mask)
{
	if (field_u32(mask))
		fold_words(fold, "%s %#x/%#x", name, field_u32(mark),
			   field_u32(mask));
}

static void extra_text(const struct nlattr **tb, struct fold *fold)
{
	if (number(tb[MN_A_PERMIT]))
		fold_words(fold, "anchors %s",
			   permission_names[MN_PERMISSION_DENY]);
	if (number(tb[MN_A_HOME_FLAG]))
		fold_words(fold, "home-flag %s", home_flag(tb));
	mark_text(fold, home_mark, tb[MN_A_HOME_MARK], tb[MN_A_HOME_MASK]);
	mark_text(fold, careof_mark, tb[MN_A_CAREOF_MARK],
		  tb[MN_A_CAREOF_MASK]);
}

void mn_set_text(const struct nlattr **tb, struct fold *fold)
{
	if (!tb[MN_A_POLICY])
		return;
	fold_words(fold, "policy %s", policy(tb));
	fold_words(fold, "idle %us", field_u32(tb[MN_A_IDLE_TIME]));
	fold_words(fold, "max-addresses %u", field_u32(tb[MN_A_MAX_ADDRESSES]));
	mark_text(fold, transient_mark, tb[MN_A_TRANSIENT_MARK],
		  tb[MN_A_TRANSIENT_MASK]);
	if (cgroup(tb))
		fold_words(fold, "transient-cgroup %" PRIu64, cgroup(tb));
	fold_words(fold, "signed-ack %s", signed_ack(tb));
	fold_words(fold, "early-token %s",
		   switch_names[!!number(tb[MN_A_EARLY_TOKEN])]);
	fold_words(fold, "give-up %us", field_u32(tb[MN_A_GIVE_UP_TIME]));
	extra_text(tb, fold);
}

static void mark_json(const char *name, const struct nlattr *mark,
		      const struct nlattr *mask)
{
	json_key(name);
	if (!field_u32(mask))
		return json_null();
	json_open('{');
	json_key("mark");
	json_number(field_u32(mark));
	json_key("mask");
	json_number(field_u32(mask));
	json_close('}');
}

void mn_set_json(const struct nlattr **tb)
{
	if (!tb[MN_A_POLICY])
		return;
	json_key("policy");
	json_string(policy(tb));
	json_key("idle");
	json_number(field_u32(tb[MN_A_IDLE_TIME]));
	json_key("max_addresses");
	json_number(field_u32(tb[MN_A_MAX_ADDRESSES]));
	mark_json("transient_mark", tb[MN_A_TRANSIENT_MARK],
		  tb[MN_A_TRANSIENT_MASK]);
	json_key("transient_cgroup");
	if (cgroup(tb))
		json_number(cgroup(tb));
	else
		json_null();
	json_key("signed_ack");
	json_string(signed_ack(tb));
	json_key("early_token");
	json_bool(number(tb[MN_A_EARLY_TOKEN]));
	json_key("give_up");
	json_number(field_u32(tb[MN_A_GIVE_UP_TIME]));
	json_key("anchors");
	json_string(permission_names[!!number(tb[MN_A_PERMIT])]);
	json_key("home_flag");
	json_string(home_flag(tb));
	mark_json("home_mark", tb[MN_A_HOME_MARK], tb[MN_A_HOME_MASK]);
	mark_json("careof_mark", tb[MN_A_CAREOF_MARK], tb[MN_A_CAREOF_MASK]);
}
