// SPDX-License-Identifier: GPL-2.0-only
/* fama restore: make the configuration that of a file, all of it or nothing. */
#include <linux/dar.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "config.h"
#include "lines.h"
#include "plan.h"
#include "restore.h"
#include "wanted.h"

#define WORDS_MAX 64

/*
 * struct restore - a run of the command
 * @before: the configuration that was there
 * @old: requests that would bring it back, if it takes more than @before says
 */
struct restore {
	const char *name;
	struct wanted wanted;
	struct config before;
	struct wanted old;
	bool keys[CONFIG_ROLES];
};

static int get(const struct config *like, struct config *c)
{
	unsigned int i;
	bool there;
	int err = STATUS_OK;

	config_init(c);
	for (i = 0; !err && i < CONFIG_ROLES; i++) {
		if (!like->roles[i].known)
			continue;
		err = config_get(c, i, &there);
		if (!err && !there)
			err = fail("module %s is not loaded (modprobe %s)",
				   config_roles[i], config_roles[i]);
	}
	return err;
}

/* --- what only a role that begins anew can have */

static uint32_t number(const struct request *r, uint16_t type, uint32_t otherwise)
{
	const struct nlattr *attr = attrs_find(r->attrs, r->len, type);

	return attr ? mnl_attr_get_u32(attr) : otherwise;
}

static int has_other_secret(const struct request *r, bool *other)
{
	const struct nlattr *secret = attrs_find(r->attrs, r->len, DAR_A_SECRET);
	struct genl g;
	int err, error;

	if (!secret)
		return STATUS_OK;
	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err) {
		genl_request(&g, DAR_CMD_SET, 0);
		mnl_attr_put(g.request, DAR_A_SECRET, mnl_attr_get_payload_len(secret),
			     mnl_attr_get_payload(secret));
		error = genl_run(&g);
		*other = error == EKEYREJECTED;
		err = *other ? STATUS_OK : genl_check(&g, error);
	}
	genl_close(&g);
	return err;
}

static int begins_anew(struct restore *r, unsigned int role, bool *anew)
{
	const struct config_role *before = &r->before.roles[role];
	const struct request *enable = r->wanted.config.roles[role].enable;

	*anew = false;
	if (!enable || !before->enabled)
		return STATUS_OK;
	err_place(r->name, enable->line);
	if (role == CONFIG_DAR)
		return has_other_secret(enable, anew);
	*anew = number(enable, MN_A_TABLE, MN_TABLE) != before->table ||
		number(enable, MN_A_PREFERENCE, MN_PREFERENCE) != before->preference;
	return STATUS_OK;
}

/* --- the commands that would bring back what was there */

static char *words[WORDS_MAX + 1];
static unsigned int words_count;

static void word(const char *text)
{
	if (words_count < WORDS_MAX)
		words[words_count++] = (char *)text;
	words[words_count] = NULL;
}

static struct request *old_request(struct restore *r)
{
	struct request *request = wanted_request(&r->old, words);

	words_count = 0;
	return request;
}

static void say_keys(const struct config_role *before)
{
	unsigned int i;

	for (i = 0; i < before->files_count; i++) {
		word("key");
		word(before->files[i]);
	}
}

static struct request *old_enable(struct restore *r, unsigned int role)
{
	const struct config_role *before = &r->before.roles[role];
	static char table[16], preference[16];
	const struct object *o;

	word(config_roles[role]);
	word("enable");
	if (role == CONFIG_DAR) {
		if (before->lasting) {
			word("secret");
			word(before->files[0]);
		}
		return old_request(r);
	}
	say_keys(before);
	for (o = r->before.objects[CONFIG_MN_LINK]; o; o = o->next) {
		word("dev");
		word(mnl_attr_get_str(object_attr(o, MN_A_NAME)));
	}
	snprintf(table, sizeof(table), "%u", before->table);
	snprintf(preference, sizeof(preference), "%u", before->preference);
	word("table");
	word(table);
	word("preference");
	word(preference);
	return old_request(r);
}

static struct request *old_key(struct restore *r, unsigned int role)
{
	const struct config_role *before = &r->before.roles[role];

	word(config_roles[role]);
	word("set");
	if (role == CONFIG_MN) {
		say_keys(before);
	} else {
		word("key");
		word(before->key_file ? before->key_file : "none");
	}
	return old_request(r);
}

/* --- steps */

