// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lines are run as the commands that they are, with what they would tell a module recorded:
 * so they mean what they mean on the command line, and are refused for the same reasons.
 */
#include <linux/dar.h>
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "dar/dar.h"
#include "lines.h"
#include "mn/mn.h"
#include "wanted.h"

static const struct {
	uint8_t enable;
	uint8_t disable;
	uint8_t set;
	uint16_t key;
} role_commands[CONFIG_ROLES] = {
	[CONFIG_DAR] = { DAR_CMD_ENABLE, DAR_CMD_DISABLE, DAR_CMD_SET, DAR_A_KEY },
	[CONFIG_MN] = { MN_CMD_ENABLE, MN_CMD_DISABLE, MN_CMD_SET, MN_A_KEY },
};

void wanted_init(struct wanted *w)
{
	memset(w, 0, sizeof(*w));
	config_init(&w->config);
	w->end = &w->requests;
}

void wanted_free(struct wanted *w)
{
	config_free(&w->config);
	requests_free(w->requests);
}

static unsigned int role_of(const char *name)
{
	unsigned int i;

	for (i = 0; i + 1 < CONFIG_ROLES; i++)
		if (!strcmp(config_roles[i], name))
			break;
	return i;
}

static int record(const struct genl *g, void *data)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(g->request);
	const char *attrs = mnl_nlmsg_get_payload_offset(g->request, GENL_HDRLEN);
	struct wanted *w = data;
	struct request *r;

	r = request_new(role_of(g->name), header->cmd, w->line, attrs,
			(char *)mnl_nlmsg_get_payload_tail(g->request) - attrs);
	if (!r)
		exit(STATUS_FAILED);	/* nothing has been done yet */
	*w->end = r;
	w->end = &r->next;
	return 0;
}

static int run(struct wanted *w, char **words)
{
	static const struct command commands[] = {
		{ .name = "dar", .run = dar },
		{ .name = "mn", .run = mn },
	};
	struct args a = { .word = words, .only = config_commands };
	int err;

	genl_record(record, w);
	err = args_dispatch(&a, commands, ARRAY_SIZE(commands), NULL);
	genl_record(NULL, NULL);
	return err;
}

struct request *wanted_request(struct wanted *w, char **words)
{
	struct request **first = w->end;

	return run(w, words) ? NULL : *first;
}

static int once(struct request **place, struct request *r, const char *what)
{
	if (*place)
		return fail_usage("%s %s is said already, in line %u",
				  config_roles[r->role], what, (*place)->line);
	*place = r;
	return STATUS_OK;
}

static int add_object(struct wanted *w, enum config_kinds i, const void *attrs, size_t len,
		      unsigned int line)
{
	struct object *o = object_new(&config_kinds[i], attrs, len, line), *before;

	if (!o)
		return fail("out of memory");
	before = object_find(w->config.objects[i], o);
	if (before) {
		free(o);
		return fail_usage("the same is there already, in line %u", before->line);
	}
	config_append(&w->config, i, o);
	return STATUS_OK;
}

static int add_name(struct wanted *w, const char *name, uint32_t metric, unsigned int line)
{
	char room[MNL_NLMSG_HDRLEN + 64];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(room);
	uint32_t standard = MN_METRIC_FIRST;
	const struct object *o;

	for (o = w->config.objects[CONFIG_MN_LINK]; o; o = o->next)
		standard++;
	mnl_attr_put_strz(nlh, MN_A_NAME, name);
	mnl_attr_put_u32(nlh, MN_A_METRIC, metric ? metric : standard);
	return add_object(w, CONFIG_MN_LINK, mnl_nlmsg_get_payload(nlh),
			  mnl_nlmsg_get_payload_len(nlh), line);
}

/* Only names of devices are repeated, and stand by themselves. */
static int add_names(struct wanted *w, const struct request *r)
{
	const struct nlattr *metric = attrs_find(r->attrs, r->len, MN_A_METRIC);
	struct nlattr *attr;
	int err = STATUS_OK;

	mnl_attr_for_each_payload((void *)r->attrs, r->len)
		if (!err && mnl_attr_get_type(attr) == MN_A_NAME)
			err = add_name(w, mnl_attr_get_str(attr),
				       metric ? mnl_attr_get_u32(metric) : 0, r->line);
	return err;
}

static int set_metric(struct wanted *w, const struct request *r)
{
	const char *name = mnl_attr_get_str(attrs_find(r->attrs, r->len, MN_A_NAME));
	uint32_t metric = mnl_attr_get_u32(attrs_find(r->attrs, r->len, MN_A_METRIC));
	struct object *o = w->config.objects[CONFIG_MN_LINK];

	while (o && strcmp(mnl_attr_get_str(object_attr(o, MN_A_NAME)), name))
		o = o->next;
	if (!o)
		return fail_usage("no line before this one has the device \"%s\"", name);
	memcpy(mnl_attr_get_payload(object_attr(o, MN_A_METRIC)), &metric, sizeof(metric));
	o->line = r->line;
	return STATUS_OK;
}

