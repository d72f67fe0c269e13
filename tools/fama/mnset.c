// SPDX-License-Identifier: GPL-2.0-only
/* fama mn set: settings of a namespace, and the key of addresses to come */
#include <errno.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <linux/mn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "err.h"
#include "field.h"
#include "json.h"
#include "mn.h"
#include "mnkeys.h"
#include "mnset.h"
#include "number.h"

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

enum {
	POLICY, IDLE, MAX_ADDRESSES, MARK, CGROUP, SIGNED_ACK, EARLY_TOKEN,
	GIVE_UP, ANCHORS, HOME_FLAG, HOME_MARK, CAREOF_MARK, KEY, KEYWORDS
};

static const char *const keywords[KEYWORDS] = {
	[POLICY] = "policy",
	[IDLE] = "idle",
	[MAX_ADDRESSES] = "max-addresses",
	[MARK] = "transient-mark",
	[CGROUP] = "transient-cgroup",
	[SIGNED_ACK] = "signed-ack",
	[EARLY_TOKEN] = "early-token",
	[GIVE_UP] = "give-up",
	[ANCHORS] = "anchors",
	[HOME_FLAG] = "home-flag",
	[HOME_MARK] = "home-mark",
	[CAREOF_MARK] = "careof-mark",
	[KEY] = "key",
};

static int put_number(struct nlmsghdr *nlh, uint16_t attr, const char *name,
		      const char *word)
{
	uint32_t value;
	int err = number_parse(name, word, UINT32_MAX, &value);

	if (!err)
		mnl_attr_put_u32(nlh, attr, value);
	return err;
}

static int put_choice(struct nlmsghdr *nlh, uint16_t attr, const char *name,
		      const char *word, const char *const *names,
		      unsigned int count)
{
	unsigned int i;
	int err;

	err = args_choice(name, word, names, count, &i);
	if (!err)
		mnl_attr_put_u8(nlh, attr, i);
	return err;
}

/* MARK, MARK/MASK or none */
static int put_mark(struct nlmsghdr *nlh, uint16_t mark_attr,
		    uint16_t mask_attr, const char *name, const char *word)
{
	uint32_t mark = 0, mask = UINT32_MAX;
	const char *rest;

	if (!strcmp(word, "none")) {
		mask = 0;
	} else {
		rest = number_read(word, '/', &mark);
		if (!rest || (*rest && !number_read(rest + 1, '\0', &mask)))
			return fail_usage("%s \"%s\" is not MARK, MARK/MASK or none",
					  name, word);
		if (!mask)
			return fail_usage("mask 0 fits every mark: \"none\" for no mark");
	}
	mnl_attr_put_u32(nlh, mark_attr, mark);
	mnl_attr_put_u32(nlh, mask_attr, mask);
	return STATUS_OK;
}

/* The id of a cgroup is the inode of its directory. */
static int put_cgroup(struct nlmsghdr *nlh, const char *word)
{
	uint64_t id = 0;
	struct statfs fs;
	struct stat st;

	if (strcmp(word, "none")) {
		if (stat(word, &st) || statfs(word, &fs))
			return fail("%s: %s", word, strerror(errno));
		if (fs.f_type != CGROUP2_SUPER_MAGIC || !S_ISDIR(st.st_mode))
			return fail("%s is not a cgroup v2", word);
		id = st.st_ino;
	}
	mnl_attr_put_u64(nlh, MN_A_TRANSIENT_CGROUP, id);
	return STATUS_OK;
}

