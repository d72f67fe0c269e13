// SPDX-License-Identifier: GPL-2.0-only
/* fama mn permit: which networks may anchor addresses */
#include <arpa/inet.h>
#include <linux/mn.h>
#include <stdio.h>
#include <string.h>

#include "common/err.h"
#include "common/field.h"
#include "common/number.h"
#include "common/ssid.h"
#include "mn.h"
#include "permit.h"
#include "state.h"

static const char *const permission_names[] = {
	[MN_PERMISSION_ALLOW] = "allow",
	[MN_PERMISSION_DENY] = "deny",
};

enum { PREFIX, DEV, SSID, KINDS };

static const char *const kind_names[KINDS] = {
	[PREFIX] = "prefix",
	[DEV] = "dev",
	[SSID] = "ssid",
};

static const struct setting place[] = {
	{ .type = SETTING_CHOICE, .attr = MN_A_PERMIT,
	  .names = permission_names,
	  .names_count = ARRAY_SIZE(permission_names), .flags = FIELD_BRIEF },
	{ .keyword = "prefix", .type = SETTING_PREFIX, .attr = MN_A_PREFIX,
	  .attr2 = MN_A_PREFIX_LEN, .flags = SETTING_ID },
	{ .keyword = "dev", .type = SETTING_DEVICE, .attr = MN_A_NAME,
	  .flags = SETTING_ID },
	{ .keyword = "ssid", .type = SETTING_SSID, .attr = MN_A_SSID,
	  .flags = SETTING_ID },
};

const struct settings permit_settings = SETTINGS(place);

static const struct field fields[] = {
	{ .key = "permit", .label = "", .type = FIELD_NAME,
	  .attr = MN_A_PERMIT, .names = permission_names,
	  .names_count = ARRAY_SIZE(permission_names), .flags = FIELD_BRIEF },
	{ .key = "prefix", .label = "prefix", .type = FIELD_PREFIX,
	  .attr = MN_A_PREFIX, .attr2 = MN_A_PREFIX_LEN, .flags = FIELD_BRIEF },
	{ .key = "dev", .label = "dev", .type = FIELD_STRING,
	  .attr = MN_A_NAME, .flags = FIELD_BRIEF },
	{ .key = "ssid", .label = "ssid", .type = FIELD_TEXT,
	  .text = mn_ssid_text, .flags = FIELD_BRIEF },
};

static const struct field_list list = FIELD_LIST(fields);

static int put_prefix(struct nlmsghdr *nlh, const char *word)
{
	char text[INET6_ADDRSTRLEN];
	const char *slash = strchr(word, '/');
	size_t length = slash ? (size_t)(slash - word) : sizeof(text);
	struct in6_addr prefix;
	uint32_t bits;
	int err;

	if (length >= sizeof(text))
		return fail("\"%s\" is not an IPv6 prefix", word);
	memcpy(text, word, length);
	text[length] = '\0';
	if (inet_pton(AF_INET6, text, &prefix) != 1)
		return fail("\"%s\" is not an IPv6 prefix", word);
	err = number_parse("prefix length", slash + 1, 64, &bits);
	if (err)
		return err;
	mnl_attr_put(nlh, MN_A_PREFIX, sizeof(prefix), &prefix);
	mnl_attr_put_u8(nlh, MN_A_PREFIX_LEN, bits);
	return STATUS_OK;
}

static int put_device(struct nlmsghdr *nlh, const char *word)
{
	if (strlen(word) >= IFNAMSIZ)
		return fail("\"%s\" is too long for a device", word);
	mnl_attr_put_strz(nlh, MN_A_NAME, word);
	return STATUS_OK;
}

static int put_ssid(struct nlmsghdr *nlh, const char *word)
{
	uint8_t octets[SSID_MAX];
	size_t len = ssid_read(word, octets);

	if (!len)
		return fail("\"%s\" is no name of 1 to %u octets", word,
			    SSID_MAX);
	mnl_attr_put(nlh, MN_A_SSID, len, octets);
	return STATUS_OK;
}

/* What a rule is about */
static int put_place(struct nlmsghdr *nlh, struct args *a)
{
	const char *word = NULL;
	unsigned int kind;
	int err;

	if (!*a->word)
		return fail_usage("%s needs \"prefix\", \"dev\" or \"ssid\"",
				  a->path);
	err = args_choice("keyword", args_next(a), kind_names, KINDS, &kind);
	if (!err)
		err = args_value(a, kind_names[kind], &word);
	if (!err)
		err = args_end(a);
	if (err)
		return err;
	switch (kind) {
	case PREFIX:
		return put_prefix(nlh, word);
	case DEV:
		return put_device(nlh, word);
	default:
		return put_ssid(nlh, word);
	}
}

static int put_permission(struct nlmsghdr *nlh, struct args *a)
{
	unsigned int permission;
	int err;

	if (!*a->word)
		return fail_usage("%s needs \"allow\" or \"deny\"", a->path);
	err = args_choice("permission", args_next(a), permission_names,
			  ARRAY_SIZE(permission_names), &permission);
	if (!err)
		mnl_attr_put_u8(nlh, MN_A_PERMIT, permission);
	return err;
}

/* Everything is checked before a module is asked for. */
static int send_rule(struct args *a, uint8_t command)
{
	char room[MNL_NLMSG_HDRLEN + 256];
	struct nlmsghdr *rule = mnl_nlmsg_put_header(room);
	struct nlattr *attr;
	struct genl g;
	int err = STATUS_OK;

	if (command == MN_CMD_PERMIT_NEW)
		err = put_permission(rule, a);
	if (!err)
		err = put_place(rule, a);
	if (err)
		return err;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		genl_request(&g, command, 0);
		mnl_attr_for_each(attr, rule, 0)
			mnl_attr_put(g.request, mnl_attr_get_type(attr),
				     mnl_attr_get_payload_len(attr),
				     mnl_attr_get_payload(attr));
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}

static int add(struct args *a)
{
	return send_rule(a, MN_CMD_PERMIT_NEW);
}

static int del(struct args *a)
{
	return send_rule(a, MN_CMD_PERMIT_DEL);
}

static int show(struct args *a)
{
	struct genl g = { 0 };
	int err;

	err = mn_run_show(a, &g, MN_CMD_PERMIT_GET, NLM_F_DUMP);
	if (!err)
		field_list_show(&list, &g, a);
	genl_close(&g);
	return err;
}

int mn_permit(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "add", .run = add },
		{ .name = "del", .run = del },
		{ .name = "show", .run = show },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