/* The line of the setting that was refused, or the last one that this is about. */
static unsigned int line_of(const struct restore *r, const struct step *s, uint16_t refused)
{
	const unsigned int *lines;
	unsigned int line = 0;
	struct nlattr *attr;

	if (s->kind == CONFIG_KINDS || !(config_kinds[s->kind].flags & KIND_ONE))
		return s->request->line;
	lines = r->wanted.config.lines[s->kind];
	if (refused && lines[refused % GENL_ATTRS])
		return lines[refused % GENL_ATTRS];
	mnl_attr_for_each_payload((void *)s->request->attrs, s->request->len)
		if (lines[mnl_attr_get_type(attr) % GENL_ATTRS] > line)
			line = lines[mnl_attr_get_type(attr) % GENL_ATTRS];
	return line;
}

static int take_step(struct restore *r, struct genl *g, const struct step *s)
{
	const struct request *request = s->request;
	int error;

	genl_request(g, request->command, 0);
	memcpy(mnl_nlmsg_get_payload_tail(g->request), request->attrs, request->len);
	g->request->nlmsg_len += request->len;
	error = genl_run(g);
	err_place(r->name, line_of(r, s, error ? genl_refused(g) : 0));
	return genl_check(g, error);
}

static bool is_key(const struct request *r)
{
	return attrs_find(r->attrs, r->len, r->role == CONFIG_DAR ? DAR_A_KEY : MN_A_KEY);
}

static int take_steps(struct restore *r, const struct plan *p)
{
	struct genl g[CONFIG_ROLES] = { 0 };
	const struct step *s;
	unsigned int i;
	int err = STATUS_OK;

	for (s = p->steps; !err && s; s = s->next) {
		i = s->request->role;
		if (!g[i].nl)
			err = genl_connect(&g[i], config_roles[i]);
		if (!err)
			err = take_step(r, &g[i], s);
		if (!err && s->kind == CONFIG_KINDS && is_key(s->request))
			r->keys[i] = true;
	}
	for (i = 0; i < CONFIG_ROLES; i++)
		genl_close(&g[i]);
	return err;
}

/* Only what is not as it was before is touched. */
static void undo(struct restore *r, unsigned int anew)
{
	struct config now;
	struct plan p;
	unsigned int i;
	int err;

	err_place(r->name, 0);
	memset(&p, 0, sizeof(p));
	err = get(&r->before, &now);
	for (i = 0; i < CONFIG_ROLES; i++)
		if (r->keys[i] && r->before.roles[i].enabled && !(anew & 1u << i))
			r->before.roles[i].key = old_key(r, i);
	if (!err)
		err = plan_make(&p, &now, &r->before, anew);
	if (!err)
		err = take_steps(r, &p);
	if (err)
		warning("what was there before is not all there again");
	plan_free(&p);
	config_free(&now);
}

static int find_anew(struct restore *r, unsigned int *set)
{
	unsigned int i;
	bool anew;
	int err = STATUS_OK;

	*set = 0;
	for (i = 0; !err && i < CONFIG_ROLES; i++) {
		err = begins_anew(r, i, &anew);
		if (err || !anew)
			continue;
		*set |= 1u << i;
		r->before.roles[i].enable = old_enable(r, i);
		if (!r->before.roles[i].enable)
			err = fail("this begins %s anew and could not be undone: fama %s disable",
				   config_roles[i], config_roles[i]);
	}
	return err;
}

static int run(struct restore *r)
{
	unsigned int anew;
	struct plan p;
	int err;

	err = get(&r->wanted.config, &r->before);
	if (!err)
		err = find_anew(r, &anew);
	if (err)
		return err;
	err = plan_make(&p, &r->before, &r->wanted.config, anew);
	if (!err) {
		err = take_steps(r, &p);
		if (err)
			undo(r, anew);
	}
	plan_free(&p);
	return err;
}

int restore(struct args *a)
{
	const char *path = args_next(a);
	struct restore r = { 0 };
	int err;

	if (!path)
		return fail_usage("%s needs a file", a->path);
	err = args_end(a);
	if (err)
		return err;
	r.name = lines_name(path);
	wanted_init(&r.wanted);
	wanted_init(&r.old);
	config_init(&r.before);
	err = wanted_read(&r.wanted, path);
	if (!err)
		err = run(&r);
	wanted_free(&r.wanted);
	wanted_free(&r.old);
	config_free(&r.before);
	return err;
}
