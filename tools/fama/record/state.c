// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/dar.h>
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <net/if.h>
#include <string.h>

#include "common/counters.h"
#include "common/err.h"
#include "common/json.h"
#include "dar/dar.h"
#include "mn/mn.h"
#include "monitor/feed.h"
#include "state.h"

/* What is asked of a role, in the order of feed_roles. */
static const struct question {
	const char *name;
	uint8_t status;
	struct counters counters;
	uint16_t nest;
	const char *key;
	uint8_t list;
	const struct field_list *fields;
} questions[FEED_ROLES] = {
	{ DAR_GENL_NAME, DAR_CMD_GET, { DAR_A_COUNTER_NAME, DAR_A_COUNTER_VALUE }, DAR_A_COUNTERS,
	  "bindings", DAR_CMD_BINDING_GET, &dar_binding_fields },
	{ MN_GENL_NAME, MN_CMD_GET, { MN_A_COUNTER_NAME, MN_A_COUNTER_VALUE }, MN_A_COUNTERS,
	  "addresses", MN_CMD_ADDRESS_GET, &mn_address_fields },
};

static bool is_asked(unsigned int role, int only)
{
	return (only < 0 || only == (int)role) && genl_loaded(questions[role].name);
}

/* In a namespace that is not enabled there is nothing, which is no error. */
static int ask(struct genl *g, const char *name, uint8_t command, uint16_t flags)
{
	int err = genl_connect(g, name), error;

	if (err)
		return err;
	genl_request(g, command, flags);
	error = genl_run(g);
	return error == ENOTCONN ? STATUS_OK : genl_check(g, error);
}

static void begin_line(const char *role)
{
	json_open('{');
	json_key("time");
	json_number(feed_clock());
	json_key("role");
	json_string(role);
}

/* FNV-1a */
static uint64_t shortened(const struct nlattr *nest)
{
	const uint8_t *octets = mnl_attr_get_payload(nest);
	size_t i, len = mnl_attr_get_payload_len(nest);
	uint64_t sum = 0xcbf29ce484222325ULL;

	for (i = 0; i < len; i++)
		sum = (sum ^ octets[i]) * 0x100000001b3ULL;
	return sum;
}

static void write_counters(struct state *s, unsigned int role, const struct nlattr *nest)
{
	uint64_t now = nest ? shortened(nest) : s->written[role];

	if (now == s->written[role])
		return;
	s->written[role] = now;
	begin_line(questions[role].name);
	json_key("counters");
	counters_json(&questions[role].counters, nest);
	json_close('}');
	json_end();
}

/* The interfaces of the node are attributes of one type in one message. */
static void find_devices(struct state *s, const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;

	s->count = 0;
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == MN_A_IFINDEX && s->count < STATE_DEVICES_MAX)
			s->devices[s->count++] = field_u32(attr);
}

static void find_tunnel(struct state *s, const struct nlattr **tb)
{
	const char *name = field_string(tb[DAR_A_DEVICE]);

	s->tunnel = name && field_true(tb[DAR_A_ENABLED]) ? if_nametoindex(name) : 0;
}

static int look(struct state *s, unsigned int role)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	struct genl g;
	int err;

	err = ask(&g, questions[role].name, questions[role].status, 0);
	nlh = err ? NULL : genl_reply_next(&g, NULL);
	if (nlh) {
		genl_attrs(nlh, tb);
		write_counters(s, role, tb[questions[role].nest]);
		if (feed_roles[role] == &event_mn)
			find_devices(s, nlh);
		else
			find_tunnel(s, tb);
	}
	genl_close(&g);
	return err;
}

int state_look(struct state *s, int only)
{
	unsigned int role;
	int err = STATUS_OK;

	for (role = 0; !err && role < FEED_ROLES; role++)
		if (is_asked(role, only))
			err = look(s, role);
	return err;
}

static int write_list(const struct question *q)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	struct genl g;
	int err;

	err = ask(&g, q->name, q->list, NLM_F_DUMP);
	if (!err) {
		begin_line(q->name);
		json_key(q->key);
		json_open('[');
		genl_for_each_reply(&g, nlh) {
			genl_attrs(nlh, tb);
			json_open('{');
			field_list_json(q->fields, tb);
			json_close('}');
		}
		json_close(']');
		json_close('}');
		json_end();
	}
	genl_close(&g);
	return err;
}

int state_write(int only)
{
	unsigned int role;
	int err = STATUS_OK;

	for (role = 0; !err && role < FEED_ROLES; role++)
		if (is_asked(role, only))
			err = write_list(&questions[role]);
	return err;
}

bool state_has(const struct state *s, unsigned int ifindex)
{
	unsigned int i;

	for (i = 0; i < s->count; i++)
		if (s->devices[i] == ifindex)
			return true;
	return ifindex == s->tunnel;
}