static int put(struct nlmsghdr *nlh, unsigned int keyword, const char *word)
{
	switch (keyword) {
	case POLICY:
		return put_choice(nlh, MN_A_POLICY, "policy", word,
				  policy_names, ARRAY_SIZE(policy_names));
	case IDLE:
		return put_number(nlh, MN_A_IDLE_TIME, "idle", word);
	case MAX_ADDRESSES:
		return put_number(nlh, MN_A_MAX_ADDRESSES, "max-addresses",
				  word);
	case MARK:
		return put_mark(nlh, MN_A_TRANSIENT_MARK, MN_A_TRANSIENT_MASK,
				keywords[MARK], word);
	case HOME_MARK:
		return put_mark(nlh, MN_A_HOME_MARK, MN_A_HOME_MASK,
				keywords[HOME_MARK], word);
	case CAREOF_MARK:
		return put_mark(nlh, MN_A_CAREOF_MARK, MN_A_CAREOF_MASK,
				keywords[CAREOF_MARK], word);
	case SIGNED_ACK:
		return put_choice(nlh, MN_A_SIGNED_ACK, "signed-ack", word,
				  signed_names, ARRAY_SIZE(signed_names));
	case EARLY_TOKEN:
		return put_choice(nlh, MN_A_EARLY_TOKEN, "early-token", word,
				  switch_names, ARRAY_SIZE(switch_names));
	case GIVE_UP:
		return put_number(nlh, MN_A_GIVE_UP_TIME, "give-up", word);
	case ANCHORS:
		return put_choice(nlh, MN_A_PERMIT, "anchors", word,
				  permission_names,
				  ARRAY_SIZE(permission_names));
	case HOME_FLAG:
		return put_choice(nlh, MN_A_HOME_FLAG, "home-flag", word,
				  flag_names, ARRAY_SIZE(flag_names));
	default:
		return put_cgroup(nlh, word);
	}
}

static int parse(struct args *a, const char **values, struct mnkeys *k)
{
	unsigned int i;
	int err;

	if (!*a->word)
		return fail_usage("%s needs something to set", a->path);
	while (*a->word) {
		err = args_choice("keyword", args_next(a), keywords, KEYWORDS,
				  &i);
		if (!err && i == KEY)
			err = mnkeys_parse(a, k);
		else if (!err)
			err = args_value(a, keywords[i], &values[i]);
		if (err)
			return err;
	}
	return STATUS_OK;
}

/*
 * Everything is checked here before a module is asked for.
 * Return: how many there are, or a negative status.
 */
static int fill(struct nlmsghdr *nlh, const char *const *values)
{
	unsigned int i;
	int err, n = 0;

	for (i = 0; i < KEY; i++) {
		if (!values[i])
			continue;
		err = put(nlh, i, values[i]);
		if (err)
			return -err;
		n++;
	}
	return n;
}

static int send_settings(struct genl *g, const char *const *values)
{
	genl_request(g, MN_CMD_SET, 0);
	fill(g->request, values);
	return genl_check(g, genl_run(g));
}

static int send_keys(struct genl *g, const struct mnkeys *k)
{
	genl_request(g, MN_CMD_SET, 0);
	mnkeys_put(g->request, k);
	return genl_check(g, genl_run(g));
}

int mn_set(struct args *a)
{
	const char *values[KEYWORDS] = { NULL };
	struct mnkeys k = { 0 };
	uint32_t buffer[64];
	struct genl g;
	int err, n;

	err = parse(a, values, &k);
	if (err)
		return err;
	n = fill(mnl_nlmsg_put_header(buffer), values);
	if (n < 0)
		return -n;
	err = mnkeys_load(&k);
	if (err)
		goto out;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err && n)
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

static void mark_text(const char *name, const struct nlattr *mark,
		      const struct nlattr *mask)
{
	if (field_u32(mask))
		printf(" %s %#x/%#x", name, field_u32(mark), field_u32(mask));
}

void mn_set_text(const struct nlattr **tb)
{
	if (!tb[MN_A_POLICY])
		return;
	printf(" policy %s idle %us max-addresses %u", policy(tb),
	       field_u32(tb[MN_A_IDLE_TIME]),
	       field_u32(tb[MN_A_MAX_ADDRESSES]));
	mark_text(keywords[MARK], tb[MN_A_TRANSIENT_MARK],
		  tb[MN_A_TRANSIENT_MASK]);
	if (cgroup(tb))
		printf(" transient-cgroup %" PRIu64, cgroup(tb));
	printf(" signed-ack %s early-token %s give-up %us", signed_ack(tb),
	       switch_names[!!number(tb[MN_A_EARLY_TOKEN])],
	       field_u32(tb[MN_A_GIVE_UP_TIME]));
	if (number(tb[MN_A_PERMIT]))
		printf(" anchors %s", permission_names[MN_PERMISSION_DENY]);
	if (number(tb[MN_A_HOME_FLAG]))
		printf(" home-flag %s", home_flag(tb));
	mark_text(keywords[HOME_MARK], tb[MN_A_HOME_MARK], tb[MN_A_HOME_MASK]);
	mark_text(keywords[CAREOF_MARK], tb[MN_A_CAREOF_MARK],
		  tb[MN_A_CAREOF_MASK]);
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