/* What is said later comes first, and so do its lines. */
static int add_settings(struct wanted *w, enum config_kinds i, const struct request *r)
{
	struct object *before = w->config.objects[i], *o;
	size_t old = before ? before->len : 0;
	struct nlattr *attr;
	char *attrs = malloc(r->len + old);

	if (!attrs)
		return fail("out of memory");
	memcpy(attrs, r->attrs, r->len);
	if (before)
		memcpy(attrs + r->len, before->attrs, old);
	o = object_new(&config_kinds[i], attrs, r->len + old, r->line);
	free(attrs);
	if (!o)
		return fail("out of memory");
	free(before);
	w->config.objects[i] = o;
	mnl_attr_for_each_payload((void *)r->attrs, r->len)
		w->config.lines[i][mnl_attr_get_type(attr) % GENL_ATTRS] = r->line;
	return STATUS_OK;
}

static int add_kind(struct wanted *w, const struct request *r)
{
	const struct config_kind *kind;
	unsigned int i;

	for (i = 0; i < CONFIG_KINDS; i++) {
		kind = &config_kinds[i];
		if (kind->role != r->role)
			continue;
		if (kind->flags & KIND_ONE && kind->change == r->command)
			return add_settings(w, i, r);
		if (kind->add == r->command && i == CONFIG_MN_LINK)
			return add_names(w, r);
		if (kind->add == r->command)
			return add_object(w, i, r->attrs, r->len, r->line);
		if (kind->change == r->command)
			return set_metric(w, r);
	}
	return fail_usage("this configures nothing");
}

static int take_request(struct wanted *w, struct request *r)
{
	struct config_role *role = &w->config.roles[r->role];
	int err;

	role->known = true;
	if (r->command == role_commands[r->role].disable)
		return once(&role->disable, r, "disable");
	if (r->command == role_commands[r->role].enable) {
		role->enabled = true;
		err = once(&role->enable, r, "enable");
		return err || r->role != CONFIG_MN ? err : add_names(w, r);
	}
	if (r->command == role_commands[r->role].set &&
	    attrs_find(r->attrs, r->len, role_commands[r->role].key))
		return once(&role->key, r, "set key");
	return add_kind(w, r);
}

static int take_line(char **words, unsigned int line, void *data)
{
	struct wanted *w = data;
	struct request **first = w->end, *r;
	char **word;
	int err;

	for (word = words; *word; word++)
		if (!strcmp(*word, "-"))
			return fail_usage("\"-\" is the standard input, which a line has not");
	w->line = line;
	err = run(w, words);
	for (r = err ? NULL : *first; !err && r; r = r->next)
		err = take_request(w, r);
	return err;
}

/* What needs a role that is enabled. */
static unsigned int line_of_enabled(const struct config *c, unsigned int role)
{
	unsigned int i;

	for (i = 0; i < CONFIG_KINDS; i++)
		if (config_kinds[i].role == role &&
		    config_kinds[i].flags & KIND_ENABLED && c->objects[i])
			return c->objects[i]->line;
	return 0;
}

static int check_role(const struct config *c, unsigned int role, const char *name)
{
	const struct config_role *r = &c->roles[role];
	const char *word = config_roles[role];
	unsigned int line;

	if (!r->known)
		return STATUS_OK;
	if (!r->enable && !r->disable)
		return fail_usage("there is neither \"%s enable\" nor \"%s disable\"",
				  word, word);
	if (r->enable && r->disable) {
		err_place(name, r->disable->line);
		return fail_usage("%s is enabled in line %u", word, r->enable->line);
	}
	line = r->disable ? line_of_enabled(c, role) : 0;
	if (!line)
		return STATUS_OK;
	err_place(name, line);
	return fail_usage("this needs \"%s enable\"", word);
}

/* Every role that the file has anything of has settings. */
static int complete(struct config *c)
{
	const struct config_kind *kind;
	unsigned int i;

	for (i = 0; i < CONFIG_KINDS; i++) {
		kind = &config_kinds[i];
		if (!c->roles[kind->role].known || !(kind->flags & KIND_ONE) ||
		    c->objects[i])
			continue;
		c->objects[i] = object_new(kind, NULL, 0, 0);
		if (!c->objects[i])
			return fail("out of memory");
	}
	return STATUS_OK;
}

int wanted_read(struct wanted *w, const char *path)
{
	const char *name = lines_name(path);
	unsigned int i;
	int err = lines_read(path, take_line, w), bad;

	for (i = 0; i < CONFIG_ROLES; i++) {
		err_place(name, 0);
		bad = err ? STATUS_OK : check_role(&w->config, i, name);
		if (bad)
			err = bad;
	}
	err_place(name, 0);
	return err ? err : complete(&w->config);
}
